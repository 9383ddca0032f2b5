import type { IssueDescription } from '../problems/describe-issue.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue, withoutEffect } from './issue.js';

/**
 * The VPC endpoints. In somebody else's VPC nothing is assumed: an endpoint with a private name answers for its service in
 * the whole VPC, so a new one must let in whoever is there, and cannot be made beside another.
 */
export function checkEndpoints(values: DeploymentValues): readonly IssueDescription[] {
  if (values.text('source.mode') === 'demo') {
    return withoutEffect(
      values.isSet,
      ['network.vpcCidr', 'network.endpointSecurityGroupIds'],
      'in a VPC that the deployer makes',
    );
  }
  const mode = values.text('network.endpoints');
  return [
    ...(mode === undefined
      ? [
          issue(
            'network.endpoints',
            'It is not said how AWS DMS gets to Kinesis and Secrets Manager from source.vpcId.',
            'Set it to existing where that VPC has endpoints for both, or a way to them, and to create where it has none.',
          ),
        ]
      : []),
    ...(mode === 'create' && !values.isSet('network.vpcCidr')
      ? [
          issue(
            'network.vpcCidr',
            'The endpoints would answer for Kinesis and Secrets Manager in the whole VPC, and let in nobody but this pipeline.',
            'Set it to the address range of source.vpcId, which is then let in.',
          ),
        ]
      : []),
    ...(mode === 'create' ? [] : withoutEffect(values.isSet, ['network.vpcCidr'], 'without network.endpoints: create')),
    ...(mode === 'existing'
      ? []
      : withoutEffect(values.isSet, ['network.endpointSecurityGroupIds'], 'without network.endpoints: existing')),
  ];
}
