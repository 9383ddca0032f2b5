import type { TargetTable } from '../catalogue/target-table.js';
import type { MergeChange } from '../plan/merge-change.js';
import { lookUpRows } from '../plan/plan-merged-rows.js';
import { parseRowTimes } from '../plan/row-times.js';
import type { RowState } from '../plan/row-state.js';
import { readPartialRows } from './partial-rows.js';
import { readVersions } from './read-versions.js';
import { tombstoneKey } from './tombstones.js';
import type { WriteContext } from './write-context.js';

export interface LateCandidates {
  /** Changes of which some may have been refused as older than the row that stands. */
  readonly refused: readonly RowState[];
  /** All changes of the batch: those that a tombstone is newer than may be of a row that has another key by now. */
  readonly all: readonly RowState[];
  readonly tombstones: ReadonlyMap<string, number>;
}

/**
 * Which of the changes of a batch, told whole and refused as older, still have something to say: their row was told in
 * part since, or has moved to another key.
 */
export async function lateChanges(
  context: WriteContext,
  table: TargetTable,
  { refused, all, tombstones }: LateCandidates,
): Promise<readonly MergeChange[]> {
  const late = new Set(
    all.filter((row) => (row.timeMicros ?? Infinity) < (tombstones.get(tombstoneKey(row)) ?? -Infinity)),
  );
  const older = await olderThanStanding(context, table, refused);
  const partial = await readPartialRows(context, table, [...new Set(older.map(({ row }) => row.keyText))]);
  for (const { row, time, stamp } of older) {
    const { whole, movedAt } = parseRowTimes(table, partial.get(row.keyText)?.text, stamp);
    if (whole < time && (movedAt === undefined || movedAt <= time)) late.add(row);
  }
  return [...all, ...refused].filter((row) => late.delete(row)).map(toMerge);
}

interface OlderRow {
  readonly row: RowState;
  readonly time: number;
  /** Of the row that stands. */
  readonly stamp: number;
}

async function olderThanStanding(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
): Promise<readonly OlderRow[]> {
  if (rows.length === 0) return [];
  const stamps = await readStamps(context, table, rows);
  return rows.flatMap((row) => {
    const stamp = stamps.get(row) ?? null;
    return stamp === null || row.timeMicros === null || stamp <= row.timeMicros
      ? []
      : [{ row, time: row.timeMicros, stamp }];
  });
}

async function readStamps(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
): Promise<ReadonlyMap<RowState, number | null>> {
  if (table.dialect === 'cratedb') {
    const versions = await readVersions(context, table, rows, 0);
    return new Map([...versions].map(([row, { stamp }]) => [row, stamp]));
  }
  const { sql, parameterSets } = lookUpRows(
    table,
    rows.map(({ key }) => key),
  );
  const { rows: found } = await context.executeBatch(sql, parameterSets);
  const stamps = new Map<RowState, number | null>();
  for (const [ordinal, time] of found) {
    const row = rows[Number(ordinal)];
    if (row !== undefined) stamps.set(row, time == null ? null : Number(time));
  }
  return stamps;
}

function toMerge({ key, keyText, kind, timeMicros, values, changes }: RowState): MergeChange {
  const removes = changes.change.operation === 'delete' ? 'delete' : 'leave';
  return { key, keyText, timeMicros, values, changes, kind: kind === 'delete' ? removes : 'whole' };
}
