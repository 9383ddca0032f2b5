import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import { messageClock } from '../../testing/message-clock.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const orders = { schema: 'shop', table: 'orders' };
const addition = (name: string, timeMicros: number) =>
  tableChange({ operation: 'add-column', definition: definition({ [name]: 'INT32' }, []), timeMicros });

/** Processes of one pipeline that learn of different changes of a table, one after another and at once. */
export function sharedMemory({ target }: BehaviourSuite): void {
  it('keeps the columns that each of several processes is told of at the same time', async () => {
    const { newWriter, columns, sql, pipeline } = target();
    const clock = messageClock();
    const writers = [await newWriter(), await newWriter(), await newWriter(), await newWriter()];
    await writers[0]!.write([tableChange({ timeMicros: clock.next() })]);
    const names = ['a', 'b', 'c', 'd'];
    const additions = names.map((name) => addition(name, clock.next()));
    await Promise.all(writers.map((writer, index) => writer.write([additions[index]!])));
    expect([...(await columns('orders'))].sort()).toEqual(['a', 'b', 'c', 'd', 'drayage_time', 'id', 'name']);
    const [stored] = await sql(
      `SELECT definition FROM drayage.tables WHERE pipeline = $1 AND source_schema = 'shop' AND source_table = 'orders'`,
      [pipeline],
    );
    const { columns: told } = JSON.parse(String(stored?.[0])) as { columns: readonly { readonly name: string }[] };
    expect(told.map(({ name }) => name).sort()).toEqual(['a', 'b', 'c', 'd', 'id', 'name']);
  });

  it('keeps a NULL that a row told before there was the column, whatever comes late for it', async () => {
    const { newWriter, applyTwice, rows } = target();
    const clock = messageClock();
    const create = tableChange({ timeMicros: clock.next() });
    const dropped = tableChange({
      operation: 'drop-column',
      definition: definition({ id: 'INT32' }, ['id']),
      timeMicros: clock.next(),
    });
    const added = tableChange({
      operation: 'add-column',
      definition: definition({ id: 'INT32', amount: 'INT32' }, ['id']),
      timeMicros: clock.next(),
    });
    const inserted = rowChange({ values: { id: 1, amount: 2 }, timeMicros: clock.next() });
    const emptied = rowChange({ operation: 'update', values: { id: 1, amount: null }, timeMicros: clock.next() });
    await applyTwice(await newWriter(), [create]);
    await applyTwice(await newWriter(), [emptied]);
    const other = await newWriter();
    for (const late of [dropped, added, inserted]) await applyTwice(other, [late]);
    expect(await rows()).toEqual([{ id: '1', amount: null }]);
  });

  it('keeps the time of a column that another process added, when it merges a row', async () => {
    const { newWriter, applyTwice, rows } = target();
    const clock = messageClock();
    const create = tableChange({ timeMicros: clock.next() });
    const inserted = rowChange({ values: { id: 1, name: 'a' }, timeMicros: clock.next() });
    const before = rowChange({ operation: 'update', values: { id: 1, name: 'b' }, timeMicros: clock.next() });
    const first = rowChange({
      operation: 'update',
      values: { id: 1, name: 'c', note: 'first' },
      timeMicros: clock.next(),
    });
    const last = rowChange({ operation: 'update', values: { id: 1, note: 'last' }, timeMicros: clock.next() });
    const outdated = await newWriter();
    await applyTwice(outdated, [create, inserted]);
    await applyTwice(await newWriter(), [last]);
    await applyTwice(outdated, [before]);
    await applyTwice(await newWriter(), [first]);
    expect(await rows()).toEqual([{ id: '1', name: 'c', note: 'last' }]);
  });

  it('keeps an era that another process opened when a row brings a column', async () => {
    const { newWriter, rows } = target();
    const clock = messageClock();
    const one = await newWriter();
    await one.write([
      tableChange({ timeMicros: clock.next() }),
      rowChange({ values: { id: 1, name: 'of before' }, timeMicros: clock.next() }),
    ]);
    const other = await newWriter();
    await other.write([rowChange({ values: { id: 2, name: 'of before' }, timeMicros: clock.next() })]);
    const late = rowChange({ values: { id: 3, name: 'of before', note: 'x' }, timeMicros: clock.next() });
    await one.write([
      tableChange({ timeMicros: clock.next() }),
      rowChange({ operation: 'load', values: { id: 4, name: 'loaded' }, timeMicros: clock.next() }),
    ]);
    await other.write([late]);
    await one.completeLoad(orders);
    expect((await newWriter()).tables()).toMatchObject([{ state: 'live' }]);
    expect((await rows()).map(({ id }) => id)).toEqual(['4']);
  });

  it('calls a table dropped that another process saw dropped after rows of its reload', async () => {
    const { newWriter } = target();
    const clock = messageClock();
    const one = await newWriter();
    await one.write([tableChange({ timeMicros: clock.next() })]);
    const other = await newWriter();
    await one.write([tableChange({ operation: 'drop-table', timeMicros: clock.next() })]);
    await other.write([tableChange({ timeMicros: clock.next() })]);
    const late = rowChange({ operation: 'load', values: { id: 1 }, timeMicros: clock.next() });
    await other.write([tableChange({ operation: 'drop-table', timeMicros: clock.next() })]);
    await one.write([late]);
    expect((await newWriter()).tables()).toMatchObject([{ state: 'dropped-at-source' }]);
  });

  it('lets a change of columns wait for the table it is about, and decides on it without', async () => {
    const { newWriter, columns } = target();
    const clock = messageClock();
    const create = tableChange({
      definition: definition({ name: 'STRING', gone: 'STRING' }, []),
      timeMicros: clock.next(),
    });
    const drop = tableChange({
      operation: 'drop-column',
      droppedColumns: ['gone'],
      definition: definition({ name: 'STRING' }, []),
      timeMicros: clock.next(),
    });
    const writer = await newWriter();
    expect(await writer.write([drop], 'wait')).toMatchObject({ waiting: [drop], refused: [] });
    expect(await (await newWriter()).write([create])).toMatchObject({ refused: [] });
    expect(await writer.write([drop], 'wait')).toMatchObject({ waiting: [], refused: [] });
    expect(await columns('orders')).toEqual(['name', 'drayage_id', 'drayage_time']);
    const untold = tableChange({
      table: { schema: 'shop', table: 'nowhere' },
      operation: 'drop-column',
      definition: undefined,
    });
    expect((await writer.write([untold], 'decide')).refused).toMatchObject([{ refusal: { code: 'ddl-failed' } }]);
  });
}
