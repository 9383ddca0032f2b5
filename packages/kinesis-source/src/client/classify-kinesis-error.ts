import type { KinesisSourceErrorCode } from '../kinesis-source-error.js';

export type KinesisOperation = 'describe-stream' | 'list-shards' | 'open-iterator' | 'read-records';

/**
 * `retry`: the same call may succeed later. `renew-iterator`: the place is known, the iterator is used up.
 * `position-lost`: the place itself is not there; only a look at stream and shards tells why. `halt`: somebody must help.
 */
export type KinesisReaction =
  | { readonly kind: 'retry'; readonly code: string }
  | { readonly kind: 'renew-iterator' }
  | { readonly kind: 'position-lost' }
  | { readonly kind: 'halt'; readonly code: KinesisSourceErrorCode };

const RETRIED_NAMES = new Set([
  'ExpiredNextTokenException',
  'InternalFailure',
  'InternalFailureException',
  'InternalServerError',
  'KMSThrottlingException',
  'LimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestExpired',
  'RequestInTheFuture',
  'RequestLimitExceeded',
  'RequestTimeTooSkewed',
  'RequestTimeout',
  'RequestTimeoutException',
  'ResourceInUseException',
  'ServiceUnavailable',
  'ServiceUnavailableException',
  'SlowDown',
  'Throttling',
  'ThrottlingException',
  'TimeoutError',
  'TooManyRequestsException',
]);

const HALTING_NAMES: Readonly<Partial<Record<string, KinesisSourceErrorCode>>> = {
  AccessDenied: 'access-denied',
  AccessDeniedException: 'access-denied',
  CredentialsProviderError: 'credentials-invalid',
  ExpiredToken: 'credentials-expired',
  ExpiredTokenException: 'credentials-expired',
  IncompleteSignature: 'credentials-invalid',
  InvalidAccessKeyId: 'credentials-invalid',
  InvalidClientTokenId: 'credentials-invalid',
  InvalidSignatureException: 'credentials-invalid',
  KMSAccessDeniedException: 'encryption-key-unusable',
  KMSDisabledException: 'encryption-key-unusable',
  KMSInvalidStateException: 'encryption-key-unusable',
  KMSNotFoundException: 'encryption-key-unusable',
  KMSOptInRequired: 'encryption-key-unusable',
  MissingAuthenticationToken: 'credentials-invalid',
  MissingAuthenticationTokenException: 'credentials-invalid',
  NotAuthorized: 'access-denied',
  OptInRequired: 'access-denied',
  RangeError: 'unexpected',
  ReferenceError: 'unexpected',
  SignatureDoesNotMatch: 'credentials-invalid',
  TokenProviderError: 'credentials-invalid',
  TypeError: 'unexpected',
  UnrecognizedClientException: 'credentials-invalid',
};

/** Node's names for a certificate that is not trusted; what else goes wrong on the way is worth another try. */
const TLS_CODE =
  /^(CERT_|DEPTH_ZERO_SELF_SIGNED_CERT$|SELF_SIGNED_CERT_IN_CHAIN$|UNABLE_TO_|ERR_TLS_CERT_ALTNAME_INVALID$)/;

/** What to do about an error of the SDK, by its name and codes, never by its text. */
export function classifyKinesisError(error: unknown, operation: KinesisOperation): KinesisReaction {
  const { name, code, status } = traitsOf(error);
  if (name === 'ResourceNotFoundException') return missing(operation);
  if (name === 'InvalidArgumentException' || name === 'ValidationException') return refused(operation);
  if (name === 'ExpiredIteratorException') return { kind: 'renew-iterator' };
  if (RETRIED_NAMES.has(name)) return { kind: 'retry', code: name };
  const halting = HALTING_NAMES[name];
  if (halting !== undefined) return { kind: 'halt', code: halting };
  if (code !== undefined && TLS_CODE.test(code)) return { kind: 'halt', code: 'tls-refused' };
  if (status === 401 || status === 403) return { kind: 'halt', code: 'access-denied' };
  if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429) {
    return { kind: 'halt', code: 'request-refused' };
  }
  return { kind: 'retry', code: code ?? name };
}

/** Without a stream nothing can be read; without a shard it depends on whether the stream is still the same. */
function missing(operation: KinesisOperation): KinesisReaction {
  const isOfStream = operation === 'describe-stream' || operation === 'list-shards';
  return isOfStream ? { kind: 'halt', code: 'stream-not-found' } : { kind: 'position-lost' };
}

/** Kinesis refuses a sequence number that is not of this stream, and an iterator it cannot read, as invalid arguments. */
function refused(operation: KinesisOperation): KinesisReaction {
  switch (operation) {
    case 'open-iterator':
      return { kind: 'position-lost' };
    case 'read-records':
      return { kind: 'renew-iterator' };
    case 'describe-stream':
    case 'list-shards':
      return { kind: 'halt', code: 'request-refused' };
  }
}

interface ErrorTraits {
  readonly name: string;
  readonly code: string | undefined;
  readonly status: number | undefined;
}

function traitsOf(error: unknown): ErrorTraits {
  if (!(error instanceof Error)) return { name: 'Error', code: undefined, status: undefined };
  return { name: error.name, code: codeOf(error), status: statusOf(error) };
}

/** Over HTTP/2 a connection that could not be made is told as a stream that was cancelled: why is its cause. */
function codeOf(error: Error): string | undefined {
  if (!('code' in error) || typeof error.code !== 'string') return undefined;
  const why =
    error.code === 'ERR_HTTP2_STREAM_CANCEL' && error.cause instanceof Error ? codeOf(error.cause) : undefined;
  return why ?? error.code;
}

function statusOf(error: Error): number | undefined {
  if (!('$metadata' in error) || typeof error.$metadata !== 'object' || error.$metadata === null) return undefined;
  const metadata = error.$metadata;
  if (!('httpStatusCode' in metadata) || typeof metadata.httpStatusCode !== 'number') return undefined;
  return metadata.httpStatusCode;
}
