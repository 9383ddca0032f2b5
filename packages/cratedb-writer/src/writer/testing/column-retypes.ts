import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import { messageClock } from '../../testing/message-clock.js';
import type { BehaviourSuite } from './behaviour-suite.js';

type ColumnSpec = Parameters<typeof definition>[0][string];

/** A type of the source, and a value of it as the messages bring it. */
const TYPES: Readonly<Record<string, readonly [ColumnSpec, string | number | boolean]>> = {
  bool: ['BOOL', true],
  int: ['INT32', 5],
  long: ['INT64', 3_000_000_000],
  unsigned: ['UINT64', 7],
  numeric: [{ type: 'NUMERIC', precision: 20, scale: 2 }, 1.25],
  double: ['DOUBLE', 1.5],
  text: ['STRING', 'words'],
  clob: ['CLOB', 'more words'],
  time: ['TIMESTAMP', '2026-01-02T03:04:05Z'],
  date: ['DATE', '2026-01-02'],
};
const PAIRS = Object.keys(TYPES).flatMap((from) =>
  Object.keys(TYPES).flatMap((to) => (from === to ? [] : [[`${from}_${to}`, from, to] as const])),
);

/** All pairs of types as columns of one table, by the type before or after. */
const columnsBy = (which: 1 | 2) => ({
  id: 'INT32',
  ...Object.fromEntries(PAIRS.map((pair) => [pair[0], TYPES[pair[which]]![0]])),
});
const valuesBy = (which: 1 | 2) => Object.fromEntries(PAIRS.map((pair) => [pair[0], TYPES[pair[which]]![1]]));

