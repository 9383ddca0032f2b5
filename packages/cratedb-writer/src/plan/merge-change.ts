import type { ScalarParameter } from '../statement.js';
import type { ImageKind, RowValues } from './merged-row.js';
import type { ChangeList } from './row-state.js';

/** A key with its text. */
export interface RowKey {
  readonly key: readonly ScalarParameter[];
  readonly keyText: string;
}

interface MergeBase extends RowKey {
  /** Microseconds; `null`: as new as what stands there. */
  readonly timeMicros: number | null;
  readonly values: RowValues;
  /** Columns, by the target's names, that the change tells NULL of and that this process does not know. */
  readonly nulls?: readonly string[] | undefined;
  readonly changes: ChangeList;
}

/**
 * A change that has to be merged into its row, because it or another one of the same key tells a part of the row only.
 * `leave`: the row has another key now, and was told whole there. `move`: the row comes to `key` from `from`. `forward`: it is older than the row's move to `key` at `movedAt`.
 */
export type MergeChange =
  | (MergeBase & { readonly kind: ImageKind | 'leave' })
  | (MergeBase & { readonly kind: 'move'; readonly from: RowKey })
  | (MergeBase & { readonly kind: 'forward'; readonly image: ImageKind; readonly movedAt: number });

/** Keys whose rows a change reads or writes. */
export function keysOf(change: MergeChange): readonly RowKey[] {
  return change.kind === 'move' ? [change, change.from] : [change];
}
