import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { definition } from '../testing/change-factories.js';
import { targetTable } from '../testing/target-tables.js';
import { MergedRow, type RowImage, type RowValues } from './merged-row.js';
import { formatRowTimes, isWholeAt, parseRowTimes } from './row-times.js';

const table = targetTable({ definition: definition({ id: 'INT32', a: 'INT32', b: 'INT32', c: 'INT32' }, ['id']) });
const [ID, A, B, C] = [0, 1, 2, 3];

type Change =
  | { readonly kind: 'whole' | 'partial'; readonly time: number; readonly values: RowValues }
  | { readonly kind: 'delete'; readonly time: number };

/** Tables before and after a column came. */
const narrow = targetTable({ definition: definition({ id: 'INT32', a: 'INT32', b: 'INT32' }, ['id']) });
const wide = targetTable({ definition: definition({ id: 'INT32', a: 'INT32', b: 'INT32', late: 'INT32' }, ['id']) });

interface LateTold {
  readonly kind: 'whole' | 'partial';
  readonly time: number;
  readonly values: RowValues;
  readonly late: number | null | undefined;
}

function putWide(row: MergedRow, { kind, time, values, late }: LateTold): void {
  row.put(kind, time, [1, ...values, late]);
}

function merge(row: MergedRow, change: Change): void {
  if (change.kind === 'delete') row.remove(change.time);
  else row.put(change.kind, change.time, change.values);
}

function valuesOf(row: MergedRow): readonly unknown[] | undefined {
  return row.exists ? table.columns.map((_, index) => row.changed.get(index) ?? null) : undefined;
}

const value = fc.option(fc.integer({ min: 0, max: 9 }), { nil: null });
const told = fc.option(value, { nil: undefined });
const change: fc.Arbitrary<(time: number) => Change> = fc.oneof(
  {
    weight: 2,
    arbitrary: fc
      .tuple(value, value, value)
      .map((values) => (time: number): Change => ({ kind: 'whole', time, values: [1, ...values] })),
  },
  {
    weight: 4,
    arbitrary: fc
      .tuple(told, told, told)
      .map((values) => (time: number): Change => ({ kind: 'partial', time, values: [1, ...values] })),
  },
  { weight: 1, arbitrary: fc.constant((time: number): Change => ({ kind: 'delete', time })) },
);

