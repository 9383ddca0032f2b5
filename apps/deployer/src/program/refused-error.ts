import type { DeploymentPlan } from '../deploy/plan-deployment.js';

/** What is asked for would lose something, or cannot work: nothing was touched. */
export class RefusedError extends Error {
  readonly code: string;
  readonly remedy: string;

  private constructor(code: string, message: string, remedy: string) {
    super(message);
    this.name = 'RefusedError';
    this.code = code;
    this.remedy = remedy;
  }

  static ofReplacements(refusals: DeploymentPlan['refusals']): RefusedError {
    const lines = refusals.map(({ stackName, change }) => {
      const why =
        change.effect === 'removed'
          ? 'it is no longer in the configuration'
          : `${change.properties.join(', ')} cannot be changed`;
      return `${stackName}: ${change.type} ${change.id} would be ${change.effect}: ${why}.`;
    });
    return new RefusedError(
      'replacement-refused',
      `Nothing was changed. This would be lost:\n${lines.join('\n')}`,
      'Undo the change, give the new thing a pipeline of its own, or say --replace. A replaced replication loads every table again.',
    );
  }

  static ofMissingBootstrap(): RefusedError {
    return new RefusedError(
      'not-bootstrapped',
      'The CDK has never been used in this account and region: it needs a bucket for templates, and roles.',
      'Say --bootstrap once, or let an administrator run: npx cdk bootstrap.',
    );
  }

  static ofNobodyToAsk(): RefusedError {
    return new RefusedError('nobody-to-ask', 'This deletes a pipeline, and there is nobody to ask.', 'Say --yes.');
  }
}
