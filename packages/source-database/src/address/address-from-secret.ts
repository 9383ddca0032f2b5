import type { SourceEngine } from '@drayage/doctor';
import { SourceError } from '../source-error.js';
import { defaultTls } from './parse-source-url.js';
import { DEFAULT_PORTS, type SourceAddress } from './source-address.js';

/** What the configuration adds to a secret. */
export interface SecretDefaults {
  readonly engine: SourceEngine;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly database?: string | undefined;
}

const SHAPE = 'Store JSON with username, password, host and port, as AWS DMS wants it.';

/**
 * The address in the secret that AWS DMS reads its source by.
 *
 * @throws SourceError `source-invalid`; its message never repeats the secret.
 */
export function addressFromSecret(secret: string, defaults: SecretDefaults): SourceAddress {
  const fields = parseSecretFields(secret);
  const host = defaults.host ?? text(fields, 'host');
  const user = text(fields, 'username');
  const password = text(fields, 'password');
  if (host === undefined || user === undefined || password === undefined) {
    throw new SourceError('source-invalid', {
      message: 'The secret of the source lacks username, password or host.',
      remedy: SHAPE,
    });
  }
  const blank = Object.entries({ host, username: user, password }).find(([, value]) => value !== value.trim());
  if (blank !== undefined) {
    throw new SourceError('source-invalid', {
      message: `The ${blank[0]} in the secret of the source begins or ends with a blank.`,
      remedy: 'Take the blank out of the secret: AWS DMS cannot connect with it.',
    });
  }
  const database = defaults.database ?? text(fields, 'dbname') ?? user;
  return {
    engine: defaults.engine,
    host,
    port: defaults.port ?? Number(text(fields, 'port') ?? DEFAULT_PORTS[defaults.engine]),
    user,
    password,
    database: defaults.engine === 'postgresql' ? database : '',
    tls: defaultTls(host),
    rootCertificatePath: undefined,
  };
}

/** The fields of the secret. @throws SourceError `source-invalid`, without the text */
export function parseSecretFields(secret: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(secret);
    if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  } catch {
    // Said below, without the text: it is a secret.
  }
  throw new SourceError('source-invalid', { message: 'The secret of the source is not a JSON object.', remedy: SHAPE });
}

function text(fields: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = fields[name];
  return typeof value === 'string' || typeof value === 'number' ? String(value) : undefined;
}
