import type { SourceAddress } from '../address/source-address.js';
import { SourceError, type SourceErrorCode } from '../source-error.js';

const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  '57P01',
  '57P03',
  '53300',
  'ER_CON_COUNT_ERROR',
]);
const LOGIN = new Set([
  '28000',
  '28P01',
  '3D000',
  'ER_ACCESS_DENIED_ERROR',
  'ER_DBACCESS_DENIED_ERROR',
  'ER_BAD_DB_ERROR',
  'ER_HOST_NOT_PRIVILEGED',
]);
const PERMISSION = new Set([
  '42501',
  'ER_SPECIFIC_ACCESS_DENIED_ERROR',
  'ER_TABLEACCESS_DENIED_ERROR',
  'ER_KILL_DENIED_ERROR',
  'ER_PROCACCESS_DENIED_ERROR',
]);
const TLS = /^(ERR_TLS_|ERR_SSL_|CERT_|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HANDSHAKE_)/;

const NO_TLS = /does not support SSL|establishing an SSL connection/;
const GONE = /timeout|Connection terminated/;

const REMEDIES: Readonly<Record<SourceErrorCode, string>> = {
  'source-invalid': 'Correct the address of the source.',
  'source-unreachable':
    'Check that the source is up, host and port, and what stands between: security groups, a VPN or tunnel into its VPC.',
  'source-login-refused': 'Check user, password and database of the source, and (PostgreSQL) pg_hba.conf.',
  'source-tls-refused':
    'Name the authority of the server with sslrootcert=FILE (RDS: the bundle of its region), or give the TLS mode that the server offers.',
  'source-permission': 'Run it as an administrator of the source (RDS: the master user): give that user in SOURCE_URL.',
  'source-statement-failed': 'See the log of the source.',
};

/** An error of a driver, by its code; the texts of servers name users, hosts and objects, never passwords. */
export function mapSourceError(error: unknown, address: SourceAddress): SourceError {
  if (error instanceof SourceError) return error;
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '';
  const said = error instanceof Error ? error.message : '';
  const kind = classify(code, said);
  return new SourceError(kind, {
    message: sentence(kind, `${address.host}:${address.port}`, code, said),
    remedy: REMEDIES[kind],
    cause: error,
  });
}

/** Does work at a source, and throws what fails there as a `SourceError`. */
export function guardedBy(address: SourceAddress): <T>(work: () => Promise<T>) => Promise<T> {
  return async (work) => {
    try {
      return await work();
    } catch (error) {
      throw mapSourceError(error, address);
    }
  };
}

function classify(code: string, said: string): SourceErrorCode {
  if (UNREACHABLE.has(code)) return 'source-unreachable';
  if (LOGIN.has(code) || (code === '' && said.startsWith('SASL'))) return 'source-login-refused';
  if (PERMISSION.has(code)) return 'source-permission';
  if (TLS.test(code)) return 'source-tls-refused';
  if (code !== '') return 'source-statement-failed';
  // `pg` has no code for what is no statement: a server that speaks no TLS, or is none, and one that is gone.
  if (NO_TLS.test(said)) return 'source-tls-refused';
  return GONE.test(said) ? 'source-unreachable' : 'source-statement-failed';
}

function sentence(kind: SourceErrorCode, where: string, code: string, said: string): string {
  const shown = code === '' ? '' : ` (${code})`;
  switch (kind) {
    case 'source-unreachable':
      return `The source at ${where} cannot be reached${shown}.`;
    case 'source-login-refused':
      return `The source at ${where} refuses the login${shown}: ${said}`;
    case 'source-tls-refused':
      return `TLS with the source at ${where} cannot be agreed on${shown}: ${said}`;
    case 'source-permission':
      return `The source denies it${shown}: ${said}`;
    case 'source-invalid':
    case 'source-statement-failed':
      return `The source refuses the statement${shown}: ${said}`;
  }
}
