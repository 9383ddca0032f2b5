import type { IssueDescription } from '../problems/describe-issue.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue } from './issue.js';

/**
 * Secrets by their whole ARN. The API of Secrets Manager also takes it without the six characters that it ends with;
 * permissions, which a deployment makes of it, match nothing then.
 */
export function checkSecrets(values: DeploymentValues): readonly IssueDescription[] {
  return ['source.secretArn', 'target.urlSecretArn'].flatMap((key) => {
    const arn = values.text(key);
    return arn === undefined || !arn.includes(':secret:') || /-[A-Za-z0-9]{6}$/.test(arn)
      ? []
      : [
          issue(
            key,
            'The ARN lacks the dash and the six characters that the ARN of a secret ends with: no permission would match.',
            'Take it whole, as aws secretsmanager describe-secret tells it.',
          ),
        ];
  });
}
