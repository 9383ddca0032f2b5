import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { TargetTable } from '../catalogue/target-table.js';
import { VERSION_COLUMNS } from '../plan/look-up.js';
import type { Parameter } from '../statement.js';
import { PARTIALS_KEY, tombstoneTarget, writeTombstones } from './tombstones.js';
import type { WriteContext } from './write-context.js';

/**
 * The times of single columns, for rows that were told in part. Stored before the row is written, and only over what was
 * read, so that whoever reads the row finds times that are right for it, or ahead of it.
 */
const NAME = `${DRAYAGE_SCHEMA}.partial_rows`;
const NEVER = new Date('9999-12-31T00:00:00Z');

/** What is stored for one row, with what tells it from what is stored next. */
export interface StoredPartialRow {
  readonly text: string;
  readonly token: readonly (string | null)[];
}

/** What to store for one row. */
export interface PartialRowUpdate {
  readonly keyText: string;
  readonly text: string;
  readonly present: StoredPartialRow | undefined;
}

export async function readPartialRows(
  context: WriteContext,
  table: TargetTable,
  keyTexts: readonly string[],
): Promise<ReadonlyMap<string, StoredPartialRow>> {
  const token = table.dialect === 'cratedb' ? VERSION_COLUMNS.join(', ') : 'xmin::text';
  const sql = `SELECT "key", times, ${token} FROM ${NAME} WHERE pipeline = $1 AND target = $2 AND "key" = $3`;
  const target = tombstoneTarget(table);
  const { rows } = await context.executeBatch(
    sql,
    keyTexts.map((text) => [context.pipeline, target, text]),
  );
  return new Map(
    rows.flatMap(([key, text, ...version]) => (key == null || text == null ? [] : [[key, { text, token: version }]])),
  );
}

/** Answers whether all were stored: else somebody else stored other times first, and they have to be read again. */
export async function storePartialRows(
  context: WriteContext,
  table: TargetTable,
  updates: readonly PartialRowUpdate[],
  expiresAt: Date,
): Promise<boolean> {
  if (updates.length === 0) return true;
  await tellOfPartialRows(context, table);
  const target = tombstoneTarget(table);
  const expires = expiresAt.toISOString();
  const inserts = updates.flatMap(({ keyText, text, present }): Parameter[][] =>
    present === undefined ? [[context.pipeline, target, keyText, text, expires]] : [],
  );
  const changes = updates.flatMap(({ keyText, text, present }): Parameter[][] =>
    present === undefined ? [] : [[text, expires, context.pipeline, target, keyText, ...present.token]],
  );
  const inserted = inserts.length === 0 ? [] : (await context.executeBatch(INSERT, inserts)).rowCounts;
  const changed = changes.length === 0 ? [] : (await context.executeBatch(updateSql(table), changes)).rowCounts;
  return [...inserted, ...changed].every((count) => count === 1);
}

const INSERT = `INSERT INTO ${NAME} (pipeline, target, "key", times, expires_at) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (pipeline, target, "key") DO NOTHING`;

function updateSql({ dialect }: TargetTable): string {
  const version =
    dialect === 'cratedb' ? VERSION_COLUMNS.map((column, index) => `${column} = $${index + 6}`) : ['xmin::text = $6'];
  const conditions = ['pipeline = $3', 'target = $4', '"key" = $5', ...version];
  return `UPDATE ${NAME} SET times = $1, expires_at = $2 WHERE ${conditions.join(' AND ')}`;
}

/** Other processes learn by a tombstone that is newer than everything that rows of the table may be told in parts. */
async function tellOfPartialRows(context: WriteContext, table: TargetTable): Promise<void> {
  const target = tombstoneTarget(table);
  if (context.toldOfPartialRows.has(target)) return;
  await writeTombstones(context, [{ target, key: PARTIALS_KEY, timeMicros: Number.MAX_SAFE_INTEGER }], NEVER);
  context.toldOfPartialRows.add(target);
}
