import type { TargetTable } from '../catalogue/target-table.js';
import { keysOf, type MergeChange, type RowKey } from '../plan/merge-change.js';
import type { RowValues, StandingRow } from '../plan/merged-row.js';
import { lookUpRows, lookUpValues, type RowVersionToken } from '../plan/plan-merged-rows.js';
import { readText } from '../plan/read-column.js';
import { parseRowTimes } from '../plan/row-times.js';
import { SinkError } from '../sink-error.js';
import { Refusal } from '../types/encode-value.js';
import { readPartialRows, type StoredPartialRow } from './partial-rows.js';
import { readTombstones, TOMBSTONE_PREFIX, tombstoneKey, tombstoneTarget } from './tombstones.js';
import type { WriteContext } from './write-context.js';

/** A row as it was read, with what tells whether it is still that. */
export interface Standing extends StandingRow {
  readonly token: RowVersionToken;
}

/** The rows that changes are about, by the text of the key, with what is stored of those that were told in part. */
export async function readStanding(
  context: WriteContext,
  table: TargetTable,
  changes: readonly MergeChange[],
): Promise<{
  readonly standing: ReadonlyMap<string, Standing>;
  readonly partial: ReadonlyMap<string, StoredPartialRow>;
}> {
  const keys = distinctKeys(changes.flatMap(keysOf));
  const { sql, parameterSets } = lookUpRows(
    table,
    keys.map(({ key }) => key),
  );
  const { rows } = await context.executeBatch(sql, parameterSets);
  // After the rows: times are stored before a row is written.
  const partial = await readPartialRows(
    context,
    table,
    keys.map(({ keyText: text }) => text),
  );
  const standing = new Map<string, Standing>();
  for (const [ordinal, time, ...token] of rows) {
    const key = keys[Number(ordinal)];
    if (key === undefined) continue;
    const stamp = time == null ? -Infinity : Number(time);
    const stored = partial.get(key.keyText);
    standing.set(key.keyText, { stamp, times: parseRowTimes(table, stored?.text, stamp), token });
  }
  return { standing, partial };
}

/** Newer tombstones by the text of the key. */
export async function newerTombstones(
  context: WriteContext,
  table: TargetTable,
  changes: readonly MergeChange[],
): Promise<ReadonlyMap<string, number>> {
  const oldest = changes.reduce((least, { timeMicros }) => Math.min(least, timeMicros ?? Infinity), Infinity);
  if (oldest === Infinity) return new Map();
  const keys = distinctKeys(changes);
  const found = await readTombstones(context, tombstoneTarget(table), oldest, () => keys.map(tombstoneKey));
  return new Map(
    [...found].flatMap(([key, time]) =>
      key.startsWith(TOMBSTONE_PREFIX) ? [[key.slice(TOMBSTONE_PREFIX.length), time]] : [],
    ),
  );
}

/** All values of rows, as they would be sent. What cannot be sent again is left out: nothing is changed to make it fit. */
export async function readValues(
  context: WriteContext,
  table: TargetTable,
  keys: readonly RowKey[],
): Promise<ReadonlyMap<string, RowValues>> {
  const values = new Map<string, RowValues>();
  if (keys.length === 0) return values;
  const { sql, parameterSets } = lookUpValues(
    table,
    keys.map(({ key }) => key),
  );
  const { rows } = await context.executeBatch(sql, parameterSets);
  for (const [ordinal, ...texts] of rows) {
    const key = keys[Number(ordinal)];
    if (key === undefined) continue;
    const encoded = table.columns.map((column, index) => {
      const text = readText(column, table.dialect, texts[index]);
      return text === null ? null : column.encode(text);
    });
    const unreadable = encoded.findIndex((value) => value instanceof Refusal);
    if (unreadable !== -1) throw notReadable(table, unreadable);
    values.set(key.keyText, encoded as RowValues);
  }
  return values;
}

/** Rather no new row, and the old one kept, than a new one that lost a value. */
function notReadable(table: TargetTable, index: number): SinkError {
  const name = table.columns[index]?.source ?? '';
  return new SinkError('value-not-castable', {
    message: `The value of ${name} in the row under its old key cannot be taken over.`,
    remedy:
      'Have DMS send all columns (IncludeNullAndEmpty), or change the value in the target, and apply the payload again.',
    column: name,
  });
}

/** Each key once. */
export function distinctKeys(keys: readonly RowKey[]): readonly RowKey[] {
  return [...new Map(keys.map((key) => [key.keyText, key])).values()];
}
