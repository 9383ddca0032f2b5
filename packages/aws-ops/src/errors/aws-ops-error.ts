/** Why AWS, or what stands between it and here, did not do what it was asked for. */
export type AwsOpsErrorCode =
  | 'access-denied'
  | 'already-exists'
  | 'connection-failed'
  | 'credentials-expired'
  | 'credentials-invalid'
  | 'limit-reached'
  | 'not-found'
  | 'no-region'
  | 'request-refused'
  | 'service-failed'
  | 'throttled'
  | 'tls-refused'
  | 'unexpected'
  | 'unreachable'
  | 'wrong-state';

/** What to do about each code, where the caller does not know better. */
export const REMEDIES: Readonly<Record<AwsOpsErrorCode, string>> = {
  'access-denied':
    'Allow the action that the message names to the role or user of your credentials, or take another --profile.',
  'already-exists': 'Use what is there, or give another name.',
  'connection-failed': 'Mend what the message names, then test again: dray test-connection.',
  'credentials-expired': 'Sign in again (aws sso login, or new session credentials).',
  'credentials-invalid':
    'Give credentials of the right account: --profile, AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY; and check the clock.',
  'limit-reached': 'Ask AWS for a higher quota, or remove what is no longer used.',
  'no-region': 'Give --region, AWS_REGION, or a region in the profile.',
  'not-found': 'Check the name or ARN, and whether region and account are the right ones.',
  'request-refused': 'Correct what the message names.',
  'service-failed': 'Try again in a minute; if it stays, see the AWS Health Dashboard.',
  throttled: 'Wait a minute and try again: somebody else is calling the same API, or calls it too often.',
  'tls-refused': 'Check the endpoint and its certificate; a private authority is named by NODE_EXTRA_CA_CERTS.',
  unexpected: 'This is a defect: please report it with the cause.',
  unreachable: 'Check the network, the region, and --endpoint-url where one is given.',
  'wrong-state': 'Wait until it is in the state that the action needs, or bring it there.',
};

export interface AwsOpsErrorDetails {
  readonly message: string;
  readonly remedy?: string | undefined;
  readonly cause?: unknown;
}

/** A call of AWS that failed. The message holds neither secrets nor values of rows. */
export class AwsOpsError extends Error {
  readonly code: AwsOpsErrorCode;
  readonly remedy: string;

  constructor(code: AwsOpsErrorCode, details: AwsOpsErrorDetails) {
    super(details.message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = 'AwsOpsError';
    this.code = code;
    this.remedy = details.remedy ?? REMEDIES[code];
  }
}
