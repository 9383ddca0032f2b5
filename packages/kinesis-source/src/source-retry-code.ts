/**
 * Codes of `onRetry` that are the source's own: Kinesis has answered, and its answer has to change. All others are those of
 * errors: of the SDK and of Node.js where Kinesis was asked, else those that the store gives.
 */
export const SOURCE_RETRY_CODES = ['iterator-spent', 'position-lost', 'stream-not-ready'] as const;

export type SourceRetryCode = (typeof SOURCE_RETRY_CODES)[number];