describe('a row', () => {
  it('ends the same whatever the order its changes come in and however often', () => {
    const histories = fc.array(change, { minLength: 1, maxLength: 8 });
    const ranks = fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 8, maxLength: 8 });
    fc.assert(
      fc.property(histories, ranks, fc.array(fc.nat(7), { maxLength: 4 }), (makers, order, repeats) => {
        // The source inserts before it changes.
        const changes = [...makers.entries()].map(([index, make]) => make(index + 1));
        const history = changes.filter((one, index) => isPossible(changes.slice(0, index), one));
        const inOrder = new MergedRow(table, undefined);
        for (const one of history) merge(inOrder, one);
        const shuffled = [...history.entries()]
          .sort(([one], [other]) => one + (order[one] ?? 0) - other - (order[other] ?? 0))
          .map(([, one]) => one);
        const delivered = [...shuffled, ...repeats.flatMap((at) => shuffled.slice(at, at + 1))];
        const row = new MergedRow(table, undefined);
        // A deleted row leaves a tombstone: what is older comes to nothing.
        for (const one of delivered) merge(row, one);
        expect(valuesOf(row)).toEqual(valuesOf(inOrder));
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps a NULL newer than what fills its column, told before the target had that column', () => {
    const puts = fc.array(
      fc.record({
        kind: fc.constantFrom('whole' as const, 'partial' as const),
        told: fc.tuple(told, told),
        late: told,
      }),
      { minLength: 1, maxLength: 8 },
    );
    fc.assert(
      fc.property(puts, fc.array(fc.integer({ min: -8, max: 8 }), { minLength: 8, maxLength: 8 }), (steps, order) => {
        const history = steps.map(({ kind, told: values, late }, index): LateTold => {
          const isWhole = kind === 'whole' || index === 0;
          const all = [...values, late].map((one) => (isWhole ? (one ?? null) : one));
          return { kind: isWhole ? 'whole' : 'partial', time: index + 1, values: all.slice(0, 2), late: all[2] };
        });
        const inOrder = new MergedRow(wide, undefined);
        for (const one of history) putWide(inOrder, one);
        const delivered = [...history.entries()]
          .sort(([one], [other]) => one + (order[one] ?? 0) - other - (order[other] ?? 0))
          .map(([, one]) => one);
        // The first value brings the column.
        const known = delivered.findIndex(({ late }) => typeof late === 'number');
        const before = new MergedRow(narrow, undefined);
        for (const one of known === -1 ? delivered : delivered.slice(0, known))
          before.put(one.kind, one.time, [1, ...one.values], one.late === null ? ['late'] : []);
        const { stamp, times } = before;
        const standing = before.exists
          ? { stamp, times: parseRowTimes(wide, formatRowTimes(narrow, times, stamp), stamp) }
          : undefined;
        const after = new MergedRow(wide, standing);
        for (const one of known === -1 ? [] : delivered.slice(known)) putWide(after, one);
        const ended = new Map([...before.changed, ...after.changed]);
        for (const index of [1, 2, 3]) expect(ended.get(index) ?? null).toEqual(inOrder.changed.get(index) ?? null);
      }),
      { numRuns: 3000 },
    );
  });

  it('keeps in its text what is needed to go on in another process', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 8 }), (makers) => {
        const row = new MergedRow(table, undefined);
        makers.forEach((make, index) => merge(row, make((index * 7) % 10)));
        const text = formatRowTimes(table, row.times, row.stamp);
        const read = parseRowTimes(table, text, row.stamp);
        expect({ ...read, columns: [...read.columns] }).toEqual({ ...row.times, columns: [...row.times.columns] });
      }),
    );
  });

  it('keeps the time of a column whatever its name', () => {
    const columns = Object.fromEntries(['id', '__proto__', 'constructor'].map((name) => [name, 'INT32']));
    const hostile = targetTable({ definition: definition(columns, ['id']) });
    const times = {
      whole: 5,
      columns: new Map([
        [1, 7],
        [2, 8],
      ]),
      movedAt: undefined,
    };
    expect(parseRowTimes(hostile, formatRowTimes(hostile, times, 8), 8)).toEqual(times);
  });

  it('is whole again once all of it is as new as its stamp', () => {
    const row = new MergedRow(table, { stamp: 5, times: { whole: 5, columns: new Map(), movedAt: undefined } });
    row.put('partial', 7, [1, 3, undefined, undefined]);
    const read = { text: undefined, stamp: 5 };
    expect(formatRowTimes(table, row.times, row.stamp, read)).toBe(
      '{"stamps":[5,7],"whole":5,"columns":{"id":7,"a":7}}',
    );
    expect(isWholeAt(row.times, row.stamp)).toBe(false);
    row.put('whole', 6, [1, 4, 4, 4]);
    expect([row.changed.get(A), row.changed.get(B), row.changed.get(C)]).toEqual([3, 4, 4]);
    row.put('whole', 9, [1, 5, 5, 5]);
    expect(isWholeAt(row.times, row.stamp)).toBe(true);
  });

  it('was written whole since, where its times go with another stamp', () => {
    const text = '{"stamps":[5,7],"whole":5,"columns":{"a":7}}';
    const times = { whole: 5, columns: new Map([[A, 7]]), movedAt: undefined };
    expect(parseRowTimes(table, text, 9)).toEqual({ whole: 9, columns: new Map(), movedAt: undefined });
    expect(parseRowTimes(table, text, 7)).toEqual(times);
    expect(parseRowTimes(table, undefined, 7).whole).toBe(7);
  });

  it('is yet to be written, where its times are ahead of it', () => {
    const text = '{"stamps":[5,7],"whole":5,"columns":{"a":7}}';
    expect(parseRowTimes(table, text, 5)).toEqual({ whole: 5, columns: new Map([[A, 7]]), movedAt: undefined });
    expect(parseRowTimes(table, text, 6)).toEqual({ whole: 6, columns: new Map([[A, 7]]), movedAt: undefined });
    const moved = '{"stamps":[5,9],"whole":2,"moved":9,"columns":{"a":9}}';
    expect(parseRowTimes(table, moved, 5)).toEqual({ whole: 5, columns: new Map([[A, 9]]), movedAt: undefined });
    expect(parseRowTimes(table, moved, 9)).toEqual({ whole: 2, columns: new Map([[A, 9]]), movedAt: 9 });
  });

  it('has the newer time of a column that was told under both of its names', () => {
    const formerNames = [{ former: 'x', present: 'a', untilMicros: 9 }];
    const renamed = { ...table, formerNames };
    for (const columns of ['{"x":3,"a":7}', '{"a":7,"x":3}', '{"x":7,"a":3}']) {
      const { columns: times } = parseRowTimes(renamed, `{"stamps":[8],"whole":1,"columns":${columns}}`, 8);
      expect([...times]).toEqual([[A, 7]]);
    }
  });

  it('keeps the stamps that others mean to write', () => {
    const present = { text: '{"stamps":[1,5,8],"whole":1,"columns":{}}', stamp: 5 };
    expect(formatRowTimes(table, { whole: 1, columns: new Map(), movedAt: undefined }, 7, present)).toBe(
      '{"stamps":[5,8,7],"whole":1,"columns":{}}',
    );
  });
});

