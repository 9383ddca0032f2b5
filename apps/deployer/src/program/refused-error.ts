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

  static ofUnreachableSource(cause: unknown): RefusedError {
    const remedy: unknown = cause instanceof Error ? Reflect.get(cause, 'remedy') : undefined;
    return new RefusedError(
      'source-unreachable',
      `Nothing was changed. The source has to be freed of what AWS DMS leaves behind, and cannot be reached: ${cause instanceof Error ? cause.message : String(cause)}`,
      `${typeof remedy === 'string' && remedy !== '' ? `${remedy} Or say` : 'Say'} --keep-source-objects, and drop the slot from a place that reaches the source: one that nobody reads fills its disk.`,
    );
  }

  static ofFullBucket(bucket: string): RefusedError {
    return new RefusedError(
      'bucket-not-empty',
      `Nothing was changed. The bucket ${bucket} holds records that could not be applied, and CloudFormation deletes no bucket that holds something.`,
      `Keep what you need of it, and empty it: aws s3 rm s3://${bucket} --recursive. Then run the same command again.`,
    );
  }
}
