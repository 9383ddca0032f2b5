import { describe, expect, it } from 'vitest';

import { DEMO, EXISTING, mistakes, type Values } from '../testing/deployments.js';

describe('the network', () => {
  it.each<[Values, Values]>([
    [{ network: { cidr: '10.42.48.0/20', natGateways: 2 }, sink: { inVpc: true } }, DEMO],
    [{ network: { natGateways: 0 }, sink: { inVpc: false } }, DEMO],
    [{ network: { sinkSubnetIds: ['subnet-0c000000'] }, sink: { inVpc: true } }, EXISTING],
    [{ network: { endpoints: 'create', vpcCidr: '10.20.0.0/16' } }, EXISTING],
    [{ network: { endpoints: 'create', vpcCidr: '100.64.0.16/28' } }, EXISTING],
    [{ demo: { public: '203.0.113.0/24' } }, DEMO],
    [{ demo: { public: '172.32.0.1/32' } }, DEMO],
  ])('may be %j', async (sections, base) => {
    expect(await mistakes(sections, base)).toEqual([]);
  });

  it.each<[string, Values, Values]>([
    [
      'network.cidr: A range of /16 does not begin at 10.42.3.0. Write it as 10.42.0.0/16.',
      { network: { cidr: '10.42.3.0/16' } },
      DEMO,
    ],
    [
      'network.cidr: A range of /20 does not begin at 192.168.77.9. Write it as 192.168.64.0/20.',
      { network: { cidr: '192.168.77.9/20' } },
      DEMO,
    ],
    ...['300.20.0.5/99', '0.0.0.0/0', '10.20.0.0/29'].map((vpcCidr): [string, Values, Values] => [
      'network.vpcCidr: This is no range of addresses that can be used here. Write four numbers up to 255 and /16 to /28.',
      { network: { endpoints: 'create', vpcCidr } },
      EXISTING,
    ]),
    [
      'network.vpcCidr: A range of /16 does not begin at 10.20.5.0. Write it as 10.20.0.0/16.',
      { network: { endpoints: 'create', vpcCidr: '10.20.5.0/16' } },
      EXISTING,
    ],
    [
      'network.vpcCidr: This has no effect without network.endpoints: create. Remove it.',
      { network: { endpoints: 'existing', vpcCidr: '0.0.0.0/0' } },
      EXISTING,
    ],
    ...['10.0.0.0/8', '192.168.1.7/32', '172.31.255.0/24', '127.0.0.1/32'].map((range): [string, Values, Values] => [
      `demo.public: Nobody comes from ${range} over the internet: these addresses are private. Give the addresses that you come from, for example 203.0.113.7/32.`,
      { demo: { public: range } },
      DEMO,
    ]),
    [
      'demo.public: A range of /24 does not begin at 203.0.113.7. Write it as 203.0.113.0/24.',
      { demo: { public: '203.0.113.7/24' } },
      DEMO,
    ],
    [
      'network.natGateways: 3 is not allowed. It must be a whole number from 0 to 2.',
      { network: { natGateways: 3 }, sink: { inVpc: true } },
      DEMO,
    ],
    [
      'network.sinkSubnetIds: This has no effect while the sink runs outside the VPC. Remove it.',
      { network: { sinkSubnetIds: ['subnet-0c000000'] }, sink: { inVpc: false } },
      EXISTING,
    ],
    [
      'source.subnetIds[1]: subnet-0a000000 stands here twice. Remove it, or name another.',
      { source: { subnetIds: ['subnet-0a000000', 'subnet-0a000000'] } },
      EXISTING,
    ],
    [
      'source.securityGroupIds[2]: sg-0a000000 stands here twice. Remove it, or name another.',
      { source: { securityGroupIds: ['sg-0a000000', 'sg-0b000000', 'sg-0a000000'] } },
      EXISTING,
    ],
    [
      'network.sinkSubnetIds[1]: subnet-0c000000 stands here twice. Remove it, or name another.',
      { network: { sinkSubnetIds: ['subnet-0c000000', 'subnet-0c000000'] }, sink: { inVpc: true } },
      EXISTING,
    ],
    [
      'network.endpointSecurityGroupIds[1]: sg-0e000000 stands here twice. Remove it, or name another.',
      { network: { endpoints: 'existing', endpointSecurityGroupIds: ['sg-0e000000', 'sg-0e000000'] } },
      EXISTING,
    ],
  ])('is refused: %s', async (expected, sections, base) => {
    expect(await mistakes(sections, base)).toEqual([expected]);
  });
});
