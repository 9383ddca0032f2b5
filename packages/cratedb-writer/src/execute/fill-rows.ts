import type { TargetColumn, TargetTable } from '../catalogue/target-table.js';
import { lookUpByKey, stampExpression } from '../plan/look-up.js';
import { readExpression, readText } from '../plan/read-column.js';
import type { RowState } from '../plan/row-state.js';
import { SinkError } from '../sink-error.js';
import { Refusal } from '../types/encode-value.js';
import type { WriteContext } from './write-context.js';
import type { RefusedRow } from './write-upserts.js';

export interface FilledRows {
  readonly rows: readonly RowState[];
  /** Rows whose old row holds what cannot be written again. */
  readonly refused: readonly RefusedRow[];
}

/**
 * Rows whose key changed while the message lacked columns: what they lack is read from the old rows, before anything of
 * the batch is written, so that swaps of keys come out right. A missing old row leaves the columns as they are.
 *
 * Invariant, with stamps: a row is filled once. Where the new row stands already with this change's stamp or a newer one,
 * the change was applied before, and what stands under the old key meanwhile may be another row.
 */
export async function fillRows(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
): Promise<FilledRows> {
  const wanting = await notApplied(
    context,
    table,
    rows.filter((row) => row.fillFrom !== undefined),
  );
  if (wanting.length === 0) return { rows, refused: [] };
  const expressions = [stampExpression(table), ...table.columns.map((column) => readExpression(column, table.dialect))];
  const { sql, parameterSets } = lookUpByKey(
    table,
    wanting.map((row) => row.fillFrom ?? []),
    expressions,
  );
  const { rows: found } = await context.executeBatch(sql, parameterSets);
  const filled = new Map<RowState, RowState>();
  const refused: RefusedRow[] = [];
  for (const [ordinal, stamp, ...texts] of found) {
    const row = wanting[Number(ordinal)];
    if (row === undefined || isNewer(stamp, row)) continue;
    const made = filledRow(table, row, texts);
    if ('error' in made) refused.push(made);
    else filled.set(row, made);
  }
  const lost = new Set(refused.map(({ row }) => row));
  return { rows: rows.flatMap((row) => (lost.has(row) ? [] : [filled.get(row) ?? row])), refused };
}

/** Those whose new row does not stand yet in the state that the change made of it. */
async function notApplied(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
): Promise<readonly RowState[]> {
  if (rows.length === 0 || !table.stamped) return rows;
  const { sql, parameterSets } = lookUpByKey(
    table,
    rows.map((row) => row.key),
    [stampExpression(table)],
  );
  const { rows: found } = await context.executeBatch(sql, parameterSets);
  const applied = new Set<RowState>();
  for (const [ordinal, stamp] of found) {
    const row = rows[Number(ordinal)];
    if (row !== undefined && (isNewer(stamp, row) || (stamp != null && Number(stamp) === row.timeMicros)))
      applied.add(row);
  }
  return rows.filter((row) => !applied.has(row));
}

function isNewer(stamp: string | null | undefined, row: RowState): boolean {
  return stamp != null && row.timeMicros !== null && Number(stamp) > row.timeMicros;
}

/** A value that the message gave, NULL included, stays; another is encoded anew from the text the target answered. */
function filledRow(table: TargetTable, row: RowState, texts: readonly (string | null)[]): RowState | RefusedRow {
  const values = [...row.values];
  for (const [index, column] of table.columns.entries()) {
    if (values[index] !== undefined) continue;
    const text = readText(column, table.dialect, texts[index]);
    const encoded = text === null ? null : column.encode(text);
    if (encoded instanceof Refusal) return { row, error: notReadable(column, encoded) };
    values[index] = encoded;
  }
  return { ...row, values };
}

/** Rather no new row, and the old one kept, than a new one that lost a value. */
function notReadable(column: TargetColumn, refusal: Refusal): SinkError {
  return new SinkError(refusal.code, {
    message: `The value of ${column.source} in the row under its old key cannot be taken over: ${refusal.message}`,
    remedy:
      'Have DMS send all columns (IncludeNullAndEmpty), or change the value in the target, and apply the payload again.',
    column: column.source,
  });
}
