import { expect, it } from 'vitest';
import { classifyAwsError, isMissingStack } from './classify-aws-error.js';

const named = (name: string, details: object = {}): Error => Object.assign(new Error('said'), { name, ...details });
const cancelled = (cause?: Error): Error => named('Error', { code: 'ERR_HTTP2_STREAM_CANCEL', cause });

it.each([
  [named('AccessDeniedException'), 'access-denied'],
  [named('AccessDeniedFault'), 'access-denied'],
  [named('ExpiredTokenException'), 'credentials-expired'],
  [named('UnrecognizedClientException'), 'credentials-invalid'],
  [named('CredentialsProviderError'), 'credentials-invalid'],
  [named('ResourceNotFoundFault'), 'not-found'],
  [named('NoSuchEntityException'), 'not-found'],
  [named('RepositoryNotFoundException'), 'not-found'],
  [named('ImageNotFoundException'), 'not-found'],
  [named('InvalidResourceStateFault'), 'wrong-state'],
  [named('ResourceConflictException'), 'wrong-state'],
  [named('ResourceQuotaExceededFault'), 'limit-reached'],
  [named('EntityAlreadyExists'), 'already-exists'],
  [named('ThrottlingException'), 'throttled'],
  [named('Error', { code: 'ECONNREFUSED' }), 'unreachable'],
  [named('TimeoutError'), 'unreachable'],
  [named('Error', { code: 'SELF_SIGNED_CERT_IN_CHAIN' }), 'tls-refused'],
  [cancelled(named('Error', { code: 'ENOTFOUND' })), 'unreachable'],
  [cancelled(named('Error', { code: 'CERT_HAS_EXPIRED' })), 'tls-refused'],
  [cancelled(), 'unreachable'],
  [new Error('Region is missing'), 'no-region'],
  [named('SomethingNew', { $metadata: { httpStatusCode: 403 } }), 'access-denied'],
  [named('SomethingNew', { $metadata: { httpStatusCode: 429 } }), 'throttled'],
  [named('SomethingNew', { $metadata: { httpStatusCode: 400 } }), 'request-refused'],
  [named('SomethingNew', { $metadata: { httpStatusCode: 503 } }), 'service-failed'],
  [named('SomethingNew'), 'unexpected'],
  [new TypeError('x is not a function'), 'unexpected'],
  ['no error', 'unexpected'],
])('takes %s for %s', (error, code) => {
  expect(classifyAwsError(error)).toBe(code);
});

it('knows a missing stack by the only sign that CloudFormation gives', () => {
  const missing = Object.assign(new Error('Stack with id x does not exist'), { name: 'ValidationError' });
  expect(isMissingStack(missing)).toBe(true);
  expect(isMissingStack(Object.assign(new Error('Template format error'), { name: 'ValidationError' }))).toBe(false);
  expect(isMissingStack(named('Throttling'))).toBe(false);
});
