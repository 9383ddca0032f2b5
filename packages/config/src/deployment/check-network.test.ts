import { describe, expect, it } from 'vitest';

import { DEMO, EXISTING, mistakes, type Values } from '../testing/deployments.js';

describe('the network', () => {
  it.each<[Values, Values]>([
    [{ network: { cidr: '10.42.48.0/20', natGateways: 2 }, sink: { inVpc: true } }, DEMO],
    [{ network: { natGateways: 0 }, sink: { inVpc: false } }, DEMO],
    [{ network: { sinkSubnetIds: ['subnet-0c000000'] }, sink: { inVpc: true } }, EXISTING],
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
  ])('is refused: %s', async (expected, sections, base) => {
    expect(await mistakes(sections, base)).toEqual([expected]);
  });
});
