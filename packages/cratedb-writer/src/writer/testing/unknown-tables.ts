import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import type { BehaviourSuite } from './behaviour-suite.js';

/** What stands in the target, what is remembered, and what nobody told of. */
export function unknownTables({ target }: BehaviourSuite): void {
  it('lets rows wait for their create-table, in order, and writes them with it', async () => {
    const { newWriter, applyTwice, rows, snapshot } = target();
    const writer = await newWriter();
    const create = tableChange();
    const early = [rowChange({ values: { id: 1, name: 'a' } }), rowChange({ values: { id: 2, name: 'b' } })];
    expect(await writer.write(early, 'wait')).toMatchObject({ waiting: early, refused: [], rowsUpserted: 0 });
    expect(await snapshot()).toEqual({});
    expect(await writer.write([...early, create], 'wait')).toMatchObject({ waiting: [], refused: [], rowsUpserted: 2 });
    await applyTwice(writer, [...early, create]);
    expect(await rows()).toHaveLength(2);
  });

  it('refuses rows of an unknown table when it shall decide', async () => {
    const { newWriter, applyTwice } = target();
    const outcome = await applyTwice(await newWriter(), [rowChange()]);
    expect(outcome).toMatchObject({ waiting: [], refused: [{ refusal: { code: 'unknown-table' } }] });
  });

  it('creates an unknown table from its rows with a configured key, and widens it', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({ tables: [{ table: 'shop.*', primaryKey: ['id'] }] });
    await applyTwice(writer, [
      rowChange({ values: { id: 1, name: 'a', nothing: null } }),
      rowChange({ values: { id: 2, name: null, amount: 5, nothing: null } }),
      rowChange({ values: { id: 3, ok: true, ratio: 0.5, big: 2n ** 62n } }),
    ]);
    expect(await rows()).toMatchObject([
      { id: '1', name: 'a', amount: null },
      { id: '2', name: null, amount: '5' },
      { id: '3', ok: 't', ratio: '0.5', big: String(2n ** 62n) },
    ]);
  });

  it('refuses a row of an unknown table that lacks the configured key', async () => {
    const { newWriter, applyTwice, snapshot } = target();
    const writer = await newWriter({ tables: [{ table: 'shop.*', primaryKey: ['id'] }] });
    const outcome = await applyTwice(writer, [rowChange({ values: { name: 'a' } })]);
    expect(outcome.refused).toMatchObject([{ refusal: { code: 'incomplete-key' } }]);
    expect(await snapshot()).toEqual({});
    await applyTwice(writer, [rowChange({ values: { id: 1, name: 'a' } })]);
    expect(await snapshot()).toMatchObject({ orders: [{ id: '1' }] });
  });

  it.each(['wait', 'decide'] as const)(
    'adds a column that comes in a row, and passes over one that is NULL (%s)',
    async (unknown) => {
      const { newWriter, rows } = target();
      const writer = await newWriter();
      await writer.write([tableChange()]);
      const changes = [
        rowChange({ values: { id: 1, extra: null } }),
        rowChange({ values: { id: 2, extra: 'x', other: null } }),
      ];
      await writer.write(changes, unknown);
      await writer.write(changes, unknown);
      expect(await rows()).toEqual([
        { id: '1', name: null, extra: null },
        { id: '2', name: null, extra: 'x' },
      ]);
      expect(writer.warnings()).toHaveLength(1);
    },
  );

  it.each(['direct', 'universal'] as const)(
    'does the right thing in a process that gets only an update and a delete (%s)',
    async (mapping) => {
      const { newWriter, applyTwice, rows } = target();
      const policy = { mapping };
      await applyTwice(await newWriter(policy), [
        tableChange(),
        rowChange({ values: { id: 1, name: 'a' } }),
        rowChange({ values: { id: 2, name: 'b' } }),
      ]);
      const before = await rows();
      const outcome = await applyTwice(await newWriter(policy), [
        rowChange({ operation: 'update', values: { id: 1, name: 'z' } }),
        rowChange({ operation: 'delete', values: { id: 2 } }),
      ]);
      expect(outcome).toMatchObject({ refused: [], waiting: [] });
      expect(before).toHaveLength(2);
      expect(JSON.stringify(await rows())).toContain('z');
      expect(await rows()).toHaveLength(1);
    },
  );

  it('writes a table that stands in the target though nobody told of it, once it may', async () => {
    const { newWriter, applyTwice, rows, sql, schema } = target();
    await sql(`CREATE SCHEMA IF NOT EXISTS "${schema}"`).catch(() => undefined);
    await sql('CREATE TABLE {orders} (id INTEGER PRIMARY KEY, name TEXT)');
    const writer = await newWriter({ adopt: true });
    const outcome = await applyTwice(writer, [
      rowChange({ values: { id: 1, name: 'a' } }),
      rowChange({ operation: 'delete', values: { id: 2 } }),
    ]);
    expect(outcome).toMatchObject({ refused: [] });
    expect(await rows()).toEqual([{ id: '1', name: 'a' }]);
    expect(writer.warnings()).toEqual([]);
  });

  it('halts at a table that holds rows and belongs to nobody, or to another pipeline, unless it shall adopt it', async () => {
    const { newWriter, applyTwice, rows, sql, schema, pipeline } = target();
    await sql(`CREATE SCHEMA IF NOT EXISTS "${schema}"`).catch(() => undefined);
    await sql('CREATE TABLE {orders} (id INTEGER PRIMARY KEY, name TEXT, note TEXT)');
    await sql("INSERT INTO {orders} VALUES (1, 'a', 'mine'), (2, 'b', 'mine')");
    const create = tableChange();
    const halt = { code: 'foreign-table', reaction: 'halt' };
    await expect((await newWriter()).write([create])).rejects.toMatchObject(halt);
    await expect((await newWriter()).write([rowChange()])).rejects.toMatchObject(halt);
    await applyTwice(await newWriter({ adopt: true }), [
      create,
      rowChange({ operation: 'update', values: { id: 1, name: 'z' } }),
    ]);
    expect(await rows()).toEqual([{ id: '1', name: 'z', note: 'mine' }]);
    await expect((await newWriter({}, { pipeline: `${pipeline}-2` })).write([create])).rejects.toMatchObject(halt);
  });

  it('does not take a table of its own for a foreign one that another process of the pipeline made', async () => {
    const { newWriter, applyTwice, rows } = target();
    const one = await newWriter();
    const other = await newWriter();
    await applyTwice(one, [tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    expect(
      await applyTwice(other, [tableChange(), rowChange({ operation: 'load', values: { id: 2, name: 'b' } })]),
    ).toMatchObject({ refused: [] });
    expect(await rows()).toHaveLength(2);
  });

  it('does not take it for a foreign one that another process made and filled while this one was looking', async () => {
    const { database, newWriter, rows } = target();
    const other = await newWriter();
    const create = tableChange();
    let raced = false;
    const late = await newWriter(
      {},
      {
        database: {
          ...database,
          execute: async (statement, lane) => {
            // Its memory was read: the catalogue comes next.
            if (!raced && /SHOW CREATE|pg_class/u.test(statement.sql)) {
              raced = true;
              await other.write([create, rowChange({ values: { id: 1, name: 'rope' } })]);
            }
            return database.execute(statement, lane);
          },
        },
      },
    );
    await late.write([create, rowChange({ values: { id: 2, name: 'sail' } })]);
    expect(raced).toBe(true);
    expect((await rows()).map(({ name }) => name)).toEqual(['rope', 'sail']);
  });

  it('keeps what another process of the pipeline knows of a table when it marks it incomplete', async () => {
    const { newWriter, applyTwice, rows } = target();
    const one = await newWriter();
    const other = await newWriter();
    await applyTwice(one, [tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    await other.markIncomplete({ schema: 'shop', table: 'orders' }, 'a gap');
    const third = await newWriter();
    expect(third.tables()).toMatchObject([{ state: 'incomplete', reason: 'a gap' }]);
    await applyTwice(third, [rowChange({ values: { id: 2 } })]);
    expect(await rows()).toEqual([
      { id: '1', name: 'a' },
      { id: '2', name: null },
    ]);
  });

  it('sees a drop, a rename and an added column though another process made the table', async () => {
    const { newWriter, applyTwice, rows } = target();
    const one = await newWriter();
    const other = await newWriter();
    const third = await newWriter();
    await applyTwice(one, [tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    const renamed = definition({ id: 'INT32', title: 'STRING' }, ['id']);
    await applyTwice(other, [
      tableChange({ operation: 'rename-column', renamedColumn: { from: 'name', to: 'title' }, definition: renamed }),
    ]);
    expect(await rows()).toEqual([{ id: '1', title: 'a' }]);
    await applyTwice(third, [tableChange({ operation: 'drop-table' })]);
    expect((await newWriter()).tables()).toMatchObject([{ state: 'dropped-at-source' }]);
  });

  it('makes a table again that somebody dropped, and columns, too', async () => {
    const { newWriter, applyTwice, rows, sql } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    await sql('DROP TABLE {orders}');
    await applyTwice(writer, [rowChange({ values: { id: 2, name: 'b' } })]);
    expect(await rows()).toEqual([{ id: '2', name: 'b' }]);
    await sql('ALTER TABLE {orders} DROP COLUMN name');
    await applyTwice(writer, [rowChange({ values: { id: 3, name: 'c' } })]);
    expect(await rows()).toEqual([
      { id: '2', name: null },
      { id: '3', name: 'c' },
    ]);
    await sql('DROP TABLE {orders}');
    await applyTwice(writer, [rowChange({ operation: 'delete', values: { id: 3 } })]);
    expect(await rows()).toEqual([]);
  });

  it('takes a column as it is that somebody added before DMS told of it', async () => {
    const { newWriter, applyTwice, rows, sql } = target();
    const writer = await newWriter();
    await applyTwice(writer, [tableChange(), rowChange({ values: { id: 1, name: 'a' } })]);
    await sql('ALTER TABLE {orders} ADD COLUMN amount BIGINT');
    await applyTwice(writer, [
      tableChange({
        operation: 'add-column',
        definition: definition({ id: 'INT32', name: 'STRING', amount: 'INT64' }, ['id']),
      }),
      rowChange({ values: { id: 2, amount: 5 } }),
    ]);
    expect(await rows()).toMatchObject([{ id: '1' }, { id: '2', amount: '5' }]);
  });

  it('keeps tables of equal names apart, and routes them as the policy says', async () => {
    const { newWriter, applyTwice, snapshot, schema } = target();
    const writer = await newWriter({ tables: [{ table: 'crm.orders', target: { schema, table: 'crm_orders' } }] });
    const crm = { schema: 'crm', table: 'orders' };
    await applyTwice(writer, [
      tableChange(),
      tableChange({ table: crm }),
      rowChange({ values: { id: 1 } }),
      rowChange({ table: crm, values: { id: 2 } }),
    ]);
    expect(await snapshot()).toMatchObject({ orders: [{ id: '1' }], crm_orders: [{ id: '2' }] });
  });
}
