import pg from 'pg';
import { expect, test } from 'vitest';

import { mapConnectError } from './map-connect-error.js';
import { parseTargetUrl } from './parse-target-url.js';
import type { ServerAddress } from './target-address.js';

const ADDRESS = parseTargetUrl('postgresql://ann:s3cr3t@db.example.com/shop?sslmode=verify-full') as ServerAddress;

function withCode(code: string): Error {
  return Object.assign(new Error(`some text ${code}`), { code });
}

test.each([
  [withCode('ECONNREFUSED'), 'connection-refused', 'retry'],
  [withCode('EHOSTUNREACH'), 'connection-refused', 'retry'],
  [withCode('ETIMEDOUT'), 'connection-refused', 'retry'],
  [withCode('ECONNRESET'), 'connection-refused', 'retry'],
  [new Error('Connection terminated unexpectedly'), 'connection-refused', 'retry'],
  [withCode('ENOTFOUND'), 'host-unknown', 'retry'],
  [withCode('EAI_AGAIN'), 'host-unknown', 'retry'],
  [withCode('DEPTH_ZERO_SELF_SIGNED_CERT'), 'tls-refused', 'halt'],
  [withCode('SELF_SIGNED_CERT_IN_CHAIN'), 'tls-refused', 'halt'],
  [withCode('UNABLE_TO_VERIFY_LEAF_SIGNATURE'), 'tls-refused', 'halt'],
  [withCode('CERT_HAS_EXPIRED'), 'tls-refused', 'halt'],
  [withCode('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls-refused', 'halt'],
  [withCode('ERR_SSL_WRONG_VERSION_NUMBER'), 'tls-refused', 'halt'],
  [new Error('The server does not support SSL connections'), 'tls-refused', 'halt'],
  [server('28P01'), 'authentication-failed', 'halt'],
  [server('28000'), 'authentication-failed', 'halt'],
  [server('3D000'), 'target-invalid', 'halt'],
  [server('53300'), 'overloaded', 'retry'],
  [server('57P03'), 'connection-refused', 'retry'],
] as const)('%s: %s', (error, code, reaction) => {
  const mapped = mapConnectError(error, ADDRESS);
  expect(mapped.code).toBe(code);
  expect(mapped.reaction).toBe(reaction);
  expect(mapped.remedy).not.toBe('');
  expect(mapped.message + mapped.remedy).not.toContain('s3cr3t');
});

test('says that a password is missing', () => {
  const address = { ...ADDRESS, password: undefined };
  const error = new Error('SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a non-empty string');
  expect(mapConnectError(error, address)).toMatchObject({
    code: 'authentication-failed',
    message: 'db.example.com:5432 asks for a password, but the target URL has none.',
  });
});

function server(code: string): Error {
  return Object.assign(new pg.DatabaseError('refused', 7, 'error'), { code });
}
