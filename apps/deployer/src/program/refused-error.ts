import { describeRefusal, type Refusal } from '../deploy/refusal.js';

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

  /** Every reason, and each way on once. */
  static ofRefusals(refusals: readonly Refusal[]): RefusedError {
    const texts = refusals.map(describeRefusal);
    const remedies = [...new Set(texts.map(({ remedy }) => remedy))];
    return new RefusedError(
      refusals[0]?.kind ?? 'refused',
      `Nothing was changed.\n${texts.map(({ what }) => `  ${what}`).join('\n')}`,
      remedies.join('\n'),
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
