import type { ChangeRecord, Row, TableName } from '@drayage/record-decoder';
import fc from 'fast-check';
import { definition, rowChange, tableChange } from './change-factories.js';
import { messageClock } from './message-clock.js';

export const HISTORY_COLUMNS = ['id', 'a', 'b', 'c'] as const;
const DEFINITION = definition({ id: 'INT32', a: 'STRING', b: 'INT32', c: 'STRING' }, ['id']);

/** One step of a source: what happens, to which of a few keys, and how much of it the message tells. */
interface Step {
  readonly what: 'put' | 'change' | 'move' | 'remove' | 'swap' | 'reload';
  readonly key: number;
  readonly to: number;
  readonly a: string | null;
  readonly b: number | null;
  readonly partial: boolean;
  readonly sameTime: boolean;
}

export interface HistoryOptions {
  readonly table: TableName;
  /** Whether updates may lack columns: none, those that keep the key, or all. */
  readonly partial: 'none' | 'same-key' | 'all';
  /** Whether messages may bear equal times. */
  readonly equalTimes: boolean;
}

/** A history as a source makes it, and what stands there in the end. */
export interface History {
  readonly changes: readonly ChangeRecord[];
  readonly finalRows: readonly Row[];
}

const step: fc.Arbitrary<Step> = fc.record({
  what: fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom('put' as const, 'change' as const) },
    { weight: 5, arbitrary: fc.constantFrom('move' as const, 'remove' as const) },
    { weight: 1, arbitrary: fc.constantFrom('swap' as const, 'reload' as const) },
  ),
  key: fc.integer({ min: 1, max: 5 }),
  to: fc.integer({ min: 1, max: 5 }),
  a: fc.option(fc.constantFrom('x', 'y', 'z')),
  b: fc.option(fc.integer({ min: 0, max: 9 })),
  partial: fc.boolean(),
  sameTime: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
});

export const arbitrarySteps = fc.array(step, { minLength: 1, maxLength: 40 });

/** Plays steps on a source table; a step that makes no sense there becomes one that does. */
export function playHistory(steps: readonly Step[], options: HistoryOptions): History {
  const { table } = options;
  const rows = new Map<number, Row>();
  const clock = messageClock();
  let count = 0;
  const changes: ChangeRecord[] = [tableChange({ table, definition: DEFINITION, timeMicros: clock.next() })];
  for (const { what, key, to, a, b, partial, sameTime } of steps) {
    count += 1;
    const time = (): number => clock.next(options.equalTimes && sameTime ? 0 : 1_000);
    const image = (whole: Row, changed: Row): Row => (options.partial !== 'none' && partial ? changed : whole);
    const movedImage = (whole: Row, changed: Row): Row => (options.partial === 'all' ? image(whole, changed) : whole);
    const move = (from: number, target: number, changed: Row = {}): void => {
      const whole = { ...rows.get(from), ...changed, id: target };
      rows.delete(from);
      rows.set(target, whole);
      changes.push(
        rowChange({
          table,
          operation: 'update',
          values: movedImage(whole, { ...changed, id: target }),
          before: { id: from },
          timeMicros: time(),
        }),
      );
    };
    const present = rows.get(key);
    if (what === 'reload') {
      changes.push(tableChange({ table, operation: 'drop-table', timeMicros: clock.next() }));
      changes.push(tableChange({ table, definition: DEFINITION, timeMicros: clock.next() }));
      for (const row of rows.values())
        changes.push(rowChange({ table, operation: 'load', values: row, timeMicros: clock.next() }));
    } else if (present === undefined) {
      const row = { id: key, a, b, c: `c${count}` };
      rows.set(key, row);
      changes.push(rowChange({ table, operation: 'insert', values: row, timeMicros: time() }));
    } else if (what === 'remove') {
      rows.delete(key);
      changes.push(rowChange({ table, operation: 'delete', values: { id: key }, timeMicros: time() }));
    } else if (what === 'move' && !rows.has(to)) {
      move(key, to, { a });
    } else if (what === 'swap' && to !== key && rows.has(to)) {
      move(key, 99);
      move(to, key);
      move(99, to);
    } else {
      const whole = { ...present, a, b };
      rows.set(key, whole);
      changes.push(
        rowChange({
          table,
          operation: 'update',
          values: image(whole, { id: key, b: whole.b, a: whole.a }),
          timeMicros: time(),
        }),
      );
    }
  }
  return { changes, finalRows: [...rows.values()] };
}

/** Cuts a list into batches at the given places. */
export function cut<T>(items: readonly T[], places: readonly number[]): readonly (readonly T[])[] {
  const at = [...new Set(places.map((place) => place % (items.length + 1)))].sort((one, other) => one - other);
  return [...at, items.length]
    .map((end, index) => items.slice(index === 0 ? 0 : at[index - 1], end))
    .filter((batch) => batch.length > 0);
}

/** Reorders by ranks that fast-check shrinks to nothing, which leaves the order as it is. */
export function reorder<T>(items: readonly T[], ranks: readonly number[]): readonly T[] {
  return items
    .map((item, index) => ({ item, rank: index + (ranks[index % Math.max(ranks.length, 1)] ?? 0) }))
    .sort((one, other) => one.rank - other.rank)
    .map(({ item }) => item);
}

export function canonicalRows(rows: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  const text = (value: unknown): string | null =>
    typeof value === 'string' || typeof value === 'number' ? String(value) : null;
  return rows.map((row) => JSON.stringify(HISTORY_COLUMNS.map((column) => text(row[column])))).sort();
}
