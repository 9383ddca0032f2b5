import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import { messageClock } from '../../testing/message-clock.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const base = { id: 'INT32', name: 'STRING' };
const renamed = { id: 'INT32', title: 'STRING' };
const rename = (timeMicros: number, named = true) =>
  tableChange({
    operation: 'rename-column',
    timeMicros,
    definition: named ? undefined : definition(renamed, ['id']),
    renamedColumn: named ? { from: 'name', to: 'title' } : undefined,
  });

/** Columns that change at the source: told in time, late, early, twice, and not at all. */
export function schemaEvolution({ target }: BehaviourSuite): void {
  it.each([true, false])(
    'merges a column that rows brought under its new name when the rename comes late (named: %s)',
    async (named) => {
      const { newWriter, applyTwice, rows, columns } = target();
      const writer = await newWriter();
      const clock = messageClock();
      await applyTwice(writer, [
        tableChange({ timeMicros: clock.next() }),
        rowChange({ values: { id: 1, name: 'untouched' }, timeMicros: clock.next() }),
        rowChange({ values: { id: 2, name: 'old' }, timeMicros: clock.next() }),
        rowChange({ values: { id: 3, name: 'old' }, timeMicros: clock.next() }),
      ]);
      const late = rename(clock.next(), named);
      const early = rowChange({
        operation: 'update',
        values: { id: 6, name: 'behind the rename' },
        timeMicros: late.timeMicros! - 1,
      });
      await applyTwice(writer, [
        rowChange({ operation: 'update', values: { id: 2, title: 'new' }, timeMicros: clock.next() }),
        rowChange({ operation: 'update', values: { id: 3, title: null }, timeMicros: clock.next() }),
        rowChange({ values: { id: 4, title: 'new' }, timeMicros: clock.next() }),
      ]);
      expect(await columns()).toContain('title');
      const after = [rowChange({ values: { id: 5, title: 'after' }, timeMicros: clock.next() }), early];
      expect(await applyTwice(await newWriter(), [late, ...after])).toMatchObject({ refused: [] });
      expect([...(await columns())].sort()).toEqual(['drayage_time', 'id', 'title']);
      const expected = [
        { id: '1', title: 'untouched' },
        { id: '2', title: 'new' },
        { id: '3', title: null },
        { id: '4', title: 'new' },
        { id: '5', title: 'after' },
        { id: '6', title: 'behind the rename' },
      ];
      expect(await rows()).toEqual(expected);
      await applyTwice(writer, [late, ...after]);
      expect(await rows()).toEqual(expected);
      expect(writer.tables()).toMatchObject([{ state: 'live' }]);
    },
  );

  it('writes a stretch that comes once more with new times, by the names it bore', async () => {
    const { newWriter, applyTwice, rows, columns, snapshot } = target();
    const clock = messageClock();
    const sales = { schema: 'shop', table: 'sales' };
    const stretch = () => [
      rowChange({ operation: 'update', values: { id: 1, name: 'again' }, timeMicros: clock.next() }),
      rename(clock.next()),
      rowChange({ operation: 'update', values: { id: 2, title: 'after' }, timeMicros: clock.next() }),
      tableChange({ operation: 'rename-table', renamedTo: sales, definition: undefined, timeMicros: clock.next() }),
      rowChange({ table: sales, operation: 'update', values: { id: 3, title: 'sold' }, timeMicros: clock.next() }),
    ];
    const create = tableChange({ timeMicros: clock.next() });
    const first = [1, 2, 3, 4].map((id) => rowChange({ values: { id, name: `n${id}` }, timeMicros: clock.next() }));
    await applyTwice(await newWriter(), [create, ...first, ...stretch()]);
    const once = await rows('sales');
    const again = stretch();
    const writer = await newWriter();
    const { waiting } = await writer.write(again.slice(0, 3), 'wait');
    expect(await writer.write([...waiting, ...again.slice(3)], 'wait')).toMatchObject({ refused: [], waiting: [] });
    expect(Object.keys(await snapshot())).toEqual(['sales']);
    expect([...(await columns('sales'))].sort()).toEqual(['drayage_time', 'id', 'title']);
    expect(await rows('sales')).toEqual(once);
    expect(once.map(({ title }) => title)).toEqual(['again', 'after', 'sold', 'n4']);
  });

  it('gives a column that a row brought its true type when it is told, and keeps its values', async () => {
    const { newWriter, applyTwice, rows, sql, isCratedb, schema } = target();
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange(),
      rowChange({ values: { id: 1, amount: 5, at: '2026-01-02T03:04:05Z', note: 'n' } }),
    ]);
    const told = definition(
      { ...base, amount: { type: 'NUMERIC', precision: 10, scale: 2 }, at: 'TIMESTAMP', note: 'STRING' },
      ['id'],
    );
    const add = tableChange({ operation: 'add-column', definition: told });
    expect(
      await applyTwice(writer, [add, rowChange({ values: { id: 2, amount: 6.25, at: '2026-01-02T03:04:06Z' } })]),
    ).toMatchObject({ refused: [] });
    expect((await rows()).map(({ amount, note }) => [amount, note])).toEqual([
      ['5.00', 'n'],
      ['6.25', null],
    ]);
    const [type] = await sql(
      "SELECT data_type FROM information_schema.columns WHERE table_schema = $1 AND table_name = 'orders' AND column_name = 'at'",
      [schema],
    );
    expect(type).toEqual(['timestamp with time zone']);
    expect(
      await sql(
        isCratedb
          ? `SELECT "at"::bigint FROM {orders} WHERE id = 1`
          : `SELECT (extract(epoch FROM "at") * 1000)::bigint FROM {orders} WHERE id = 1`,
      ),
    ).toEqual([['1767323045000']]);
    expect(await applyTwice(await newWriter(), [add])).toMatchObject({ refused: [] });
    expect(await rows()).toHaveLength(2);
  });

  it('lets a value that does not fit a guessed type wait for the true one, and refuses it when nothing comes', async () => {
    const { newWriter, rows } = target();
    const writer = await newWriter();
    const clock = messageClock();
    await writer.write([tableChange({ definition: definition({ id: 'INT32' }, ['id']), timeMicros: clock.next() })]);
    const told = tableChange({
      operation: 'add-column',
      definition: definition({ id: 'INT32', c: 'DOUBLE' }, ['id']),
      timeMicros: clock.next(),
    });
    await writer.write([rowChange({ values: { id: 1, c: 0 }, timeMicros: clock.next() })]);
    const fraction = rowChange({ values: { id: 2, c: 0.5 }, timeMicros: clock.next() });
    expect(await writer.write([fraction], 'wait')).toMatchObject({ waiting: [fraction], refused: [] });
    expect(await writer.write([fraction], 'decide')).toMatchObject({
      waiting: [],
      refused: [{ refusal: { code: 'value-not-castable', column: 'c' } }],
    });
    await (await newWriter()).write([told]);
    expect(await writer.write([fraction, told], 'wait')).toMatchObject({ waiting: [], refused: [] });
    expect((await rows()).map(({ c }) => Number(c))).toEqual([0, 0.5]);
  });

  it('keeps the guessed type where a value would be lost, says so, and takes the true one with the next load', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1, amount: 'many' } })]);
    const told = definition({ ...base, amount: 'INT32' }, ['id']);
    await applyTwice(writer, [
      tableChange({ operation: 'add-column', definition: told }),
      rowChange({ values: { id: 2, amount: 2 } }),
    ]);
    expect((await rows()).map(({ amount }) => amount)).toEqual(['many', '2']);
    expect(writer.warnings().join()).toContain(
      'Column amount keeps its type: it holds values that the new one does not',
    );
    await applyTwice(writer, [
      tableChange({ definition: told }),
      rowChange({ operation: 'load', values: { id: 1, name: 'a', amount: 1 } }),
      rowChange({ operation: 'load', values: { id: 2, name: 'b', amount: 2 } }),
    ]);
    expect(await applyTwice(writer, [rowChange({ values: { id: 3, amount: 'x' } })])).toMatchObject({
      refused: [{ refusal: { code: 'value-not-castable', column: 'amount' } }],
    });
    expect((await rows()).map(({ amount }) => amount)).toEqual(['1', '2']);
  });

  it('goes on with a column of the old type as long as values fit, or widens it where the target can', async () => {
    const { newWriter, applyTwice, rows, isCratedb } = target();
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange({ definition: definition({ id: 'INT32', n: 'INT32', t: 'STRING' }, ['id']) }),
      rowChange({ values: { id: 1, n: 1, t: 'x' } }),
    ]);
    const told = definition({ id: 'INT32', n: 'INT64', t: 'INT64' }, ['id']);
    const outcome = await applyTwice(writer, [
      tableChange({ operation: 'column-type-change', definition: told }),
      rowChange({ values: { id: 2, n: 2, t: 7 } }),
      rowChange({ values: { id: 3, n: 3_000_000_000 } }),
    ]);
    const codes = isCratedb ? [{ refusal: { code: 'value-out-of-range', column: 'n' } }] : [];
    expect(outcome.refused).toMatchObject(codes);
    expect((await rows()).slice(0, 2)).toEqual([
      { id: '1', n: '1', t: 'x' },
      { id: '2', n: '2', t: '7' },
    ]);
    expect(await rows()).toHaveLength(isCratedb ? 2 : 3);
  });

  it('takes the new type with the next load, while rows of the load before are still read', async () => {
    const { newWriter, applyTwice, rows, isCratedb } = target();
    const writer = await newWriter();
    const shop = { schema: 'shop', table: 'orders' };
    await applyTwice(writer, [
      tableChange({ definition: definition({ id: 'INT32', n: 'INT32', kept: 'INT32' }, ['id']) }),
      rowChange({ operation: 'load', values: { id: 1, n: 1, kept: 1 } }),
      rowChange({ operation: 'load', values: { id: 9, n: 9, kept: 9 } }),
    ]);
    const told = definition({ id: 'INT32', n: 'STRING', kept: 'INT32' }, ['id']);
    await applyTwice(writer, [tableChange({ operation: 'column-type-change', definition: told })]);
    await applyTwice(writer, [
      tableChange({ operation: 'drop-table' }),
      tableChange({ definition: told }),
      rowChange({ operation: 'load', values: { id: 1, n: 'one', kept: 1 } }),
    ]);
    expect(await rows()).toEqual(
      [
        { id: '1', n: 'one', kept: '1' },
        { id: '9', n: isCratedb ? null : '9', kept: '9' },
      ].map((row) => expect.objectContaining(row) as unknown),
    );
    await writer.completeLoad(shop);
    expect(await rows()).toMatchObject([{ id: '1', n: 'one', kept: '1' }]);
  });

  it('keeps what rows of the new load brought when its create-table comes late', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const clock = messageClock();
    await applyTwice(writer, [
      tableChange({ definition: definition({ id: 'INT32', n: 'INT32' }, ['id']), timeMicros: clock.next() }),
      rowChange({ operation: 'load', values: { id: 1, n: 1 }, timeMicros: clock.next() }),
    ]);
    const create = tableChange({
      definition: definition({ id: 'INT32', n: 'INT64' }, ['id']),
      timeMicros: clock.next(),
    });
    const first = rowChange({ operation: 'load', values: { id: 1, n: 11 }, timeMicros: clock.next() });
    const second = rowChange({ operation: 'load', values: { id: 2, n: 3_000_000_000 }, timeMicros: clock.next() });
    await applyTwice(writer, [first]);
    expect(await applyTwice(writer, [create, second])).toMatchObject({ refused: [] });
    expect((await rows()).map(({ n }) => n)).toEqual(['11', '3000000000']);
  });

  it('drops a column that a load, or a whole definition, lacks, and keeps one that a younger row brought', async () => {
    const { newWriter, applyTwice, columns, sql } = target();
    const writer = await newWriter();
    const clock = messageClock();
    await applyTwice(writer, [
      tableChange({ definition: definition({ ...base, a: 'INT32', b: 'INT32' }, ['id']), timeMicros: clock.next() }),
      rowChange({ values: { id: 1, a: 1, b: 1 }, timeMicros: clock.next() }),
    ]);
    await sql('ALTER TABLE {orders} ADD COLUMN mine TEXT');
    await applyTwice(writer, [
      tableChange({
        operation: 'change-columns',
        definition: definition({ ...base, b: 'INT32' }, ['id']),
        timeMicros: clock.next(),
      }),
    ]);
    expect(await columns()).not.toContain('a');
    const create = tableChange({ timeMicros: clock.next() });
    await applyTwice(writer, [rowChange({ values: { id: 2, fresh: 1 }, timeMicros: clock.next() })]);
    await applyTwice(writer, [create]);
    expect([...(await columns())].sort()).toEqual(['drayage_time', 'fresh', 'id', 'mine', 'name']);
  });

  it('drops nothing where a column may have another name, and calls the table incomplete until it is loaded again', async () => {
    const { newWriter, applyTwice, columns, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    const told = definition({ id: 'INT32', label: 'STRING' }, ['id']);
    await applyTwice(writer, [
      tableChange({ operation: 'change-columns', definition: told }),
      rowChange({ values: { id: 2, label: 'b' } }),
    ]);
    expect(await rows()).toMatchObject([{ name: 'a', label: null }, { label: 'b' }]);
    expect(writer.tables()).toMatchObject([{ state: 'incomplete', reason: expect.stringContaining('name') as string }]);
    await applyTwice(writer, [
      tableChange({ definition: told }),
      rowChange({ operation: 'load', values: { id: 1, label: 'a' } }),
    ]);
    expect([...(await columns())].sort()).toEqual(['drayage_time', 'id', 'label']);
    expect(writer.tables()).toMatchObject([{ state: 'loading' }]);
  });

  it('is clear again about a column once a message that comes late says that it was dropped', async () => {
    const { newWriter, columns, rows } = target();
    const clock = messageClock();
    const writer = await newWriter();
    const told = definition({ id: 'INT32', label: 'STRING', note: 'STRING' }, ['id']);
    await writer.write([
      tableChange({ timeMicros: clock.next() }),
      rowChange({ values: { id: 1, name: 'a' }, timeMicros: clock.next() }),
    ]);
    const drop = tableChange({
      operation: 'drop-column',
      droppedColumns: ['name'],
      definition: undefined,
      timeMicros: clock.next(),
    });
    await writer.write([tableChange({ operation: 'add-column', definition: told, timeMicros: clock.next() })]);
    expect((await newWriter()).tables()).toMatchObject([
      { state: 'incomplete', reason: expect.stringContaining('name') as string },
    ]);
    await (await newWriter()).write([drop]);
    expect((await newWriter()).tables()).toMatchObject([{ state: 'live', reason: null }]);
    expect([...(await columns())].sort()).toEqual(['drayage_time', 'id', 'label', 'note']);
    expect(await rows()).toEqual([{ id: '1', label: null, note: null }]);
  });

  it('refuses rows under a new name of their key until the rename is told, and makes no column of it', async () => {
    const { newWriter, applyTwice, columns, rows } = target();
    const writer = await newWriter();
    const clock = messageClock();
    await applyTwice(writer, [
      tableChange({ timeMicros: clock.next() }),
      rowChange({ values: { id: 1, name: 'a' }, timeMicros: clock.next() }),
    ]);
    const late = tableChange({
      operation: 'rename-column',
      timeMicros: clock.next(),
      definition: undefined,
      renamedColumn: { from: 'id', to: 'number' },
    });
    const row = rowChange({ values: { number: 2, name: 'b' }, timeMicros: clock.next() });
    expect(await applyTwice(writer, [row])).toMatchObject({
      refused: [{ refusal: { code: 'incomplete-key', column: 'id' } }],
    });
    expect(await columns()).toEqual(['id', 'name', 'drayage_time']);
    expect(await applyTwice(writer, [late, row])).toMatchObject({ refused: [] });
    expect(await rows()).toEqual([
      { number: '1', name: 'a' },
      { number: '2', name: 'b' },
    ]);
  });

  it('warns of a type change that says nothing, and refuses other messages of that kind', async () => {
    const { newWriter, applyTwice } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange()]);
    const untold = (operation: 'column-type-change' | 'change-columns' | 'drop-column') =>
      tableChange({ operation, definition: undefined });
    expect(await applyTwice(writer, [untold('column-type-change')])).toMatchObject({ refused: [] });
    expect(writer.warnings()).toEqual([expect.stringContaining('does not say which type changed')]);
    // The first suspends the table, and the reload that mends it tells what the second could have told.
    const outcome = await applyTwice(writer, [untold('change-columns'), untold('drop-column')]);
    expect(outcome.refused.map(({ refusal }) => refusal.code)).toEqual(['ddl-failed']);
    expect(writer.tables()).toMatchObject([{ state: 'suspended' }]);
  });

  it('suspends a table whose key changed, whatever its state, by an alteration or a load', async () => {
    const { newWriter, applyTwice } = target();
    for (const [state, operation] of [
      ['loading', 'create-table'],
      ['incomplete', 'change-columns'],
      ['dropped-at-source', 'create-table'],
    ] as const) {
      const table = { schema: 'shop', table: state.replaceAll('-', '_') };
      const writer = await newWriter();
      await applyTwice(writer, [
        tableChange({ table }),
        rowChange({ table, operation: 'load', values: { id: 1, name: 'a' } }),
      ]);
      if (state === 'incomplete') await writer.markIncomplete(table, 'a gap');
      if (state === 'dropped-at-source') await writer.write([tableChange({ table, operation: 'drop-table' })]);
      expect(writer.tables()).toMatchObject([{ state }]);
      const outcome = await applyTwice(writer, [
        tableChange({ table, operation, definition: definition(base, ['name']) }),
        rowChange({ table, values: { id: 2, name: 'b' } }),
      ]);
      expect(outcome.refused.map(({ refusal }) => refusal.code)).toEqual(['key-changed', 'key-changed']);
      const part = definition({ more: 'INT32' });
      await applyTwice(writer, [
        tableChange({ table, operation: 'drop-column', definition: undefined, droppedColumns: ['name'] }),
        tableChange({ table, operation: 'add-column', definition: part }),
      ]);
      expect(writer.tables()).toMatchObject([
        { state: 'suspended', reason: expect.stringMatching(/^key-changed: /u) as string },
      ]);
      await target().clean();
    }
  });

  it('suspends a table when a load tells that its key outgrew the type of the key column', async () => {
    const { newWriter, applyTwice, isCratedb } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange(), rowChange({ operation: 'load', values: { id: 1 } })]);
    const outcome = await applyTwice(writer, [
      tableChange({ definition: definition({ ...base, id: 'INT64' }, ['id']) }),
      rowChange({ operation: 'load', values: { id: 3_000_000_000 } }),
    ]);
    expect(outcome.refused.map(({ refusal }) => refusal.code)).toEqual(isCratedb ? ['key-changed', 'key-changed'] : []);
  });
}
