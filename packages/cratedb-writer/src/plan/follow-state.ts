import type { TargetTable } from '../catalogue/target-table.js';
import type { ScalarParameter } from '../statement.js';
import { appendChanges, isComplete, type RowState } from './row-state.js';

/** What a later change makes of an earlier one of the same key. */
export function followState(table: TargetTable, present: RowState, incoming: RowState): RowState {
  if (incoming.kind === 'delete') {
    // A row that is only marked as deleted keeps what the batch brought before.
    const marked = table.policy.deleteMode === 'soft' && present.kind === 'upsert';
    return marked
      ? { ...layOver(present, incoming), values: present.values, fillFrom: present.fillFrom }
      : replaceState(present, incoming);
  }
  if (present.kind === 'delete') return replaceState(present, completeState(table, { ...incoming, likelyNew: false }));
  return layOver(present, incoming);
}

/** Columns that nothing was told of have no value. */
export function fillWithNull(values: (ScalarParameter | undefined)[]): void {
  for (let index = 0; index < values.length; index += 1) if (values[index] === undefined) values[index] = null;
}

/** A row of its own: the columns that it does not tell are NULL, where all columns are known. */
export function completeState(table: TargetTable, state: RowState): RowState {
  const values = [...state.values];
  if (table.columnsKnown) fillWithNull(values);
  return { ...state, values };
}

/** `incoming` laid over `present`: its values where it has them, the others from before. */
export function layOver(present: RowState, incoming: RowState): RowState {
  return {
    ...incoming,
    likelyNew: present.likelyNew && present.keyText === incoming.keyText,
    values: fillValues(incoming.values, present.values),
    fillFrom: incoming.fillFrom ?? (isComplete(incoming) ? undefined : fillSource(present, incoming)),
    changes: appendChanges(present.changes, incoming.changes),
  };
}

/** A row whose key changed within the batch is filled from where it stood before the batch. */
function fillSource(present: RowState, incoming: RowState): RowState['fillFrom'] {
  if (present.fillFrom !== undefined) return present.fillFrom;
  return present.keyText === incoming.keyText || isComplete(present) ? undefined : present.key;
}

/** What stood under the key is gone; its changes stand behind the state all the same. */
export function replaceState(present: RowState, incoming: RowState): RowState {
  return { ...incoming, likelyNew: false, changes: appendChanges(present.changes, incoming.changes) };
}

/** The values of one, and of the other where it has none. */
export function fillValues(
  top: readonly (ScalarParameter | undefined)[],
  bottom: readonly (ScalarParameter | undefined)[],
): (ScalarParameter | undefined)[] {
  return top.map((value, index) => (value === undefined ? bottom[index] : value));
}
