import { DatabaseError } from 'pg';

import { SinkError, type SinkErrorCode } from '../sink-error.js';
import { readCratedbMessage, type CratedbMessage } from './cratedb-messages.js';
import type { Dialect } from './sink-database.js';
import { LIMIT_TEXTS, SERVER_ERROR_TEXTS, type ServerErrorCode } from './server-error-texts.js';
import { codeOfSqlState } from './sqlstate-codes.js';

/** What the failed statement was, as far as it bears on the error. */
export interface FailedStatement {
  readonly dialect: Dialect;
  /** Without parameters there is no row value the server could quote, and its own words may be repeated. */
  readonly hasParameters: boolean;
}

/**
 * What `pg` threw while a statement ran, as a `SinkError` without row values. What no server sent is a loss of the
 * connection, whatever its text: `pg` gives those errors no code.
 */
export function mapStatementError(error: unknown, statement: FailedStatement): SinkError {
  if (error instanceof SinkError) {
    return error;
  }
  if (error instanceof DatabaseError) {
    return mapServerError(error, statement);
  }
  return new SinkError('connection-lost', {
    message: 'The connection to the target broke while a statement ran; whether it was executed is not known.',
    remedy: SERVER_ERROR_TEXTS['connection-lost'].remedy,
    cause: error,
  });
}

/** An ErrorResponse of the server. Its text is read, and repeated only when it cannot quote a row value. */
export function mapServerError(error: DatabaseError, { dialect, hasParameters }: FailedStatement): SinkError {
  const sqlState = error.code ?? 'XX000';
  const named = dialect === 'cratedb' ? readCratedbMessage(error.message) : namedByPostgresql(error, sqlState);
  const code = serverErrorCode(named?.code ?? codeOfSqlState(sqlState));
  const text = named?.limit === undefined ? SERVER_ERROR_TEXTS[code] : LIMIT_TEXTS[named.limit];
  const quoted = code === 'statement-failed' && !hasParameters ? `: ${firstLine(error.message)}` : '';
  return new SinkError(code, {
    message: `${text.message}${quoted} (${[...describeNames(named), `SQLSTATE ${sqlState}`].join(', ')}).`,
    remedy: text.remedy,
    cause: sanitizedCause(error),
    column: named?.column,
  });
}

/** PostgreSQL names column and table in fields of their own, except for unknown columns. */
function namedByPostgresql(error: DatabaseError, sqlState: string): CratedbMessage {
  const unknownColumn = sqlState === '42703' ? /^column "?([^"]+?)"? /.exec(error.message)?.[1] : undefined;
  return {
    code: codeOfSqlState(sqlState),
    column: error.column ?? unknownColumn,
    table: error.table,
    type: error.dataType,
  };
}

function describeNames(named: CratedbMessage | undefined): readonly string[] {
  const names: readonly (readonly [string, string | undefined])[] = [
    ['column', named?.column],
    ['table', named?.table],
    ['type', named?.type],
  ];
  return names.flatMap(([what, name]) => (name === undefined ? [] : [`${what} ${firstLine(name)}`]));
}

/** Where in the server's own source the error arose: for bug reports, and free of data. */
function sanitizedCause(error: DatabaseError): Error {
  const cause = new Error(`raised by ${error.routine ?? 'the server'} (${error.file ?? '?'}:${error.line ?? '?'})`);
  cause.name = 'DatabaseError';
  delete cause.stack;
  return cause;
}

function serverErrorCode(code: SinkErrorCode): ServerErrorCode {
  return code in SERVER_ERROR_TEXTS ? (code as ServerErrorCode) : 'statement-failed';
}

function firstLine(text: string): string {
  return (text.split('\n', 1)[0] ?? '').slice(0, 300);
}
