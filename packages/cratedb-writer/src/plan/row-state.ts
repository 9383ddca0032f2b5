import type { RowChange } from '@drayage/record-decoder';
import type { ScalarParameter } from '../statement.js';

/** The last state of one key within a batch. */
export interface RowState {
  readonly keyText: string;
  readonly key: readonly ScalarParameter[];
  readonly kind: 'upsert' | 'delete';
  /** Stamp in microseconds; `null`: the change told no time. */
  readonly timeMicros: number | null;
  /** Began as a `load` or an `insert`: the key is probably not there yet. */
  readonly likelyNew: boolean;
  /** By index in the table's `columns`; `undefined`: leave the target's value. */
  readonly values: readonly (ScalarParameter | undefined)[];
  /** Key of the row that undefined values are to be taken from: the row this one was before its key changed. */
  readonly fillFrom: readonly ScalarParameter[] | undefined;
  /** With soft deletes: the mark, where the kind does not tell it. */
  readonly markedMicros?: number | null;
  /** The changes that made this state. */
  readonly changes: ChangeList;
}

/** Changes, newest first; a list, so that a thousand changes of one key cost a thousand steps and not a million. */
export interface ChangeList {
  readonly change: RowChange;
  readonly earlier: ChangeList | undefined;
}

export function appendChanges(present: ChangeList, later: ChangeList): ChangeList {
  const earlier = later.earlier === undefined ? present : appendChanges(present, later.earlier);
  return { change: later.change, earlier };
}

/** Oldest first. */
export function listChanges(list: ChangeList): readonly RowChange[] {
  const changes: RowChange[] = [];
  for (let node: ChangeList | undefined = list; node !== undefined; node = node.earlier) changes.push(node.change);
  return changes.reverse();
}

export function isComplete(state: RowState): boolean {
  return !state.values.includes(undefined);
}
