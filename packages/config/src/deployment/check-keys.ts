import type { IssueDescription } from '../problems/describe-issue.js';
import type { DeploymentValues } from './deployment-values.js';
import { withoutEffect } from './issue.js';

/** Keys of secrets: the deployer lets its own roles decrypt with them, and no role of somebody else's. */
export function checkKeys(values: DeploymentValues): readonly IssueDescription[] {
  const sourceKey = ['source.secretKmsKeyArn'];
  return [
    ...(values.text('source.mode') === 'demo'
      ? withoutEffect(values.isSet, sourceKey, 'with source.mode: demo, which makes its own secret')
      : values.isSet('roles.secretReaderArn')
        ? withoutEffect(values.isSet, sourceKey, 'with roles.secretReaderArn, which is taken as it is')
        : []),
    ...(values.isSet('roles.sinkArn')
      ? withoutEffect(values.isSet, ['target.urlSecretKmsKeyArn'], 'with roles.sinkArn, which is taken as it is')
      : []),
  ];
}
