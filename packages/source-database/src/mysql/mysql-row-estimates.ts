import type { RowEstimate } from '../estimate-rows.js';
import { numberOf, textOf } from '../session/row-values.js';
import type { SourceSession } from '../session/source-session.js';

/** `TABLE_ROWS` of tables; NULL where the engine keeps none. */
export async function mysqlRowEstimates(
  session: SourceSession,
  schemas: readonly string[],
): Promise<readonly RowEstimate[]> {
  const rows = await session.query(
    `SELECT TABLE_SCHEMA AS \`schema\`, TABLE_NAME AS name, TABLE_ROWS AS estimate FROM information_schema.TABLES
     WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA IN (${schemas.map(() => '?').join(', ')})`,
    schemas,
  );
  return rows.map((row) => ({
    schema: textOf(row, 'schema'),
    table: textOf(row, 'name'),
    rows: numberOf(row, 'estimate'),
  }));
}
