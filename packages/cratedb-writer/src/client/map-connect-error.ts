import { DatabaseError } from 'pg';

import { SinkError, type SinkErrorCode } from '../sink-error.js';
import { mapServerError } from './map-database-error.js';
import type { ServerAddress } from './target-address.js';

/** Codes that Node.js gives to a name that does not resolve. */
const DNS_CODES: readonly string[] = ['ENOTFOUND', 'EAI_AGAIN', 'EAI_FAIL', 'EAI_NODATA', 'EAI_NONAME'];

/** Codes of TLS and of certificates, as Node.js and OpenSSL spell them. */
const TLS_CODES =
  /^(ERR_TLS_|ERR_SSL_|ERR_OSSL_|CERT_|CRL_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|INVALID_CA$|INVALID_PURPOSE$|HOSTNAME_MISMATCH$|EPROTO$)/;

/** `pg` has no code for a server's refusal to speak TLS. */
const TLS_MESSAGES: readonly string[] = [
  'The server does not support SSL connections',
  'There was an error establishing an SSL connection',
];

/** What went wrong while a connection was made, as a `SinkError` without secrets. */
export function mapConnectError(error: unknown, address: ServerAddress): SinkError {
  if (error instanceof SinkError) {
    return error;
  }
  if (error instanceof DatabaseError) {
    return mapRefusal(error, address);
  }
  const code = socketErrorCode(error);
  const where = `${address.host}:${address.port}`;
  if (code !== undefined && DNS_CODES.includes(code)) {
    return failure('host-unknown', `The name of the host cannot be resolved: ${address.host} (${code}).`, {
      remedy: 'Check the host of the target URL and the DNS of this machine; within a VPC, its DNS settings.',
      cause: error,
    });
  }
  if (code !== undefined && TLS_CODES.test(code)) {
    return failure(
      'tls-refused',
      `The certificate of ${where} is not accepted, or TLS cannot be agreed on (${code}).`,
      {
        remedy:
          'Use the host name that the certificate bears; for a private authority name its file: sslrootcert=FILE.',
        cause: error,
      },
    );
  }
  if (error instanceof Error && TLS_MESSAGES.includes(error.message)) {
    return failure('tls-refused', `The server at ${where} does not offer TLS on this port.`, {
      remedy:
        'Switch TLS on in the server (CrateDB: ssl.psql.enabled), or leave ssl and sslmode out on a network you trust.',
    });
  }
  if (address.password === undefined && error instanceof Error && error.message.startsWith('SASL')) {
    return failure('authentication-failed', `${where} asks for a password, but the target URL has none.`, {
      remedy: 'Add the password to the target URL: …//user:password@host.',
    });
  }
  return failure('connection-refused', `No connection to ${where}${code === undefined ? '' : ` (${code})`}.`, {
    remedy: 'Check that the server is up, host and port of the target URL, and firewalls between here and there.',
    cause: error,
  });
}

/** A server that answers while it starts or stops has refused a connection, not lost one. */
function mapRefusal(error: DatabaseError, address: ServerAddress): SinkError {
  const dialect = address.dialect ?? 'postgresql';
  const mapped = mapServerError(error, { dialect, hasParameters: false });
  if (mapped.code !== 'connection-lost') {
    return mapped;
  }
  return failure(
    'connection-refused',
    `${address.host}:${address.port} does not accept connections at the moment (SQLSTATE ${error.code ?? '?'}).`,
    {
      remedy: 'Nothing to do if the server is starting; otherwise look at its log.',
    },
  );
}

function socketErrorCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function failure(
  code: SinkErrorCode,
  message: string,
  rest: { readonly remedy: string; readonly cause?: unknown },
): SinkError {
  return new SinkError(code, { message, ...rest });
}
