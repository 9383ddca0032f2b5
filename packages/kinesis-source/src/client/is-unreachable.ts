/**
 * Whether a code that `onRetry` was given says that Kinesis was not reached at all: a name that does not resolve, a port
 * where nobody listens, a network without a way. Codes of Node.js are upper case, names of errors of AWS are not.
 */
export function isUnreachable(code: string): boolean {
  return /^E[A-Z]{2}/.test(code) || code === 'TimeoutError';
}
