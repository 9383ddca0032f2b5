import type { SinkErrorCode } from '../sink-error.js';

/** SQLSTATEs with a meaning of their own; PostgreSQL's appendix A. CrateDB sends a few of them, and XX000 for the rest. */
const BY_STATE: Readonly<Record<string, SinkErrorCode>> = {
  '08P01': 'statement-failed',
  '22001': 'value-too-long',
  '22003': 'value-out-of-range',
  '22008': 'value-out-of-range',
  '23502': 'value-missing',
  '25006': 'table-blocked',
  '3D000': 'target-invalid',
  '3F000': 'schema-unknown',
  '40001': 'version-conflict',
  '40P01': 'version-conflict',
  '42501': 'permission-denied',
  '42602': 'name-refused',
  '42622': 'name-refused',
  '42701': 'column-exists',
  '42703': 'column-unknown',
  '42804': 'type-mismatch',
  '42939': 'name-refused',
  '42P01': 'relation-unknown',
  '42P06': 'relation-exists',
  '42P07': 'relation-exists',
  '42P10': 'key-mismatch',
  '54000': 'value-too-long',
  '54011': 'too-many-columns',
  '55006': 'overloaded',
  '55P03': 'overloaded',
  '57014': 'statement-timeout',
};

/** For the SQLSTATEs not listed above: what their class (the first two characters) means. */
const BY_CLASS: Readonly<Record<string, SinkErrorCode>> = {
  '08': 'connection-lost',
  '22': 'value-not-castable',
  '23': 'constraint-violated',
  '28': 'authentication-failed',
  '53': 'overloaded',
  '57': 'connection-lost',
  '58': 'overloaded',
};

/** What a server means by an SQLSTATE. */
export function codeOfSqlState(sqlState: string): SinkErrorCode {
  return BY_STATE[sqlState] ?? BY_CLASS[sqlState.slice(0, 2)] ?? 'statement-failed';
}
