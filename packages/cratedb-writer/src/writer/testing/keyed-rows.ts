import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import { messageClock } from '../../testing/message-clock.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const wide = definition({ id: 'INT32', a: 'STRING', b: 'STRING' }, ['id']);

/** Inserts, updates and deletes of a table with a key. */
export function keyedRows({ target }: BehaviourSuite): void {
  it('upserts rows, and a reload refreshes them', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const outcome = await applyTwice(writer, [
      tableChange(),
      rowChange({ operation: 'load', values: { id: 1, name: 'a' } }),
      rowChange({ operation: 'load', values: { id: 2, name: 'b' } }),
    ]);
    expect(outcome).toMatchObject({ rowsUpserted: 2, rowsDeleted: 0, refused: [], waiting: [], staleSkipped: 0 });
    await applyTwice(writer, [rowChange({ operation: 'load', values: { id: 2, name: 'c' } })]);
    expect(await rows()).toEqual([
      { id: '1', name: 'a' },
      { id: '2', name: 'c' },
    ]);
  });

  it('makes columns that an insert lacks NULL, and keeps those that an update lacks', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange({ definition: wide }),
      rowChange({ values: { id: 1, a: 'x', b: 'y' } }),
      rowChange({ values: { id: 2, a: 'x', b: 'y' } }),
    ]);
    await applyTwice(writer, [
      rowChange({ values: { id: 1, a: 'z' } }),
      rowChange({ operation: 'update', values: { id: 2, a: 'z' } }),
    ]);
    expect(await rows()).toEqual([
      { id: '1', a: 'z', b: null },
      { id: '2', a: 'z', b: 'y' },
    ]);
  });

  it('makes columns that an update lacks NULL where the policy says so', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({ absentColumns: 'null' });
    await applyTwice(writer, [tableChange({ definition: wide }), rowChange({ values: { id: 1, a: 'x', b: 'y' } })]);
    await applyTwice(writer, [rowChange({ operation: 'update', values: { id: 1, a: 'z' } })]);
    expect(await rows()).toEqual([{ id: '1', a: 'z', b: null }]);
  });

  it('refuses what is older than the row, and counts it', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const create = tableChange();
    const older = rowChange({ values: { id: 1, name: 'old' } });
    const newer = rowChange({ operation: 'update', values: { id: 1, name: 'new' } });
    const other = rowChange({ values: { id: 2, name: 'other' } });
    await applyTwice(writer, [create, newer]);
    expect(await applyTwice(writer, [older, other])).toMatchObject({ staleSkipped: 1, refused: [] });
    expect(await rows()).toEqual([
      { id: '1', name: 'new' },
      { id: '2', name: 'other' },
    ]);
  });

  it('counts refused changes one by one when they come as one row', async () => {
    const { newWriter, rows } = target();
    const writer = await newWriter();
    const create = tableChange();
    const older = rowChange({ values: { id: 1, name: 'old' } });
    await writer.write([create, rowChange({ values: { id: 1, name: 'new' } })]);
    expect(await writer.write([older])).toMatchObject({ staleSkipped: 1 });
    expect(await rows()).toEqual([{ id: '1', name: 'new' }]);
  });

  it('deletes by key; a row that is not there is fine', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1 } }), rowChange({ values: { id: 2 } })]);
    const outcome = await applyTwice(writer, [
      rowChange({ operation: 'delete', values: { id: 1 } }),
      rowChange({ operation: 'delete', values: {}, before: { id: 3 } }),
    ]);
    expect(outcome).toMatchObject({ rowsDeleted: 2, refused: [] });
    expect(await rows()).toEqual([{ id: '2', name: null }]);
  });

  it('keeps a deleted row deleted when an older insert arrives late', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const create = tableChange();
    const late = rowChange({ values: { id: 1, name: 'late' } });
    await applyTwice(writer, [create, rowChange({ operation: 'delete', values: { id: 1 } })]);
    expect(await applyTwice(writer, [late, rowChange({ values: { id: 2 } })])).toMatchObject({ staleSkipped: 1 });
    expect(await rows()).toEqual([{ id: '2', name: null }]);
  });

  it('does not delete a row that is newer than the delete', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const create = tableChange();
    const remove = rowChange({ operation: 'delete', values: { id: 1 } });
    await applyTwice(writer, [create, rowChange({ values: { id: 1, name: 'anew' } })]);
    await applyTwice(writer, [remove]);
    expect(await rows()).toEqual([{ id: '1', name: 'anew' }]);
  });

  it('refuses a delete that tells only a part of the key, and says of which column', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const pair = definition({ a: 'INT32', b: 'INT32' }, ['a', 'b']);
    const outcome = await applyTwice(writer, [
      tableChange({ definition: pair }),
      rowChange({ values: { a: 1, b: 1 } }),
      rowChange({ values: { a: 1, b: 2 } }),
      rowChange({ operation: 'delete', values: { a: 1 } }),
      rowChange({ operation: 'delete', values: { a: 1, b: 2 } }),
    ]);
    expect(outcome.refused).toMatchObject([
      { refusal: { code: 'incomplete-key', column: 'b' }, key: '{"a":1,"b":null}' },
    ]);
    expect(await rows()).toEqual([{ a: '1', b: '1' }]);
  });

  it('moves a row whose key changed, and fills what the message lacks from the old row', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange({ definition: wide }), rowChange({ values: { id: 1, a: 'x', b: 'y' } })]);
    await applyTwice(writer, [rowChange({ operation: 'update', values: { id: 2, a: 'z' }, before: { id: 1 } })]);
    expect(await rows()).toEqual([{ id: '2', a: 'z', b: 'y' }]);
  });

  it('follows a chain of changed keys', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange({ definition: wide }), rowChange({ values: { id: 1, a: 'x', b: 'y' } })]);
    await applyTwice(writer, [
      rowChange({ operation: 'update', values: { id: 2, a: 'z' }, before: { id: 1 } }),
      rowChange({ operation: 'update', values: { id: 3 }, before: { id: 2 } }),
    ]);
    expect(await rows()).toEqual([{ id: '3', a: 'z', b: 'y' }]);
  });

  it('swaps two keys with partial images', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange({ definition: wide }),
      rowChange({ values: { id: 1, a: 'one', b: 'uno' } }),
      rowChange({ values: { id: 2, a: 'two', b: 'due' } }),
    ]);
    await applyTwice(writer, [
      rowChange({ operation: 'update', values: { id: 99 }, before: { id: 1 } }),
      rowChange({ operation: 'update', values: { id: 1 }, before: { id: 2 } }),
      rowChange({ operation: 'update', values: { id: 2 }, before: { id: 99 } }),
    ]);
    expect(await rows()).toEqual([
      { id: '1', a: 'two', b: 'due' },
      { id: '2', a: 'one', b: 'uno' },
    ]);
  });

  it('follows a row through many changes of its key that come late, or again', async () => {
    const { newWriter, rows } = target();
    const writer = await newWriter();
    const clock = messageClock();
    const told = definition({ id: 'INT32', name: 'STRING', note: 'STRING' }, ['id']);
    await writer.write([
      tableChange({ definition: told, timeMicros: clock.next() }),
      rowChange({ values: { id: 0, name: 'a', note: 'kept' }, timeMicros: clock.next() }),
    ]);
    const moves = Array.from({ length: 40 }, (_, step) =>
      rowChange({
        operation: 'update',
        values: { id: (step + 1) % 3, name: `after ${step}` },
        before: { id: step % 3 },
        timeMicros: clock.next(),
      }),
    );
    for (const batch of [moves, moves, moves.slice(0, 5)]) {
      expect(await writer.write(batch)).toMatchObject({ refused: [] });
      expect(await rows()).toEqual([{ id: '1', name: 'after 39', note: 'kept' }]);
    }
  });

  it('re-uses the key that a row left', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange({ definition: wide }), rowChange({ values: { id: 1, a: 'x', b: 'y' } })]);
    await applyTwice(writer, [
      rowChange({ operation: 'update', values: { id: 2 }, before: { id: 1 } }),
      rowChange({ values: { id: 1, a: 'anew' } }),
    ]);
    expect(await rows()).toEqual([
      { id: '1', a: 'anew', b: null },
      { id: '2', a: 'x', b: 'y' },
    ]);
  });

  it('refuses what does not fit, and writes the rest', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const outcome = await applyTwice(writer, [
      tableChange(),
      rowChange({ values: { id: 1, name: 'a' } }),
      rowChange({ values: { id: 'x', name: 'b' } }),
      rowChange({ values: { id: 3_000_000_000, name: 'c' } }),
      rowChange({ values: { id: 4, name: 'd' } }),
    ]);
    expect(outcome.refused).toMatchObject([
      { refusal: { code: 'value-not-castable', column: 'id' } },
      { refusal: { code: 'value-out-of-range', column: 'id' } },
    ]);
    expect(await rows()).toHaveLength(2);
  });

  it('keeps a row whose key could not change because the new row is refused', async () => {
    const { newWriter, applyTwice, rows, sql, schema } = target();
    const writer = await newWriter({ adopt: true });
    await sql(`CREATE SCHEMA IF NOT EXISTS "${schema}"`).catch(() => undefined);
    await sql("CREATE TABLE {orders} (id INTEGER PRIMARY KEY, name TEXT CHECK (name <> 'bad'))");
    await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    const outcome = await applyTwice(writer, [
      rowChange({ operation: 'update', values: { id: 2, name: 'bad' }, before: { id: 1 } }),
    ]);
    expect(outcome.refused).toHaveLength(1);
    expect(await rows()).toEqual([{ id: '1', name: 'a' }]);
  });

  it('keeps soft-deleted rows, marks them, and takes the mark away with a re-insert', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({ deleteMode: 'soft' });
    await applyTwice(writer, [
      tableChange(),
      rowChange({ values: { id: 1, name: 'a' } }),
      rowChange({ values: { id: 2, name: 'b' } }),
    ]);
    await applyTwice(writer, [rowChange({ operation: 'delete', values: { id: 1 } })]);
    expect(await rows('orders', { metadata: true })).toMatchObject([
      { id: '1', name: 'a', drayage_deleted_at: expect.stringContaining('2026-01-01') as string },
      { id: '2', name: 'b', drayage_deleted_at: null },
    ]);
    await applyTwice(writer, [rowChange({ values: { id: 1, name: 'again' } })]);
    expect(await rows('orders', { metadata: true })).toMatchObject([
      { id: '1', name: 'again', drayage_deleted_at: null },
      { id: '2' },
    ]);
  });

  it.each([
    ['soft', 1],
    ['ignore', 1],
  ] as const)(
    'with deletes %s, makes of a load and its delete in one batch what two batches make',
    async (deleteMode, count) => {
      const { newWriter, applyTwice, rows } = target();
      const writer = await newWriter({ deleteMode });
      await applyTwice(writer, [
        tableChange(),
        rowChange({ operation: 'load', values: { id: 1, name: 'a' } }),
        rowChange({ operation: 'delete', values: { id: 1 } }),
      ]);
      expect(await rows()).toMatchObject([{ id: '1', name: 'a' }]);
      const [row] = await rows('orders', { metadata: true });
      expect([row?.['drayage_deleted_at'] ?? null].filter((mark) => mark !== null)).toHaveLength(
        deleteMode === 'soft' ? count : 0,
      );
    },
  );

  it('keeps rows whose messages tell no time when the load is complete', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange(),
      rowChange({ operation: 'load', values: { id: 1, name: 'a' } }),
      rowChange({ operation: 'load', values: { id: 10, name: 'timeless' }, timeMicros: undefined }),
      rowChange({ operation: 'update', values: { id: 1, name: 'b' } }),
    ]);
    expect(await rows()).toEqual([
      { id: '1', name: 'b' },
      { id: '10', name: 'timeless' },
    ]);
  });

  it('ignores deletes where the policy says so, but not that a key changed', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({ deleteMode: 'ignore' });
    await applyTwice(writer, [
      tableChange(),
      rowChange({ values: { id: 1, name: 'a' } }),
      rowChange({ values: { id: 2, name: 'b' } }),
    ]);
    await applyTwice(writer, [
      rowChange({ operation: 'delete', values: { id: 1 } }),
      rowChange({ operation: 'update', values: { id: 3 }, before: { id: 2 } }),
    ]);
    expect(await rows()).toEqual([
      { id: '1', name: 'a' },
      { id: '3', name: 'b' },
    ]);
  });

  it('writes without stamps in the order of arrival', async () => {
    const { newWriter, applyTwice, rows, columns } = target();
    const writer = await newWriter({ ordering: 'arrival' });
    const create = tableChange();
    const older = rowChange({ values: { id: 1, name: 'old' } });
    const newer = rowChange({ values: { id: 1, name: 'new' } });
    await applyTwice(writer, [create, newer, rowChange({ values: { id: 2 } })]);
    await applyTwice(writer, [
      older,
      rowChange({ operation: 'delete', values: { id: 2 } }),
      rowChange({ operation: 'delete', values: { id: 9 } }),
    ]);
    expect(await rows()).toEqual([{ id: '1', name: 'old' }]);
    expect(await columns()).toEqual(['id', 'name']);
  });

  it('takes changes that tell nothing but their key, without stamps too', async () => {
    const { newWriter, rows } = target();
    const writer = await newWriter({ ordering: 'arrival' });
    await writer.write([tableChange(), rowChange({ values: { id: 1, name: 'kept' } })]);
    const keys = [1, 2, 1].map((id) => rowChange({ operation: 'update', values: { id } }));
    expect(await writer.write(keys)).toMatchObject({ refused: [] });
    expect(await writer.write(keys.slice(0, 1))).toMatchObject({ refused: [] });
    expect(await rows()).toEqual([
      { id: '1', name: 'kept' },
      { id: '2', name: null },
    ]);
  });

  it('writes changes that tell no time, the later ones over the earlier ones', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange({ timeMicros: undefined }),
      rowChange({ values: { id: 1, name: 'a' }, timeMicros: undefined }),
      rowChange({ values: { id: 2, name: 'b' }, timeMicros: undefined }),
      rowChange({ operation: 'update', values: { id: 1, name: 'c' }, timeMicros: undefined }),
      rowChange({ operation: 'delete', values: { id: 2 }, timeMicros: undefined }),
    ]);
    expect(await rows()).toEqual([{ id: '1', name: 'c' }]);
  });

  it('deletes rows it wrote a moment ago by keys of every kind', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const keys = {
      number: { type: 'INT64', values: [1, 9_007_199_254_740_993n, -5] },
      decimal: {
        type: { type: 'NUMERIC', precision: 20, scale: 4 },
        values: [1, 1.5, { kind: 'decimal', text: '1234567890123456.7891' }],
      },
      word: { type: 'STRING', values: ['', "o'clock", 'ä😀 "x"\\'] },
      time: {
        type: 'DATETIME',
        values: ['2026-01-01T00:00:00.000001Z', '2026-01-01T00:00:00.000002Z', '0001-01-01T00:00:00Z'],
      },
      truth: { type: 'BOOL', values: [true, false] },
      real: { type: 'REAL8', values: [0.1, 1e21, -0.5] },
      day: { type: 'DATE', values: ['2026-01-01', '1969-12-31'] },
    } as const;
    for (const [name, { type, values }] of Object.entries(keys)) {
      const table = { schema: 'shop', table: name };
      const create = tableChange({ table, definition: definition({ id: type }, ['id']) });
      const outcome = await applyTwice(writer, [create, ...values.map((id) => rowChange({ table, values: { id } }))]);
      expect(outcome.refused, name).toEqual([]);
      expect(await rows(name), name).toHaveLength(values.length);
      await applyTwice(writer, [rowChange({ table, operation: 'delete', values: { id: values[0] } })]);
      expect(await rows(name), name).toHaveLength(values.length - 1);
      await applyTwice(
        writer,
        values.map((id) => rowChange({ table, operation: 'delete', values: { id } })),
      );
      expect(await rows(name), name).toEqual([]);
    }
  });

  it('deletes by a key of several columns', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const pair = definition({ name: 'STRING', a: 'INT32', b: 'STRING' }, ['b', 'a']);
    await applyTwice(writer, [
      tableChange({ definition: pair }),
      rowChange({ values: { a: 1, b: 'x', name: 'n' } }),
      rowChange({ values: { a: 1, b: 'y', name: 'm' } }),
      rowChange({ values: { a: 2, b: 'x', name: 'o' } }),
    ]);
    await applyTwice(writer, [rowChange({ operation: 'delete', values: { a: 1, b: 'x' } })]);
    expect((await rows()).map(({ name }) => name)).toEqual(['m', 'o']);
  });
}