/** Columns whose type changes with a load. */
export function columnRetypes({ target }: BehaviourSuite): void {
  it('gives every column the type of the reload, whatever type it had, and loads on', async () => {
    const { newWriter, applyTwice, rows, columns } = target();
    const writer = await newWriter();
    const clock = messageClock();
    const at = () => ({ timeMicros: clock.next() });
    await applyTwice(writer, [
      tableChange({ ...at(), definition: definition(columnsBy(1), ['id']) }),
      ...[1, 2].map((id) => rowChange({ ...at(), operation: 'load', values: { id, ...valuesBy(1) } })),
    ]);
    const told = definition(columnsBy(2), ['id']);
    await writer.write([
      tableChange({ ...at(), operation: 'column-type-change', definition: told }),
      tableChange({ ...at(), operation: 'drop-table', definition: undefined }),
    ]);
    const outcome = await applyTwice(await newWriter(), [
      tableChange({ ...at(), definition: told }),
      ...[1, 3].map((id) => rowChange({ ...at(), operation: 'load', values: { id, ...valuesBy(2) } })),
      rowChange({ ...at(), values: { id: 4, ...valuesBy(2) } }),
    ]);
    expect(outcome).toMatchObject({ refused: [] });
    const [first, ...others] = await rows();
    expect(others.map(({ id }) => id)).toEqual(['3', '4']);
    for (const row of others) expect({ ...row, id: '1' }).toEqual(first);
    for (const [name, from, to] of PAIRS) {
      const same = PAIRS.filter(([, other, type]) => type === to && other !== from);
      if (!['text', 'clob'].includes(from)) expect(first![name], name).not.toBeNull();
      // Whatever the column was before, a value reads the same.
      for (const [other] of same) expect(Number(first![name]) || to, name).toBe(Number(first![other]) || to);
    }
    expect((await columns()).filter((name) => name.includes('%'))).toEqual([]);
    expect((await newWriter()).tables()).toMatchObject([{ state: 'live', reason: null }]);
  }, 120_000);

  it('converts what rows of the load brought before its create-table, also where the target has no cast for it', async () => {
    const { newWriter, applyTwice, rows, columns, isCratedb } = target();
    const clock = messageClock();
    const at = () => ({ timeMicros: clock.next() });
    const before = { id: 'INT32', flag: 'BOOL', word: 'BOOL', number: 'INT32' };
    const after = { id: 'INT32', flag: 'INT32', word: 'STRING', number: 'BOOL' };
    const times = { at: 'TIMESTAMP', told: 'TIMESTAMP' };
    const timesAfter = { at: 'INT32', told: 'STRING' };
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange({ ...at(), definition: definition({ ...before, ...(isCratedb ? times : {}) }, ['id']) }),
      rowChange({ ...at(), operation: 'load', values: { id: 1, flag: true, word: true, number: 7 } }),
    ]);
    const create = tableChange({
      ...at(),
      definition: definition({ ...after, ...(isCratedb ? timesAfter : {}) }, ['id']),
    });
    const early = { flag: 1, word: 'false', number: true };
    const earlyTimes = isCratedb ? { at: 86_400_000, told: '2026-01-02T03:04:05Z' } : {};
    await applyTwice(writer, [
      rowChange({ ...at(), operation: 'load', values: { id: 2, ...early, ...earlyTimes } }),
      rowChange({ ...at(), operation: 'load', values: { id: 3, flag: 0, word: 'true', number: false } }),
    ]);
    expect(
      await applyTwice(writer, [create, rowChange({ ...at(), values: { id: 4, flag: 5, word: 'four' } })]),
    ).toMatchObject({ refused: [] });
    expect((await columns()).filter((name) => name.includes('%'))).toEqual([]);
    const found = await rows();
    expect(found.map(({ flag, word }) => [flag, word])).toEqual([
      ['1', 'false'],
      ['0', 'true'],
      ['5', 'four'],
    ]);
    expect(found.map(({ number }) => number?.slice(0, 1) ?? null)).toEqual(['t', 'f', null]);
    if (isCratedb) expect(found[0]).toMatchObject({ at: '86400000', told: '2026-01-02T03:04:05.000000Z' });
  });

  it('suspends no table for values that it cannot convert: they stand aside until the next load', async () => {
    const { newWriter, applyTwice, rows, columns, isCratedb } = target();
    const clock = messageClock();
    const at = () => ({ timeMicros: clock.next() });
    const told = definition({ id: 'INT32', v: 'TIMESTAMP' }, ['id']);
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange({ ...at(), definition: definition({ id: 'INT32', v: 'BOOL' }, ['id']) }),
      rowChange({ ...at(), operation: 'load', values: { id: 1, v: true } }),
    ]);
    const create = tableChange({ ...at(), definition: told });
    await applyTwice(writer, [rowChange({ ...at(), operation: 'load', values: { id: 2, v: true } })]);
    const time = '2026-01-02T03:04:05Z';
    const outcome = await applyTwice(writer, [
      create,
      rowChange({ ...at(), operation: 'load', values: { id: 1, v: time } }),
    ]);
    expect(writer.tables()).toMatchObject([{ state: 'loading' }]);
    if (isCratedb) {
      expect(outcome).toMatchObject({ refused: [] });
      expect(writer.warnings().join()).toContain('Values of column v stand aside');
      expect(await columns()).toContain('v%~was');
      expect(await rows()).toMatchObject([{ v: '2026-01-02 03:04:05.000+00' }, { v: null, 'v%~was': 't' }]);
    } else expect(writer.warnings().join()).toContain('Column v keeps its type');
    expect(
      await applyTwice(await newWriter(), [
        tableChange({ ...at(), definition: told }),
        ...[1, 2].map((id) => rowChange({ ...at(), operation: 'load', values: { id, v: time } })),
      ]),
    ).toMatchObject({ refused: [] });
    expect(await columns()).toEqual(expect.not.arrayContaining(['v%~was']) as unknown);
    expect((await rows()).map(({ v }) => v?.slice(0, 10))).toEqual(['2026-01-02', '2026-01-02']);
  });

  it('mends a column that was left aside when its table was suspended, with the next load', async () => {
    const { newWriter, applyTwice, rows, columns, sql, isCratedb } = target();
    if (!isCratedb) return;
    const clock = messageClock();
    const at = () => ({ timeMicros: clock.next() });
    const told = definition({ id: 'INT32', v: 'INT32' }, ['id']);
    await applyTwice(await newWriter(), [
      tableChange({ ...at(), definition: definition({ id: 'INT32', v: 'BOOL' }, ['id']) }),
      rowChange({ ...at(), operation: 'load', values: { id: 1, v: true } }),
    ]);
    await sql('ALTER TABLE {orders} RENAME COLUMN v TO "v%~was"');
    await sql('ALTER TABLE {orders} ADD COLUMN v INTEGER');
    const writer = await newWriter();
    await writer.suspend({ schema: 'shop', table: 'orders' }, 'the column was left aside');
    expect(
      await applyTwice(writer, [
        tableChange({ ...at(), definition: told }),
        rowChange({ ...at(), operation: 'load', values: { id: 1, v: 5 } }),
      ]),
    ).toMatchObject({ refused: [] });
    expect(await columns()).not.toContain('v%~was');
    expect(await rows()).toEqual([{ id: '1', v: '5' }]);
  });
}
