import type { IssueDescription } from '../problems/describe-issue.js';
import { checkRanges } from './check-ranges.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue, withoutEffect } from './issue.js';

/** The network: address ranges, and what has no effect in a VPC that is there. */
export function checkNetwork(values: DeploymentValues): readonly IssueDescription[] {
  const own = values.text('source.mode') === 'demo';
  const sinkInVpc = values.text('sink.kind') === 'fargate' || values.isTrue('sink.inVpc');
  return [
    ...checkRanges(values),
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
