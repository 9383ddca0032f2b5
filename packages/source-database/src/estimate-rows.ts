import { mysqlRowEstimates } from './mysql/mysql-row-estimates.js';
import { postgresRowEstimates } from './postgres/postgres-row-estimates.js';
import type { SourceSession } from './session/source-session.js';

/** About how many rows a table has, by the statistics of the server. Never exact: hours old, and of InnoDB off by half. */
export interface RowEstimate {
  /** At MySQL the database. */
  readonly schema: string;
  readonly table: string;
  readonly rows: number;
}

/**
 * What the server believes of the tables of these schemas. Tables that it has no statistics of are missing: an estimate of
 * none is what PostgreSQL before 14 and InnoDB also say of a table that they never looked at, and so it is none.
 *
 * @throws SourceError
 */
export async function estimateRows(
  session: SourceSession,
  schemas: readonly string[],
): Promise<readonly RowEstimate[]> {
  if (schemas.length === 0) return [];
  const read = session.engine === 'postgresql' ? postgresRowEstimates : mysqlRowEstimates;
  return (await read(session, schemas)).filter(({ rows }) => rows > 0);
}
