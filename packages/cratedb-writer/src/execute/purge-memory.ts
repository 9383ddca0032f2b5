import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import { VERSION_COLUMNS } from '../plan/look-up.js';
import type { WriteContext } from './write-context.js';

/** Rows that are looked up, and then deleted, in one go. */
const ROWS = 10_000;

interface ExpiringTable {
  readonly name: string;
  readonly key: readonly string[];
}

const EXPIRING: readonly ExpiringTable[] = [
  { name: 'tombstones', key: ['pipeline', 'target', '"key"'] },
  { name: 'moves', key: ['pipeline', 'target', '"key"', '"time"'] },
  { name: 'partial_rows', key: ['pipeline', 'target', '"key"'] },
];

/**
 * Removes what is remembered of rows and nothing older can arrive for any more. On CrateDB by key and version, as a delete
 * that searches would take along what somebody renewed a moment ago.
 */
export async function purgeMemory(context: WriteContext, now: Date): Promise<void> {
  for (const table of EXPIRING) {
    if (context.database.dialect === 'postgresql') await purgeAtOnce(context, table, now);
    else await purgeByVersion(context, table, now);
  }
}

async function purgeAtOnce(context: WriteContext, { name }: ExpiringTable, now: Date): Promise<void> {
  await context.execute({
    sql: `DELETE FROM ${DRAYAGE_SCHEMA}.${name} WHERE pipeline = $1 AND expires_at < $2`,
    parameters: [context.pipeline, now.toISOString()],
  });
}

async function purgeByVersion(context: WriteContext, { name, key }: ExpiringTable, now: Date): Promise<void> {
  const columns = [...key, ...VERSION_COLUMNS];
  const conditions = columns.map((column, index) => `${column} = $${index + 1}`);
  for (;;) {
    await context.execute({ sql: `REFRESH TABLE ${DRAYAGE_SCHEMA}.${name}`, parameters: [] });
    const { rows } = await context.execute({
      sql: `SELECT ${columns.join(', ')} FROM ${DRAYAGE_SCHEMA}.${name} WHERE pipeline = $1 AND expires_at < $2 LIMIT ${ROWS}`,
      parameters: [context.pipeline, now.toISOString()],
    });
    if (rows.length === 0) return;
    const { rowCounts } = await context.executeBatch(
      `DELETE FROM ${DRAYAGE_SCHEMA}.${name} WHERE ${conditions.join(' AND ')}`,
      rows,
    );
    // What is left was renewed, or another process is purging as well: the next housekeeping looks again.
    if (rows.length < ROWS || !rowCounts.includes(1)) return;
  }
}
