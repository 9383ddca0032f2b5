import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import { lettering } from '../../testing/lettering.js';
import { messageClock } from '../../testing/message-clock.js';
import type { BehaviourSuite } from './behaviour-suite.js';

/** Reloads: what belongs to the load before, and when it goes. */
export function eras({ target }: BehaviourSuite): void {
  it('sweeps what a reload did not bring, when the first change after it arrives', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange(),
      rowChange({ operation: 'load', values: { id: 1, name: 'gone' } }),
      rowChange({ operation: 'load', values: { id: 2, name: 'old' } }),
    ]);
    await applyTwice(writer, [tableChange({ operation: 'drop-table' })]);
    expect(writer.tables()).toMatchObject([{ state: 'dropped-at-source' }]);
    await applyTwice(writer, [tableChange(), rowChange({ operation: 'load', values: { id: 2, name: 'new' } })]);
    expect(await rows()).toEqual([
      { id: '1', name: 'gone' },
      { id: '2', name: 'new' },
    ]);
    expect(writer.tables()).toMatchObject([{ state: 'loading' }]);
    await applyTwice(writer, [rowChange({ values: { id: 3, name: 'first change' } })]);
    expect(await rows()).toEqual([
      { id: '2', name: 'new' },
      { id: '3', name: 'first change' },
    ]);
    expect(writer.tables()).toMatchObject([{ state: 'live', reason: null }]);
  });

  it('sweeps when it is told that the load is complete', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const shop = { schema: 'shop', table: 'orders' };
    await applyTwice(writer, [tableChange(), rowChange({ operation: 'load', values: { id: 1 } })]);
    expect(await writer.completeLoad(shop)).toBe(0);
    await applyTwice(writer, [tableChange(), rowChange({ operation: 'load', values: { id: 2 } })]);
    expect(await writer.completeLoad(shop)).toBe(1);
    expect(await writer.completeLoad(shop)).toBe(0);
    expect(await writer.completeLoad({ schema: 'shop', table: 'nothing' })).toBe(0);
    expect(await rows()).toEqual([{ id: '2', name: null }]);
  });

  it('refuses a late row of the era before, also in a process that did not see the new one begin', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange(), rowChange({ operation: 'load', values: { id: 1, name: 'old' } })]);
    const other = await newWriter();
    await other.write([rowChange({ values: { id: 1, name: 'newer' } })]);
    const late = rowChange({ operation: 'load', values: { id: 7, name: 'late' } });
    await applyTwice(writer, [tableChange(), rowChange({ operation: 'load', values: { id: 2, name: 'new' } })]);
    expect(await applyTwice(other, [late])).toMatchObject({ staleSkipped: 1 });
    expect(await other.write([late])).toMatchObject({ staleSkipped: 1 });
    expect(await applyTwice(writer, [late])).toMatchObject({ staleSkipped: 1 });
    await applyTwice(writer, [rowChange({ values: { id: 3, name: 'change' } })]);
    expect((await rows()).map(({ id }) => id)).toEqual(['2', '3']);
  });

  it('refuses a late part of a row of the era before, in a process that did not see the new one begin', async () => {
    const { newWriter, rows } = target();
    const clock = messageClock();
    const one = await newWriter();
    await one.write([tableChange({ timeMicros: clock.next() })]);
    const other = await newWriter();
    await other.write([rowChange({ values: { id: 1, name: 'of before' }, timeMicros: clock.next() })]);
    const late = [
      rowChange({ operation: 'load', values: { id: 2, name: 'of before' }, timeMicros: clock.next() }),
      rowChange({ operation: 'update', values: { id: 2 }, timeMicros: clock.next() }),
      rowChange({ operation: 'update', values: { id: 3 }, before: { id: 2 }, timeMicros: clock.next() }),
    ];
    await one.write([
      tableChange({ timeMicros: clock.next() }),
      rowChange({ operation: 'load', values: { id: 4, name: 'loaded' }, timeMicros: clock.next() }),
    ]);
    await one.completeLoad({ schema: 'shop', table: 'orders' });
    await other.write(late);
    await other.write(late);
    expect(await rows()).toEqual([{ id: '4', name: 'loaded' }]);
  });

  it.each([
    ['with a key', ['id']],
    ['without a key', []],
  ] as const)('judges no row of the load before by the types of the present one, in a table %s', async (_, key) => {
    const { newWriter, rows } = target();
    const { applyTwice, letters, put } = lettering(target());
    const clock = messageClock();
    const at = () => ({ timeMicros: clock.next() });
    const before = tableChange({ ...at(), definition: definition({ id: 'INT32', v: 'STRING' }, key) });
    const late = [
      rowChange({ ...at(), operation: 'load', values: { id: 1, v: 'one' } }),
      rowChange({ ...at(), values: { id: 9, v: 'nine', gone: 'x' } }),
      rowChange({ ...at(), operation: 'update', values: { id: 9, v: 'ten' }, before: { id: 9, v: 'nine' } }),
      rowChange({ ...at(), operation: 'delete', values: { id: 9, v: 'ten' } }),
    ];
    await applyTwice(await newWriter(), [
      before,
      tableChange({ ...at(), operation: 'drop-table', definition: undefined }),
      tableChange({ ...at(), definition: definition({ id: 'INT32', v: 'INT32' }, key) }),
    ]);
    const writer = await newWriter();
    await writer.write([rowChange({ ...at(), operation: 'load', values: { id: 1, v: 1 } })]);
    // As a version before this one left it.
    await put(late[0]!, 'value-not-castable');
    expect(await applyTwice(writer, late)).toMatchObject({ refused: [] });
    expect((await letters()).map(({ state }) => state)).toEqual(['superseded']);
    expect(await rows()).toEqual([{ id: '1', v: '1' }]);
  });

  it('tells the same numbers of a history whose column gets another type with a reload', async () => {
    const { newWriter, rows } = target();
    const { write, letters } = lettering(target());
    const clock = messageClock();
    const at = () => ({ timeMicros: clock.next() });
    const history = [
      tableChange({ ...at(), definition: definition({ id: 'INT32', v: 'STRING' }, ['id']) }),
      rowChange({ ...at(), operation: 'load', values: { id: 1, v: 'one' } }),
      rowChange({ ...at(), values: { id: 2, v: 'two' } }),
      rowChange({ ...at(), operation: 'update', values: { id: 2, v: 'zwei' } }),
      rowChange({ ...at(), values: { id: 4, v: 'four' } }),
      rowChange({ ...at(), operation: 'delete', values: { id: 4 } }),
      tableChange({ ...at(), operation: 'drop-table', definition: undefined }),
      tableChange({ ...at(), definition: definition({ id: 'INT32', v: 'INT32' }, ['id']) }),
      rowChange({ ...at(), operation: 'load', values: { id: 1, v: 1 } }),
      rowChange({ ...at(), operation: 'load', values: { id: 2, v: 2 } }),
      rowChange({ ...at(), values: { id: 3, v: 3 } }),
    ];
    const numbers = async () => {
      const { refused, rowsUpserted, rowsDeleted, statements } = await write(await newWriter(), history);
      return { refused, rowsUpserted, rowsDeleted, statements };
    };
    const first = await numbers();
    expect(first).toMatchObject({ refused: [], rowsUpserted: 5, rowsDeleted: 1 });
    expect(await numbers()).toEqual(first);
    expect(await letters()).toEqual([]);
    expect(await rows()).toEqual([1, 2, 3].map((id) => ({ id: String(id), v: String(id) })));
  });

  it('keeps the table of a drop that no create-table follows', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const minute = 60_000_000;
    const create = tableChange();
    await applyTwice(writer, [create, rowChange({ values: { id: 1 } })]);
    const drop = tableChange({ operation: 'drop-table' });
    await applyTwice(writer, [drop]);
    await applyTwice(writer, [
      rowChange({ table: { schema: 'shop', table: 'other' }, timeMicros: drop.timeMicros! + 2 * minute }),
    ]);
    expect(await rows()).toHaveLength(1);
    expect(writer.tables()[0]).toMatchObject({
      state: 'dropped-at-source',
      reason: 'The table was dropped at the source.',
    });
    expect((await newWriter()).tables()[0]).toMatchObject({ state: 'dropped-at-source' });
  });

  it('drops the table where the policy says so, once no create-table can follow any more', async () => {
    const { newWriter, applyTwice, snapshot } = target();
    const writer = await newWriter({ onDropTable: 'apply' });
    const minute = 60_000_000;
    await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1 } })]);
    const drop = tableChange({ operation: 'drop-table' });
    await writer.write([drop]);
    expect(await snapshot()).toMatchObject({ orders: [{ id: '1' }] });
    const other = { schema: 'shop', table: 'other' };
    await writer.write([tableChange({ table: other, timeMicros: drop.timeMicros! + 2 * minute })]);
    expect(await snapshot()).toEqual({ other: [] });
    expect(writer.tables().map(({ name }) => name)).toEqual(['other']);
  });

  it('does not drop a table whose reload begins', async () => {
    const { newWriter, rows } = target();
    const writer = await newWriter({ onDropTable: 'apply' });
    const minute = 60_000_000;
    await writer.write([tableChange(), rowChange({ values: { id: 1 } })]);
    const drop = tableChange({ operation: 'drop-table' });
    const create = tableChange({ timeMicros: drop.timeMicros! + minute / 2 });
    await writer.write([drop, create]);
    await writer.write([
      rowChange({ operation: 'load', values: { id: 2 }, timeMicros: drop.timeMicros! + 3 * minute }),
    ]);
    expect(await rows()).toHaveLength(2);
  });

  it('changes nothing when drop, create and load are delivered again after later changes', async () => {
    const { newWriter, applyTwice, snapshot } = target();
    const writer = await newWriter();
    const first = [tableChange(), rowChange({ operation: 'load', values: { id: 1, name: 'a' } })];
    const reload = [
      tableChange({ operation: 'drop-table' }),
      tableChange(),
      rowChange({ operation: 'load', values: { id: 2, name: 'b' } }),
    ];
    const changes = [
      rowChange({ values: { id: 3, name: 'c' } }),
      rowChange({ operation: 'update', values: { id: 2, name: 'd' } }),
    ];
    await applyTwice(writer, [...first, ...reload, ...changes]);
    const before = await snapshot();
    await applyTwice(writer, [...first, ...reload]);
    expect(await snapshot()).toEqual(before);
    await applyTwice(await newWriter(), reload);
    expect(await snapshot()).toEqual(before);
  });

  it('reloads a table whose columns changed meanwhile, and keeps columns that only the target has', async () => {
    const { newWriter, applyTwice, rows, sql } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange(), rowChange({ operation: 'load', values: { id: 1, name: 'a' } })]);
    await sql('ALTER TABLE {orders} ADD COLUMN note TEXT');
    await sql("UPDATE {orders} SET note = 'mine' WHERE id = 1");
    const grown = definition({ id: 'INT32', name: 'STRING', amount: 'INT64' }, ['id']);
    await applyTwice(writer, [
      tableChange({ definition: grown }),
      rowChange({ operation: 'load', values: { id: 1, name: 'b', amount: 5 } }),
    ]);
    expect(await rows()).toEqual([{ id: '1', name: 'b', note: 'mine', amount: '5' }]);
  });

  it('makes a table incomplete by name when DMS confesses a loss, until it is reloaded', async () => {
    const { newWriter, applyTwice } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1 } })]);
    const suspended = { schema: '', table: 'awsdms_suspended_tables' };
    await applyTwice(writer, [
      tableChange({ table: suspended }),
      rowChange({
        table: suspended,
        values: { TABLE_OWNER: 'shop', TABLE_NAME: 'orders', SUSPEND_REASON: 'full of errors' },
      }),
    ]);
    expect(writer.tables()).toMatchObject([
      { name: 'orders', state: 'incomplete', reason: expect.stringContaining('full of errors') as string },
    ]);
    expect((await newWriter()).tables()).toMatchObject([{ name: 'orders', state: 'incomplete' }]);
    await applyTwice(writer, [tableChange()]);
    expect(writer.tables()).toMatchObject([
      { state: 'loading', reason: expect.stringContaining('dray reload --complete shop.orders') as string },
    ]);
  });

  it('ignores control tables, or writes them to schema dms, where the policy says so', async () => {
    const { newWriter, applyTwice, snapshot, schema } = target();
    const status = { schema: '', table: 'awsdms_status' };
    const records = [
      tableChange({ table: status, definition: definition({ server_name: 'STRING', task_name: 'STRING' }) }),
      rowChange({ table: status, operation: 'insert', values: { server_name: 's', task_name: 't' } }),
    ];
    await applyTwice(await newWriter({ controlTables: 'ignore' }), records);
    expect(await snapshot()).toEqual({});
    const route = [{ table: '.awsdms_*', target: { schema } }];
    await applyTwice(await newWriter({ controlTables: 'write', tables: route }), records);
    expect(await snapshot()).toMatchObject({ awsdms_status: [{ server_name: 's', task_name: 't' }] });
  });

  it('reads what DMS confesses also where its control tables are written, in a schema of their own too', async () => {
    const { newWriter, applyTwice, snapshot, schema } = target();
    const suspended = { schema: 'dms', table: 'awsdms_suspended_tables' };
    const tables = [
      { table: 'dms.awsdms_*', target: { schema } },
      { table: 'shop.*', target: { schema } },
    ];
    const writer = await newWriter({ controlTables: 'write', tables });
    await applyTwice(writer, [
      tableChange(),
      tableChange({ table: suspended, definition: definition({ table_owner: 'STRING', table_name: 'STRING' }) }),
      rowChange({ table: suspended, values: { table_owner: 'shop', table_name: 'orders' } }),
    ]);
    expect(writer.tables()).toContainEqual(expect.objectContaining({ name: 'orders', state: 'incomplete' }));
    expect(await snapshot()).toMatchObject({ awsdms_suspended_tables: [{ table_name: 'orders' }] });
  });

  it('writes a table of the user whose name begins as those of DMS do', async () => {
    const { newWriter, applyTwice, snapshot } = target();
    const own = { schema: 'shop', table: 'awsdms_orders' };
    await applyTwice(await newWriter(), [
      tableChange({ table: own }),
      rowChange({ table: own, values: { id: 1, name: 'a' } }),
      rowChange({ table: own, operation: 'delete', values: { id: 2 } }),
    ]);
    expect(await snapshot()).toMatchObject({ awsdms_orders: [{ id: '1', name: 'a' }] });
  });
}
