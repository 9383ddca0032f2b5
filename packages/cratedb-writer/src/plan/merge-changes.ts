import type { TargetTable } from '../catalogue/target-table.js';
import { MergedRow, type Merged, type RowImage, type RowValues, type StandingRow } from './merged-row.js';
import type { MergeChange, RowKey } from './merge-change.js';

/** That a row went from one key to another, kept so that what arrives late finds it. */
export interface MoveRecord {
  readonly from: RowKey;
  readonly to: RowKey;
  readonly timeMicros: number;
  /** Since when the row had the old key, as far as is known: what is older and bears that key is of another row. */
  readonly sinceMicros: number | undefined;
  /** The row as it was; `undefined`: nobody had told of it yet. */
  readonly image: RowImage | undefined;
}

/** What is known of the target. */
export interface MergeView {
  /** By the key's text. */
  readonly standing: ReadonlyMap<string, StandingRow>;
  /** Newest tombstone by the key's text, microseconds. */
  readonly tombstones: ReadonlyMap<string, number>;
  /** Moves away from a key, the oldest first. */
  readonly moves: ReadonlyMap<string, readonly MoveRecord[]>;
  /** All values of a row as it stands. */
  readonly valuesOf: (keyText: string) => RowValues;
}

export interface MergeOutcome {
  /** Rows by the key's text, with what is to be written. */
  readonly rows: ReadonlyMap<string, { readonly key: RowKey; readonly row: MergedRow }>;
  /** To be kept before any row is written: a repeated batch finds the old rows changed. */
  readonly moved: readonly MoveRecord[];
  /** Changes of rows that have another key by now. */
  readonly forwarded: readonly MergeChange[];
  readonly stale: number;
}

/**
 * Merges changes, in their order, into the rows that stand. Pure, and the same again when it is repeated on what a
 * first time has written.
 */
export function mergeChanges(table: TargetTable, changes: readonly MergeChange[], view: MergeView): MergeOutcome {
  const rows = new Map<string, { readonly key: RowKey; readonly row: MergedRow }>();
  const moved: MoveRecord[] = [];
  const forwarded: MergeChange[] = [];
  let stale = 0;

  const rowAt = (key: RowKey): MergedRow => {
    const present = rows.get(key.keyText)?.row;
    if (present !== undefined) return present;
    const row = new MergedRow(table, view.standing.get(key.keyText));
    rows.set(key.keyText, { key, row });
    return row;
  };
  const imageAt =
    (key: RowKey) =>
    (row: MergedRow): RowValues => {
      const standing = view.standing.has(key.keyText) ? view.valuesOf(key.keyText) : [];
      return table.columns.map(
        (_, index) => row.changed.get(index) ?? (row.changed.has(index) ? null : standing[index]),
      );
    };
  const count = (merged: Merged): void => {
    if (merged !== 'applied') stale += 1;
  };
  /** Where the row went that this key stood for at a time; nowhere: what is told of it is past. */
  const follow = (change: MergeChange, since: number, images: readonly ImageChange[]): void => {
    const [move] = (view.moves.get(change.keyText) ?? []).filter(({ timeMicros }) => timeMicros > since);
    if (move === undefined || since < (move.sinceMicros ?? -Infinity)) stale += 1;
    else for (const image of images) forwarded.push(forward(table, change, move, image));
  };
  const takeOut = (from: RowKey, to: RowKey, time: number): RowImage | undefined => {
    const kept = view.moves.get(from.keyText)?.find(({ timeMicros }) => timeMicros === time);
    const row = rowAt(from);
    const endBefore = Math.max(row.removedAt ?? -Infinity, before(view.tombstones.get(from.keyText), time));
    const image = row.moveAway(time, imageAt(from));
    if (kept !== undefined) return kept.image;
    const sinceMicros = Math.max(image?.times.movedAt ?? -Infinity, endBefore);
    moved.push({
      from,
      to,
      timeMicros: time,
      sinceMicros: Number.isFinite(sinceMicros) ? sinceMicros : undefined,
      image,
    });
    return image;
  };

  for (const change of changes) {
    const row = rowAt(change);
    const time = change.timeMicros ?? (Number.isFinite(row.stamp) ? row.stamp : 0);
    const isLate = time < (view.tombstones.get(change.keyText) ?? -Infinity);
    switch (change.kind) {
      case 'whole':
      case 'partial':
        if (isLate) follow(change, time, [{ kind: change.kind, time, values: change.values, nulls: change.nulls }]);
        else count(row.put(change.kind, time, change.values, change.nulls));
        break;
      case 'delete':
        if (isLate) follow(change, time, [{ kind: 'delete', time, values: [] }]);
        else count(row.remove(time));
        break;
      case 'leave':
        row.moveAway(time, () => []);
        break;
      case 'move': {
        const isWhole = !change.values.includes(undefined);
        const image = isWhole ? undefined : takeOut(change.from, change, time);
        if (isWhole) rowAt(change.from).moveAway(time, () => []);
        if (isLate)
          follow(change, time, [
            ...imagesOf(image),
            { kind: isWhole ? 'whole' : 'partial', time, values: change.values, nulls: change.nulls },
          ]);
        else
          count(isWhole ? row.put('whole', time, change.values) : row.moveIn(time, change.values, image, change.nulls));
        break;
      }
      case 'forward': {
        const merged = row.forward(change.image, time, change.values, change.movedAt, change.nulls);
        if (merged === 'elsewhere')
          follow(change, change.movedAt, [{ kind: change.image, time, values: change.values, nulls: change.nulls }]);
        else count(merged);
        break;
      }
    }
  }
  return { rows, moved, forwarded, stale };
}

function before(tombstone: number | undefined, time: number): number {
  return tombstone !== undefined && tombstone < time ? tombstone : -Infinity;
}

interface ImageChange {
  readonly kind: 'whole' | 'partial' | 'delete';
  readonly time: number;
  readonly values: RowValues;
  readonly nulls?: readonly string[] | undefined;
}

/** A row image as the changes that made it: the whole, and then the columns that are newer. */
function imagesOf(image: RowImage | undefined): readonly ImageChange[] {
  if (image === undefined) return [];
  const { values, times } = image;
  const whole: ImageChange[] = Number.isFinite(times.whole) ? [{ kind: 'whole', time: times.whole, values }] : [];
  const newer = [...times.columns].map(([ref, time]): ImageChange => {
    const nulls = typeof ref === 'string' ? [ref] : [];
    return { kind: 'partial', time, values: values.map((value, at) => (at === ref ? value : undefined)), nulls };
  });
  return [...whole, ...newer];
}

/** The key's columns are the new key's: they are no part of what is forwarded. */
function forward(table: TargetTable, change: MergeChange, move: MoveRecord, image: ImageChange): MergeChange {
  return {
    ...move.to,
    kind: 'forward',
    image: image.kind,
    movedAt: move.timeMicros,
    timeMicros: image.time,
    values: image.values.map((value, index) => (table.keyIndexes.includes(index) ? undefined : value)),
    nulls: image.nulls,
    changes: change.changes,
  };
}
