import { describe, expect, it } from 'vitest';
import { classifyKinesisError, type KinesisOperation } from './classify-kinesis-error.js';

const named = (name: string, extra: object = {}): Error =>
  Object.assign(new Error('text is never looked at'), { name, ...extra });
const coded = (code: string): Error => Object.assign(new Error('connect'), { code });
const answered = (httpStatusCode: number): Error => named('Odd', { $metadata: { httpStatusCode } });

const OPERATIONS: readonly KinesisOperation[] = ['describe-stream', 'list-shards', 'open-iterator', 'read-records'];

describe('classifyKinesisError', () => {
  it.each([
    'ProvisionedThroughputExceededException',
    'LimitExceededException',
    'KMSThrottlingException',
    'ThrottlingException',
    'TooManyRequestsException',
    'InternalFailureException',
    'ServiceUnavailable',
    'ResourceInUseException',
    'ExpiredNextTokenException',
    'RequestTimeTooSkewed',
    'TimeoutError',
  ])('retries %s under its own name, whatever was asked', (name) => {
    for (const operation of OPERATIONS) {
      expect(classifyKinesisError(named(name), operation)).toEqual({ kind: 'retry', code: name });
    }
  });

  it.each(['ECONNREFUSED', 'ECONNRESET', 'ENOTFOUND', 'EAI_AGAIN', 'ETIMEDOUT', 'EPIPE', 'ERR_HTTP2_STREAM_CANCEL'])(
    'retries the network error %s under its code',
    (code) => {
      expect(classifyKinesisError(coded(code), 'read-records')).toEqual({ kind: 'retry', code });
    },
  );

  it.each([
    ['AccessDeniedException', 'access-denied'],
    ['ExpiredTokenException', 'credentials-expired'],
    ['ExpiredToken', 'credentials-expired'],
    ['UnrecognizedClientException', 'credentials-invalid'],
    ['InvalidSignatureException', 'credentials-invalid'],
    ['CredentialsProviderError', 'credentials-invalid'],
    ['KMSAccessDeniedException', 'encryption-key-unusable'],
    ['KMSDisabledException', 'encryption-key-unusable'],
    ['TypeError', 'unexpected'],
  ])('halts on %s as %s', (name, code) => {
    for (const operation of OPERATIONS) {
      expect(classifyKinesisError(named(name), operation)).toEqual({ kind: 'halt', code });
    }
  });

  it.each([
    ['describe-stream', { kind: 'halt', code: 'stream-not-found' }],
    ['list-shards', { kind: 'halt', code: 'stream-not-found' }],
    ['open-iterator', { kind: 'position-lost' }],
    ['read-records', { kind: 'position-lost' }],
  ] as const)('takes a missing resource for what it means to %s', (operation, reaction) => {
    expect(classifyKinesisError(named('ResourceNotFoundException'), operation)).toEqual(reaction);
  });

  it.each([
    ['describe-stream', { kind: 'halt', code: 'request-refused' }],
    ['list-shards', { kind: 'halt', code: 'request-refused' }],
    ['open-iterator', { kind: 'position-lost' }],
    ['read-records', { kind: 'renew-iterator' }],
  ] as const)('takes a refused argument for what it means to %s', (operation, reaction) => {
    expect(classifyKinesisError(named('InvalidArgumentException'), operation)).toEqual(reaction);
    expect(classifyKinesisError(named('ValidationException'), operation)).toEqual(reaction);
  });

  it('renews an expired iterator', () => {
    expect(classifyKinesisError(named('ExpiredIteratorException'), 'read-records')).toEqual({ kind: 'renew-iterator' });
  });

  it.each([
    [500, { kind: 'retry', code: 'Odd' }],
    [503, { kind: 'retry', code: 'Odd' }],
    [429, { kind: 'retry', code: 'Odd' }],
    [408, { kind: 'retry', code: 'Odd' }],
    [400, { kind: 'halt', code: 'request-refused' }],
    [403, { kind: 'halt', code: 'access-denied' }],
  ])('judges an unknown answer by its status %i', (status, reaction) => {
    expect(classifyKinesisError(answered(status), 'read-records')).toEqual(reaction);
  });

  it.each(['CERT_HAS_EXPIRED', 'SELF_SIGNED_CERT_IN_CHAIN', 'UNABLE_TO_VERIFY_LEAF_SIGNATURE'])(
    'halts on a certificate that is not trusted: %s',
    (code) => {
      expect(classifyKinesisError(coded(code), 'describe-stream')).toEqual({ kind: 'halt', code: 'tls-refused' });
    },
  );

  it('looks for the reason of a cancelled HTTP/2 stream in its cause', () => {
    const cancelled = (cause: unknown): Error =>
      Object.assign(new Error('cancelled', { cause }), { code: 'ERR_HTTP2_STREAM_CANCEL' });
    const reactionTo = (cause: unknown) => classifyKinesisError(cancelled(cause), 'describe-stream');
    expect(reactionTo(coded('ENOTFOUND'))).toEqual({ kind: 'retry', code: 'ENOTFOUND' });
    expect(reactionTo(coded('SELF_SIGNED_CERT_IN_CHAIN'))).toEqual({ kind: 'halt', code: 'tls-refused' });
    expect(reactionTo(new Error('no code'))).toEqual({ kind: 'retry', code: 'ERR_HTTP2_STREAM_CANCEL' });
  });

  it('retries what it knows nothing about', () => {
    expect(classifyKinesisError('thrown text', 'read-records')).toEqual({ kind: 'retry', code: 'Error' });
    expect(classifyKinesisError(new Error('socket hang up'), 'read-records')).toEqual({ kind: 'retry', code: 'Error' });
  });
});
