/**
 * Whether a rejected call to the store is worth another try, and under which code it is reported. A store says that it
 * is not by an error with `reaction: 'halt'`.
 */
export function storeRetryCode(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null) return 'checkpoint-store-failed';
  if ('reaction' in error && error.reaction === 'halt') return undefined;
  return 'code' in error && typeof error.code === 'string' ? error.code : 'checkpoint-store-failed';
}
