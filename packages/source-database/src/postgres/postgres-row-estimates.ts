import type { RowEstimate } from '../estimate-rows.js';
import { numberOf, textOf } from '../session/row-values.js';
import type { SourceSession } from '../session/source-session.js';

/** `pg_class.reltuples` of tables, partitioned ones too: -1 where neither VACUUM nor ANALYZE has looked (PostgreSQL 14 and later). */
export async function postgresRowEstimates(
  session: SourceSession,
  schemas: readonly string[],
): Promise<readonly RowEstimate[]> {
  const rows = await session.query(
    `SELECT n.nspname::text AS schema, c.relname::text AS name, c.reltuples::bigint AS rows
     FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
     WHERE c.relkind IN ('r', 'p') AND n.nspname::text = ANY ($1)`,
    [schemas],
  );
  return rows.map((row) => ({
    schema: textOf(row, 'schema'),
    table: textOf(row, 'name'),
    rows: numberOf(row, 'rows'),
  }));
}
