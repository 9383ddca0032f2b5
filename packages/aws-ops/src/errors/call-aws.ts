import { AwsOpsError, type AwsOpsErrorCode } from './aws-ops-error.js';
import { classifyAwsError, isUnreadable } from './classify-aws-error.js';

const SENTENCES: Readonly<Record<AwsOpsErrorCode, string>> = {
  'access-denied': 'AWS denies',
  'already-exists': 'It exists already',
  'connection-failed': 'A connection could not be made',
  'credentials-expired': 'The AWS credentials have expired',
  'credentials-invalid': 'AWS does not accept the credentials, or there are none',
  'limit-reached': 'A limit of the account is reached',
  'no-region': 'No AWS region is set',
  'not-found': 'It does not exist',
  'request-refused': 'AWS refuses the request',
  'service-failed': 'AWS failed',
  throttled: 'AWS throttles, and still did after all tries',
  'tls-refused': 'The certificate of the endpoint is not trusted',
  unexpected: 'The answer was not understood',
  unreachable: 'AWS cannot be reached',
  'wrong-state': 'It is not in a state that allows this',
};

/** Codes whose text from AWS names actions, resources and states, and quotes no signed request. */
const QUOTED = new Set<AwsOpsErrorCode>([
  'access-denied',
  'already-exists',
  'limit-reached',
  'not-found',
  'request-refused',
  'service-failed',
  'wrong-state',
]);

/**
 * Makes one call and names it in what it throws. `action` is the permission that the call needs, as IAM writes it
 * (`dms:DescribeEndpoints`), with what it is about where that helps.
 *
 * @throws AwsOpsError, or the SDK's own error of an abort.
 */
export async function callAws<T>(action: string, send: () => Promise<T>): Promise<T> {
  try {
    return await send();
  } catch (error) {
    if (error instanceof AwsOpsError || isAbort(error)) throw error;
    throw toAwsOpsError(action, error);
  }
}

/** Answers `undefined` where what is asked for does not exist. */
export async function callForMaybe<T>(action: string, send: () => Promise<T>): Promise<T | undefined> {
  try {
    return await callAws(action, send);
  } catch (error) {
    if (error instanceof AwsOpsError && error.code === 'not-found') return undefined;
    throw error;
  }
}

function toAwsOpsError(action: string, error: unknown): AwsOpsError {
  const code = classifyAwsError(error);
  return new AwsOpsError(code, { message: `${SENTENCES[code]} (${action})${said(code, error)}`, cause: error });
}

function said(code: AwsOpsErrorCode, error: unknown): string {
  // A page of a proxy, or of another server at that address: what the SDK says of it is for its developers.
  if (isUnreadable(error) && (code === 'unreachable' || code === 'service-failed'))
    return ': the answer is not one of AWS, or broken. See --endpoint-url, and proxies on the way.';
  return QUOTED.has(code) && error instanceof Error && error.message !== '' ? `: ${error.message}` : '.';
}

function isAbort(error: unknown): boolean {
  return error instanceof Error && error.name === 'AbortError';
}
