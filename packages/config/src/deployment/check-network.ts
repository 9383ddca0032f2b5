import type { IssueDescription } from '../problems/describe-issue.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue, withoutEffect } from './issue.js';

/** The network: address ranges, and what has no effect in a VPC that is there. */
export function checkNetwork(values: DeploymentValues): readonly IssueDescription[] {
  const own = values.text('source.mode') === 'demo';
  const sinkInVpc = values.text('sink.kind') === 'fargate' || values.isTrue('sink.inVpc');
  return [
    ...checkRange(values, 'network.cidr', 16, 24),
    ...checkRange(values, 'demo.public', 0, 32),
    ...checkHostBits(values),
    ...(values.text('demo.public')?.endsWith('/0')
      ? [
          issue(
            'demo.public',
            'This opens the database to the whole internet.',
            'Give the addresses that you come from, for example 203.0.113.7/32.',
          ),
        ]
      : []),
    ...(own
      ? withoutEffect(values.isSet, ['network.sinkSubnetIds', 'network.endpoints'], 'in a VPC that the deployer makes')
      : withoutEffect(values.isSet, ['network.cidr', 'network.natGateways'], 'in the VPC of source.vpcId')),
    ...(own && sinkInVpc && values.number('network.natGateways') === 0
      ? [
          issue(
            'network.natGateways',
            'A sink in the VPC has no way to CrateDB without one.',
            'Take 1, or sink.kind: lambda without sink.inVpc.',
          ),
        ]
      : []),
    ...(sinkInVpc ? [] : withoutEffect(values.isSet, ['network.sinkSubnetIds'], 'while the sink runs outside the VPC')),
  ];
}

function checkRange(values: DeploymentValues, key: string, least: number, most: number): readonly IssueDescription[] {
  const range = values.text(key);
  if (range === undefined) return [];
  const [address = '', bits = ''] = range.split('/');
  const octets = address.split('.').map(Number);
  const valid = octets.length === 4 && octets.every((octet) => octet <= 255);
  return valid && Number(bits) >= least && Number(bits) <= most
    ? []
    : [
        issue(
          key,
          'This is no range of addresses that can be used here.',
          `Write four numbers up to 255 and /${least} to /${most}.`,
        ),
      ];
}

/** The CDK takes such a range for the next one that begins on its border: a VPC of other addresses than those written. */
function checkHostBits(values: DeploymentValues): readonly IssueDescription[] {
  const range = values.text('network.cidr') ?? '';
  if (checkRange(values, 'network.cidr', 16, 24).length > 0) return [];
  const [address = '', bits = ''] = range.split('/');
  const size = 2 ** (32 - Number(bits));
  const number = address.split('.').reduce((sum, octet) => sum * 256 + Number(octet), 0);
  if (number % size === 0) return [];
  const first = number - (number % size);
  const octets = [24, 16, 8, 0].map((shift) => Math.floor(first / 2 ** shift) % 256);
  return [
    issue(
      'network.cidr',
      `A range of /${bits} does not begin at ${address}.`,
      `Write it as ${octets.join('.')}/${bits}.`,
    ),
  ];
}
