import { expect, it } from 'vitest';
import { parseSourceUrl } from '../address/parse-source-url.js';
import { mapSourceError } from './map-source-error.js';

const ADDRESS = parseSourceUrl('postgresql://dms:hunter2@db.example:5432/shop');

it.each([
  ['There was an error establishing an SSL connection', 'source-tls-refused', 'TLS with the source at db.example:5432'],
  ['The server does not support SSL connections', 'source-tls-refused', 'TLS with the source at db.example:5432'],
  ['Connection terminated unexpectedly', 'source-unreachable', 'The source at db.example:5432 cannot be reached.'],
  ['Connection terminated due to connection timeout', 'source-unreachable', 'The source at db.example:5432 cannot'],
  ['SASL: SCRAM-SERVER-FIRST-MESSAGE: no password', 'source-login-refused', 'The source at db.example:5432 refuses'],
  ['something else', 'source-statement-failed', 'The source refuses the statement: something else'],
])('tells by its text what the driver has no code for: %s', (said, code, message) => {
  const mapped = mapSourceError(new Error(said), ADDRESS);
  expect(mapped.code).toBe(code);
  expect(mapped.message).toContain(message);
  expect(mapped.remedy).not.toBe('');
});
