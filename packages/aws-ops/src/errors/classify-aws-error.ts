import type { AwsOpsErrorCode } from './aws-ops-error.js';

/** The SDK's names of errors, over the services that are called here. What is not here is judged by its status. */
const NAMES: Readonly<Partial<Record<string, AwsOpsErrorCode>>> = {
  AccessDenied: 'access-denied',
  AccessDeniedException: 'access-denied',
  AccessDeniedFault: 'access-denied',
  AlreadyExistsException: 'already-exists',
  ClusterNotFoundException: 'not-found',
  CredentialsProviderError: 'credentials-invalid',
  EntityAlreadyExists: 'already-exists',
  ExpiredToken: 'credentials-expired',
  ExpiredTokenException: 'credentials-expired',
  IncompleteSignature: 'credentials-invalid',
  InsufficientResourceCapacityFault: 'limit-reached',
  InvalidClientTokenId: 'credentials-invalid',
  InvalidResourceStateFault: 'wrong-state',
  InvalidSignatureException: 'credentials-invalid',
  KMSAccessDeniedFault: 'access-denied',
  LimitExceededException: 'limit-reached',
  MissingAuthenticationToken: 'credentials-invalid',
  MissingAuthenticationTokenException: 'credentials-invalid',
  NoSuchBucket: 'not-found',
  NoSuchEntity: 'not-found',
  NoSuchEntityException: 'not-found',
  OptInRequired: 'access-denied',
  ProvisionedThroughputExceededException: 'throttled',
  RepositoryAlreadyExistsException: 'already-exists',
  ImageNotFoundException: 'not-found',
  RepositoryNotFoundException: 'not-found',
  RequestLimitExceeded: 'throttled',
  ResourceAlreadyExistsFault: 'already-exists',
  ResourceConflictException: 'wrong-state',
  ResourceInUseException: 'wrong-state',
  ResourceNotFoundException: 'not-found',
  ResourceNotFoundFault: 'not-found',
  ResourceNotReadyException: 'wrong-state',
  ResourceQuotaExceededFault: 'limit-reached',
  SignatureDoesNotMatch: 'credentials-invalid',
  StackNotFoundException: 'not-found',
  Throttling: 'throttled',
  ThrottlingException: 'throttled',
  TokenProviderError: 'credentials-invalid',
  TooManyRequestsException: 'throttled',
  TypeError: 'unexpected',
  UnrecognizedClientException: 'credentials-invalid',
};

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ERR_HTTP2_STREAM_CANCEL',
  'ETIMEDOUT',
]);
const TLS_CODE =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_|ERR_TLS_CERT_ALTNAME_INVALID$)/;

/** What an error of the SDK means, by its name and codes; by its text only where the SDK gives neither (the region). */
export function classifyAwsError(error: unknown): AwsOpsErrorCode {
  if (!(error instanceof Error)) return 'unexpected';
  const named = NAMES[error.name];
  if (named !== undefined) return named;
  const code = codeOf(error);
  if (code !== undefined && TLS_CODE.test(code)) return 'tls-refused';
  if ((code !== undefined && UNREACHABLE.has(code)) || error.name === 'TimeoutError') return 'unreachable';
  if (error.message === 'Region is missing') return 'no-region';
  const status = statusOf(error);
  if (status === 401 || status === 403) return 'access-denied';
  if (status === 429) return 'throttled';
  if (isUnreadable(error) && (status ?? 0) < 500) return 'unreachable';
  if (status === undefined) return 'unexpected';
  return status >= 500 ? 'service-failed' : 'request-refused';
}

/** An answer that is not of the form of the service's API, or tells nothing, as the SDK says it. */
export function isUnreadable(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  return error instanceof SyntaxError || error.name === 'SyntaxError' || error.message === 'UnknownError';
}

/** The stack that is not there is a `ValidationError` like any other: CloudFormation has no code for it. */
export function isMissingStack(error: unknown): boolean {
  return error instanceof Error && error.name === 'ValidationError' && /does not exist/.test(error.message);
}

/** The client of Kinesis speaks HTTP/2, and tells a connection that it cannot make as a cancelled stream: why is its cause. */
function codeOf(error: Error): string | undefined {
  if (!('code' in error) || typeof error.code !== 'string') return undefined;
  const why =
    error.code === 'ERR_HTTP2_STREAM_CANCEL' && error.cause instanceof Error ? codeOf(error.cause) : undefined;
  return why ?? error.code;
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return undefined;
  const metadata = error.$metadata;
  return 'httpStatusCode' in metadata && typeof metadata.httpStatusCode === 'number'
    ? metadata.httpStatusCode
    : undefined;
}