describe('a changed key', () => {
  const image = (row: MergedRow): RowValues => table.columns.map((_, index) => row.changed.get(index) ?? null);
  const come = (from: MergedRow, to: MergedRow, time: number): RowImage | undefined => {
    const moved = from.moveAway(time, image);
    to.moveIn(time, [2, 9, undefined, undefined], moved);
    return moved;
  };

  it('takes the row along, and what is told later of the time before', () => {
    const [from, to] = [new MergedRow(table, undefined), new MergedRow(table, undefined)];
    from.put('whole', 1, [1, 1, 1, 1]);
    come(from, to, 5);
    expect([from.exists, valuesOf(to)]).toEqual([false, [2, 9, 1, 1]]);
    expect(to.forward('partial', 3, [undefined, 7, 7, undefined], 5)).toBe('applied');
    expect(valuesOf(to)).toEqual([2, 9, 7, 1]);
    expect(to.forward('whole', 2, [1, 6, 6, 6], 5)).toBe('applied');
    expect(valuesOf(to)).toEqual([2, 9, 7, 6]);
    expect(to.forward('whole', 2, [1, 8, 8, 8], 4)).toBe('elsewhere');
  });

  it('leaves another row alone that has the old key by then', () => {
    const [from, to] = [new MergedRow(table, undefined), new MergedRow(table, undefined)];
    from.put('whole', 8, [1, 1, 1, 1]);
    expect(come(from, to, 5)).toBeUndefined();
    expect([valuesOf(from), valuesOf(to)]).toEqual([
      [1, 1, 1, 1],
      [2, 9, null, null],
    ]);
  });

  it('is refused by what is newer under the new key, column by column', () => {
    const [from, to] = [new MergedRow(table, undefined), new MergedRow(table, undefined)];
    from.put('whole', 1, [1, 1, 1, 1]);
    to.put('partial', 7, [2, undefined, 4, undefined]);
    come(from, to, 5);
    expect(valuesOf(to)).toEqual([2, 9, 4, 1]);
    expect(to.put('partial', 4, [2, 0, 0, 0])).toBe('stale');
    expect(to.moveIn(5, [2, 0, 0, 0], undefined)).toBe('stale');
    const whole = new MergedRow(table, undefined);
    whole.put('whole', 6, [2, 6, 6, 6]);
    expect(whole.moveIn(5, [2, 0, 0, 0], undefined)).toBe('stale');
    expect(whole.changed.get(ID)).toBe(2);
  });
});

/** An insert where there is no row, anything else where there is one. */
function isPossible(before: readonly Change[], change: Change): boolean {
  const stands = before.at(-1) !== undefined && before.at(-1)?.kind !== 'delete';
  return stands || change.kind === 'whole';
}
