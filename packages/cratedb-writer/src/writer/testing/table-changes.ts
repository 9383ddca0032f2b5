import { expect, it } from 'vitest';
import { definition, rowChange, tableChange, unknownChange } from '../../testing/change-factories.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const base = { id: 'INT32', name: 'STRING' };
const grown = { ...base, amount: 'INT64' };

/** Control records of the source, and names. */
export function tableChanges({ target }: BehaviourSuite): void {
  it('creates the table, and adds to one of before what it lacks', async () => {
    const { newWriter, applyTwice, rows, columns } = target();
    await applyTwice(await newWriter(), [tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange({ definition: definition(grown, ['id']) }),
      rowChange({ values: { id: 2, amount: 5 } }),
    ]);
    expect(await columns()).toEqual(['id', 'name', 'drayage_time', 'amount']);
    expect(await rows()).toMatchObject([{ id: '2', name: null, amount: '5' }]);
  });

  it('adds, renames and drops columns, each seen twice or late', async () => {
    const { newWriter, applyTwice, rows, columns } = target();
    const writer = await newWriter();
    const history = [
      tableChange(),
      rowChange({ values: { id: 1, name: 'a' } }),
      tableChange({ operation: 'add-column', definition: definition(grown, ['id']) }),
      rowChange({ values: { id: 2, name: 'b', amount: 2 } }),
      tableChange({
        operation: 'rename-column',
        renamedColumn: { from: 'amount', to: 'price' },
        definition: definition({ ...base, price: 'INT64' }, ['id']),
      }),
      rowChange({ values: { id: 3, name: 'c', price: 3 } }),
      tableChange({
        operation: 'drop-column',
        droppedColumns: ['name'],
        definition: definition({ id: 'INT32', price: 'INT64' }, ['id']),
      }),
      rowChange({ values: { id: 4, price: 4 } }),
    ];
    await applyTwice(writer, history);
    const expected = [1, 2, 3, 4].map((id) => ({ id: String(id), price: id === 1 ? null : String(id) }));
    expect(await rows()).toEqual(expected);
    expect([...(await columns())].sort()).toEqual(['drayage_time', 'id', 'price']);
    await applyTwice(await newWriter(), history);
    expect(await rows()).toEqual(expected);
    expect([...(await columns())].sort()).toEqual(['drayage_time', 'id', 'price']);
  });

  it('evolves the target in a process that knows the table from before', async () => {
    const { newWriter, applyTwice, rows, columns } = target();
    await applyTwice(await newWriter(), [
      tableChange({ definition: definition(grown, ['id']) }),
      rowChange({ values: { id: 1, name: 'a', amount: 7 } }),
    ]);
    await applyTwice(await newWriter(), [
      tableChange({
        operation: 'rename-column',
        renamedColumn: { from: 'amount', to: 'price' },
        definition: definition({ ...base, price: 'INT64' }, ['id']),
      }),
    ]);
    expect(await rows()).toEqual([{ id: '1', name: 'a', price: '7' }]);
    await applyTwice(await newWriter(), [
      tableChange({
        operation: 'drop-column',
        droppedColumns: ['name'],
        definition: definition({ id: 'INT32', price: 'INT64' }, ['id']),
      }),
    ]);
    expect([...(await columns())].sort()).toEqual(['drayage_time', 'id', 'price']);
    await applyTwice(await newWriter(), [
      tableChange({ operation: 'rename-table', renamedTo: { schema: 'shop', table: 'sales' }, definition: undefined }),
    ]);
    expect(await rows('sales')).toEqual([{ id: '1', price: '7' }]);
  });

  it('writes a late row under the name its column has now, and leaves dropped columns out', async () => {
    const { newWriter, applyTwice, rows, columns } = target();
    const writer = await newWriter();
    const create = tableChange({ definition: definition(grown, ['id']) });
    const late = rowChange({ values: { id: 1, name: 'late', amount: 5 } });
    await applyTwice(writer, [
      create,
      tableChange({
        operation: 'rename-column',
        renamedColumn: { from: 'amount', to: 'price' },
        definition: definition({ ...base, price: 'INT64' }, ['id']),
      }),
      tableChange({
        operation: 'drop-column',
        droppedColumns: ['name'],
        definition: definition({ id: 'INT32', price: 'INT64' }, ['id']),
      }),
    ]);
    expect(await applyTwice(writer, [late])).toMatchObject({ refused: [] });
    expect([...(await columns())].sort()).toEqual(['drayage_time', 'id', 'price']);
    expect(await rows()).toEqual([{ id: '1', price: '5' }]);
    const anew = rowChange({ values: { id: 2, name: 'a column of that name again' } });
    await applyTwice(await newWriter(), [{ ...late, values: { id: 3, name: 'late', amount: 6 } }, anew]);
    expect(await rows()).toEqual([
      { id: '1', price: '5', name: null },
      { id: '2', price: null, name: 'a column of that name again' },
      { id: '3', price: '6', name: null },
    ]);
  });

  it('renames a table with its rows', async () => {
    const { newWriter, applyTwice, rows, snapshot } = target();
    const writer = await newWriter();
    const sales = { schema: 'shop', table: 'sales' };
    await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    await applyTwice(writer, [
      tableChange({ operation: 'rename-table', renamedTo: sales, definition: undefined }),
      rowChange({ table: sales, values: { id: 2, name: 'b' } }),
    ]);
    expect(Object.keys(await snapshot())).toEqual(['sales']);
    expect(await rows('sales')).toHaveLength(2);
    expect(writer.tables()).toMatchObject([{ name: 'sales' }]);
  });

  it('does not make a renamed table a second time when its history is delivered again', async () => {
    const { newWriter, applyTwice, snapshot } = target();
    const writer = await newWriter();
    const sales = { schema: 'shop', table: 'sales' };
    const history = [
      tableChange(),
      rowChange({ values: { id: 1, name: 'a' } }),
      tableChange({ operation: 'rename-table', renamedTo: sales, definition: undefined }),
      rowChange({ table: sales, values: { id: 2, name: 'b' } }),
    ];
    await applyTwice(writer, history);
    const before = await snapshot();
    expect(await applyTwice(await newWriter(), history)).toMatchObject({ refused: [], waiting: [] });
    expect(await snapshot()).toEqual(before);
    await applyTwice(writer, [tableChange(), rowChange({ operation: 'load', values: { id: 7 } })]);
    expect(await snapshot()).toMatchObject({ orders: [{ id: '7' }], sales: before['sales'] });
  });

  it('does not rename a table over one that stands there already', async () => {
    const { newWriter, applyTwice, snapshot } = target();
    const writer = await newWriter();
    const sales = { schema: 'shop', table: 'sales' };
    await applyTwice(writer, [
      tableChange(),
      tableChange({ table: sales }),
      rowChange({ values: { id: 1 } }),
      rowChange({ table: sales, values: { id: 9 } }),
    ]);
    const before = await snapshot();
    const outcome = await applyTwice(writer, [
      tableChange({ operation: 'rename-table', renamedTo: sales, definition: undefined }),
    ]);
    expect(outcome.refused).toMatchObject([{ refusal: { code: 'ddl-failed' } }]);
    expect(await snapshot()).toEqual(before);
  });

  it('suspends a table whose key changed, and only that one, until a create-table fits again', async () => {
    const { newWriter, applyTwice, rows, sql } = target();
    const writer = await newWriter();
    const other = { schema: 'shop', table: 'other' };
    await applyTwice(writer, [
      tableChange(),
      tableChange({ table: other }),
      rowChange({ values: { id: 1, name: 'a' } }),
    ]);
    const outcome = await applyTwice(writer, [
      tableChange({ operation: 'change-columns', definition: definition(base, ['name']) }),
      rowChange({ values: { id: 2, name: 'b' } }),
      rowChange({ table: other, values: { id: 2, name: 'b' } }),
    ]);
    expect(outcome.refused.map(({ refusal }) => refusal.code)).toEqual(['key-changed', 'key-changed']);
    expect(writer.tables().find(({ name }) => name === 'orders')).toMatchObject({ state: 'suspended' });
    expect(await rows('other')).toHaveLength(1);
    expect((await (await newWriter()).write([rowChange({ values: { id: 3 } })])).refused).toHaveLength(1);
    await sql('DROP TABLE {orders}');
    expect(
      await applyTwice(writer, [
        tableChange({ definition: definition(base, ['name']) }),
        rowChange({ values: { id: 2, name: 'b' } }),
      ]),
    ).toMatchObject({ refused: [] });
    expect(await rows()).toEqual([{ id: '2', name: 'b' }]);
  });

  it('refuses a definition whose configured key has columns that the source lacks', async () => {
    const { newWriter, applyTwice } = target();
    const writer = await newWriter({ tables: [{ table: 'shop.orders', primaryKey: ['nowhere'] }] });
    const outcome = await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1 } })]);
    expect(outcome.refused.map(({ refusal }) => refusal.code)).toEqual(['ddl-failed', 'table-suspended']);
    expect(outcome.refused[0]?.refusal.message).toContain('nowhere');
  });

  it('waits for a row to bring a column that its control record does not name, and refuses a rename of that kind', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const outcome = await applyTwice(writer, [
      tableChange(),
      tableChange({ operation: 'add-column', definition: undefined }),
      rowChange({ values: { id: 1, amount: 5 } }),
      tableChange({ operation: 'rename-column', definition: undefined }),
    ]);
    expect(outcome.refused).toMatchObject([
      { change: { operation: 'rename-column' }, refusal: { code: 'ddl-failed' } },
    ]);
    expect(await rows()).toEqual([{ id: '1', name: null, amount: '5' }]);
    expect(writer.warnings()).toHaveLength(2);
  });

  it('refuses an operation nobody described', async () => {
    const { newWriter, applyTwice } = target();
    expect((await applyTwice(await newWriter(), [unknownChange()])).refused).toMatchObject([
      { refusal: { code: 'unknown-operation' } },
    ]);
  });

  it('leaves out tables and columns that the policy excludes', async () => {
    const { newWriter, applyTwice, snapshot, rows } = target();
    const writer = await newWriter({
      exclude: ['*.secrets'],
      tables: [{ table: 'shop.orders', excludeColumns: ['name'] }],
    });
    const secrets = { schema: 'shop', table: 'secrets' };
    const outcome = await applyTwice(writer, [
      tableChange(),
      tableChange({ table: secrets }),
      rowChange({ table: secrets, values: { id: 1 } }),
      rowChange({ values: { id: 1, name: 'a' } }),
      rowChange({ operation: 'update', values: { id: 1, name: 'b' } }),
    ]);
    expect(outcome).toMatchObject({ refused: [], waiting: [], tables: [{ name: 'orders', rowsUpserted: 1 }] });
    expect(Object.keys(await snapshot())).toEqual(['orders']);
    expect(await rows()).toEqual([{ id: '1' }]);
  });

  it('takes names that the target refuses, and names that try to be SQL', async () => {
    const { newWriter, applyTwice, rows, snapshot } = target();
    const writer = await newWriter();
    const names = [
      'a.b',
      'q"uote',
      "apo'strophe",
      'br[0]',
      '_id',
      'ctid',
      'drayage_time',
      'drayage_id',
      ' ',
      '%41',
      'x"); DROP TABLE orders; --',
      'ümläut',
      '__proto__',
      'constructor',
    ];
    const table = { schema: 'shop', table: 'weird; DROP TABLE "x" .[0]' };
    const values = Object.fromEntries([['id', 1], ...names.map((name, at): [string, number] => [name, at])]);
    const columns = {
      columns: ['id', ...names].map((name) => ({ name, type: 'INT32', nullable: name !== 'id' })),
      primaryKey: ['id'],
    };
    const outcome = await applyTwice(writer, [
      tableChange({ table, definition: columns }),
      rowChange({ table, values, timeMicros: 2e15 }),
      rowChange({ table, values: { id: 2 }, timeMicros: 2e15 }),
    ]);
    expect(outcome.refused).toEqual([]);
    const [stored] = Object.keys(await snapshot());
    const found = (await rows(stored)) as readonly Record<string, string | null>[];
    expect(Object.values(found[0]!)).toHaveLength(names.length + 1);
    expect(found).toHaveLength(2);
    await applyTwice(await newWriter(), [
      rowChange({ table, operation: 'update', values: { id: 1, 'a.b': 77 }, timeMicros: 2e15 + 1 }),
    ]);
    expect(Object.values((await rows(stored))[0]!)).toContain('77');
  });

  it('takes a rename that tells only the new definition for what it is', async () => {
    const { newWriter, applyTwice, rows } = target();
    await applyTwice(await newWriter(), [
      tableChange(),
      rowChange({ values: { id: 1, name: 'a' } }),
      tableChange({ operation: 'rename-column', definition: definition({ id: 'INT32', title: 'STRING' }, ['id']) }),
      rowChange({ values: { id: 2, title: 'b' } }),
    ]);
    expect(await rows()).toEqual([
      { id: '1', title: 'a' },
      { id: '2', title: 'b' },
    ]);
  });

  it('refuses two source tables in one target table', async () => {
    const { newWriter, applyTwice, schema } = target();
    const writer = await newWriter({ renameSchemas: { shop: schema, store: schema } });
    await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    const table = { schema: 'store', table: 'orders' };
    await expect(
      writer.write([tableChange({ table }), rowChange({ table, values: { id: 1, name: 'b' } })]),
    ).rejects.toMatchObject({
      code: 'foreign-table',
      message: `The source tables shop.orders and store.orders both go to ${schema}.orders.`,
    });
  });
}
