import type { TargetTable } from '../catalogue/target-table.js';
import { keysOf, type MergeChange, type RowKey } from '../plan/merge-change.js';
import type { MergeOutcome } from '../plan/merge-changes.js';
import type { MergedRow, RowValues } from '../plan/merged-row.js';
import { appendChanges, type ChangeList, type RowState } from '../plan/row-state.js';
import { formatRowTimes, isWholeAt } from '../plan/row-times.js';
import type { PartialRowUpdate, StoredPartialRow } from './partial-rows.js';
import type { Standing } from './read-standing.js';

/** A row to be written, over what was read of it. */
export interface DueRow {
  readonly state: RowState;
  readonly standing: Standing | undefined;
}

/** What is known of the columns of each row that is to be written: always where something is stored, else where it is not whole. */
export function timesToStore(
  table: TargetTable,
  merged: MergeOutcome,
  standing: ReadonlyMap<string, Standing>,
  partial: ReadonlyMap<string, StoredPartialRow>,
): readonly PartialRowUpdate[] {
  return [...merged.rows].flatMap(([text, { row }]) => {
    const present = partial.get(text);
    if (!row.isDirty || !row.exists || (present === undefined && isWholeAt(row.times, row.stamp))) return [];
    const read = { text: present?.text, stamp: standing.get(text)?.stamp ?? -Infinity };
    return [{ keyText: text, text: formatRowTimes(table, row.times, row.stamp, read), present }];
  });
}

/** What merging made of the rows: those to be written, and those to be removed. */
export function dueRows(
  table: TargetTable,
  merged: MergeOutcome,
  standing: ReadonlyMap<string, Standing>,
  changes: readonly MergeChange[],
): { readonly written: readonly DueRow[]; readonly removed: readonly RowState[] } {
  const written: DueRow[] = [];
  const removed: RowState[] = [];
  const behind = changesByKey(changes);
  for (const [text, { key, row }] of merged.rows) {
    const made = behind.get(text);
    if (!row.isDirty || made === undefined) continue;
    const state: RowState = {
      ...key,
      kind: row.exists ? 'upsert' : 'delete',
      timeMicros: row.exists ? finite(row.stamp) : (row.removedAt ?? null),
      likelyNew: false,
      values: row.exists ? valuesToWrite(table, row, standing.has(text), key) : [],
      fillFrom: undefined,
      ...(row.mark === undefined ? {} : { markedMicros: row.mark }),
      changes: made,
    };
    if (row.exists) written.push({ state, standing: standing.get(text) });
    else removed.push(state);
  }
  return { written, removed };
}

function changesByKey(changes: readonly MergeChange[]): ReadonlyMap<string, ChangeList> {
  const lists = new Map<string, ChangeList>();
  for (const change of changes) {
    for (const { keyText: text } of keysOf(change)) {
      const earlier = lists.get(text);
      lists.set(text, earlier === undefined ? change.changes : appendChanges(earlier, change.changes));
    }
  }
  return lists;
}

/** An update names what it changes; a new row has all its columns. */
function valuesToWrite(table: TargetTable, row: MergedRow, stands: boolean, { key }: RowKey): RowValues {
  return table.columns.map((_, index) => {
    const at = table.keyIndexes.indexOf(index);
    if (at !== -1) return stands ? undefined : (key[at] ?? null);
    return row.changed.has(index) ? (row.changed.get(index) ?? null) : stands ? undefined : null;
  });
}

function finite(time: number): number | null {
  return Number.isFinite(time) ? time : null;
}
