import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import type { SchemaChanges } from '../../write-policy.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const base = { id: 'INT32', name: 'STRING' };
const EVOLVE: SchemaChanges = { tables: 'evolve', columns: 'evolve', types: 'evolve' };

/** Each cell of `schemaChanges`: what changes at the source, against what the policy says. */
export function schemaPolicy({ target }: BehaviourSuite): void {
  const writerWith = (changes: Partial<SchemaChanges>) =>
    target().newWriter({ schemaChanges: { ...EVOLVE, ...changes } });
  const other = { schema: 'shop', table: 'fresh' };
  const freshTable = () => [
    tableChange({ table: other }),
    rowChange({ table: other, values: { id: 1, name: 'a' } }),
    rowChange({ values: { id: 1, name: 'a' } }),
  ];

  async function knownTable(): Promise<void> {
    await target().applyTwice(await target().newWriter(), [
      tableChange({ definition: definition({ ...base, n: 'INT32' }, ['id']) }),
      rowChange({ values: { id: 1, name: 'a', n: 1 } }),
    ]);
  }

  it('tables: evolve makes a table nobody knew', async () => {
    await knownTable();
    await target().applyTwice(await writerWith({ tables: 'evolve' }), freshTable());
    expect(Object.keys(await target().snapshot())).toEqual(['fresh', 'orders']);
  });

  it('tables: freeze makes dead letters of it, until the table is made by hand', async () => {
    await knownTable();
    const writer = await writerWith({ tables: 'freeze' });
    const outcome = await target().applyTwice(writer, freshTable());
    expect(outcome.refused.map(({ refusal }) => refusal.code)).toEqual(['schema-frozen', 'schema-frozen']);
    expect(outcome).toMatchObject({ rowsUpserted: 1, leftOut: 0 });
    expect(Object.keys(await target().snapshot())).toEqual(['orders']);
    const untold = { schema: 'shop', table: 'untold' };
    expect(await writer.write([rowChange({ table: untold })], 'wait')).toMatchObject({
      waiting: [],
      refused: [{ refusal: { code: 'schema-frozen' } }],
    });
    await target().sql(`CREATE TABLE {fresh} (id INTEGER PRIMARY KEY, name TEXT, drayage_time BIGINT)`);
    expect(await target().applyTwice(await writerWith({ tables: 'freeze' }), freshTable())).toMatchObject({
      refused: [],
    });
    expect(await target().rows('fresh')).toEqual([{ id: '1', name: 'a' }]);
  });

  it('tables: discard leaves its rows out, counts them, and shows no table', async () => {
    await knownTable();
    const writer = await writerWith({ tables: 'discard' });
    const outcome = await target().applyTwice(writer, [
      ...freshTable(),
      rowChange({ table: other, values: { id: 2 } }),
    ]);
    expect(outcome).toMatchObject({ refused: [], waiting: [], leftOut: 2, rowsUpserted: 1 });
    expect(Object.keys(await target().snapshot())).toEqual(['orders']);
    expect(writer.tables().map(({ name }) => name)).toEqual(['orders']);
    expect(writer.warnings()).toEqual([
      'shop.fresh: the table is neither known nor in the target; its rows are left out (schemaChanges.tables: discard)',
    ]);
    expect(await writer.write([rowChange({ table: { schema: 'shop', table: 'untold' } })], 'wait')).toMatchObject({
      waiting: [],
      leftOut: 1,
    });
  });

  it('tables: halt stops at its first message and goes on when the policy lets it', async () => {
    await knownTable();
    const changes = freshTable();
    await expect((await writerWith({ tables: 'halt' })).write(changes)).rejects.toMatchObject({
      code: 'schema-halted',
      reaction: 'halt',
      message: 'shop.fresh: The table is neither known nor in the target (schemaChanges.tables: halt).',
    });
    await expect(
      (await writerWith({ tables: 'halt' })).write([rowChange({ table: other })], 'wait'),
    ).rejects.toMatchObject({ code: 'schema-halted' });
    expect(await target().applyTwice(await writerWith({}), changes)).toMatchObject({ refused: [] });
  });

  it.each(['freeze', 'discard'] as const)('tables: %s keeps the name of a table that is renamed', async (tables) => {
    await knownTable();
    const writer = await writerWith({ tables });
    const outcome = await target().applyTwice(writer, [
      tableChange({ operation: 'rename-table', renamedTo: other, definition: undefined }),
      rowChange({ table: other, values: { id: 2 } }),
    ]);
    expect(outcome).toMatchObject(tables === 'freeze' ? { leftOut: 0 } : { leftOut: 1, refused: [] });
    expect(outcome.refused.map(({ refusal }) => refusal.code)).toEqual(
      tables === 'freeze' ? ['schema-frozen', 'schema-frozen'] : [],
    );
    expect(await target().rows()).toHaveLength(1);
  });

  it('tables: halt stops at a rename', async () => {
    await knownTable();
    const rename = tableChange({ operation: 'rename-table', renamedTo: other, definition: undefined });
    await expect((await writerWith({ tables: 'halt' })).write([rename])).rejects.toMatchObject({
      code: 'schema-halted',
    });
  });

  const wider = definition({ ...base, n: 'INT32', extra: 'STRING' }, ['id']);
  const withExtra = () => [
    tableChange({ operation: 'add-column', definition: wider }),
    rowChange({ values: { id: 2, name: 'b', n: 2, extra: 'x' } }),
    rowChange({ values: { id: 3, name: 'c', n: 3, extra: null } }),
    rowChange({ values: { id: 4, name: 'd', n: 4, unseen: 'y' } }),
  ];

  it('columns: evolve adds a column, told or seen in a row', async () => {
    await knownTable();
    expect(await target().applyTwice(await writerWith({ columns: 'evolve' }), withExtra())).toMatchObject({
      refused: [],
    });
    expect(await target().columns()).toEqual(['id', 'name', 'n', 'drayage_time', 'extra', 'unseen']);
  });

  it('columns: freeze makes dead letters of rows with a value in it, until the column is made by hand', async () => {
    await knownTable();
    const writer = await writerWith({ columns: 'freeze' });
    const changes = withExtra();
    const { refused } = await target().applyTwice(writer, changes);
    expect(refused.map(({ refusal }) => [refusal.code, refusal.column])).toEqual([
      ['schema-frozen', 'extra'],
      ['schema-frozen', 'unseen'],
    ]);
    expect((await target().rows()).map(({ id }) => id)).toEqual(['1', '3']);
    expect(await target().columns()).toEqual(['id', 'name', 'n', 'drayage_time']);
    await target().sql('ALTER TABLE {orders} ADD COLUMN extra TEXT');
    expect((await target().applyTwice(writer, changes.slice(1, 2))).refused).toEqual([]);
    expect((await target().rows())[1]).toMatchObject({ id: '2', extra: 'x' });
  });

  it('columns: freeze looks for a column once a batch, and folds the other rows together', async () => {
    await knownTable();
    const writer = await writerWith({ columns: 'freeze' });
    await writer.write([rowChange({ values: { id: 1, name: 'a', n: 1 } })]);
    const rows = Array.from({ length: 40 }, (_, at) =>
      rowChange({ values: { id: at + 10, name: 'x', n: 1, ...(at % 2 === 0 ? { extra: 'x' } : {}) } }),
    );
    target().database.forget();
    expect((await writer.write(rows)).refused).toHaveLength(20);
    expect(target().database.recorded.length).toBeLessThan(12);
  });

  it('columns: discard writes rows without it, and says so', async () => {
    await knownTable();
    const writer = await writerWith({ columns: 'discard' });
    expect(await target().applyTwice(writer, withExtra())).toMatchObject({ refused: [], leftOut: 0 });
    expect(await target().rows()).toEqual(
      [1, 2, 3, 4].map((id) => ({ id: String(id), name: 'abcd'[id - 1], n: String(id) })),
    );
    expect(writer.warnings()).toEqual([
      'shop.orders: Column extra is not in the target, and schemaChanges.columns keeps it out (discard).',
      'shop.orders: Column unseen is not in the target, and schemaChanges.columns keeps it out (discard).',
    ]);
    expect(
      await target().applyTwice(await target().newWriter({ schemaChanges: { ...EVOLVE, columns: 'discard' } }), [
        rowChange({ operation: 'update', values: { id: 4, name: 'z', unseen: 'q' } }),
      ]),
    ).toMatchObject({ refused: [] });
  });

  it('columns: halt stops at a column that is told, and at one seen in a row, before anything is changed', async () => {
    await knownTable();
    const before = await target().snapshot();
    const halted = {
      code: 'schema-halted',
      message: 'shop.orders: Column extra is not in the target (schemaChanges.columns: halt).',
    };
    const [add, row] = withExtra();
    await expect((await writerWith({ columns: 'halt' })).write([add!])).rejects.toMatchObject(halted);
    await expect((await writerWith({ columns: 'halt' })).write([row!])).rejects.toMatchObject(halted);
    expect(await target().snapshot()).toEqual(before);
    expect(await target().applyTwice(await writerWith({}), [add!, row!])).toMatchObject({ refused: [] });
  });

  const gone = () => [
    tableChange({
      operation: 'drop-column',
      droppedColumns: ['name'],
      definition: definition({ id: 'INT32', n: 'INT32' }, ['id']),
    }),
    tableChange({
      operation: 'rename-column',
      renamedColumn: { from: 'n', to: 'm' },
      definition: definition({ id: 'INT32', m: 'INT32' }, ['id']),
    }),
  ];

  it.each(['freeze', 'discard'] as const)(
    'columns: %s keeps a column that the source renames or drops, also over a load',
    async (columns) => {
      await knownTable();
      const writer = await writerWith({ columns });
      const late = rowChange({ values: { id: 2, name: 'late', n: 2 } });
      const outcome = await target().applyTwice(writer, [...gone(), late, rowChange({ values: { id: 3, m: 3 } })]);
      expect(outcome.refused.map(({ refusal }) => [refusal.code, refusal.column])).toEqual(
        columns === 'freeze' ? [['schema-frozen', 'm']] : [],
      );
      const create = tableChange({ definition: definition({ id: 'INT32', m: 'INT32' }, ['id']) });
      await target().applyTwice(writer, [create]);
      expect(await target().columns()).toEqual(['id', 'name', 'n', 'drayage_time']);
      expect((await target().rows()).slice(0, 2)).toEqual([
        { id: '1', name: 'a', n: '1' },
        { id: '2', name: 'late', n: '2' },
      ]);
    },
  );

  it('columns: halt stops at a column that the source renames or drops', async () => {
    await knownTable();
    for (const change of gone())
      await expect((await writerWith({ columns: 'halt' })).write([change])).rejects.toMatchObject({
        code: 'schema-halted',
      });
    const create = tableChange({ definition: definition({ id: 'INT32' }, ['id']) });
    await expect((await writerWith({ columns: 'halt' })).write([create])).rejects.toMatchObject({
      code: 'schema-halted',
    });
  });

  const retyped = definition({ ...base, n: 'STRING' }, ['id']);
  const withTexts = () => [
    tableChange({ operation: 'column-type-change', definition: retyped }),
    rowChange({ values: { id: 2, name: 'b', n: '22' } }),
    rowChange({ values: { id: 3, name: 'c', n: 'three' } }),
    rowChange({ operation: 'update', values: { id: 1, n: 'one' } }),
  ];

  it('types: evolve follows as far as the target can, and wholly with the next load', async () => {
    await knownTable();
    const writer = await writerWith({ types: 'evolve' });
    const { refused } = await target().applyTwice(writer, withTexts());
    expect(refused.map(({ refusal }) => refusal.code)).toEqual(
      target().isCratedb ? ['value-not-castable', 'value-not-castable'] : [],
    );
    await target().applyTwice(writer, [
      tableChange({ definition: retyped }),
      rowChange({ operation: 'load', values: { id: 3, name: 'c', n: 'three' } }),
    ]);
    expect((await target().rows()).at(-1)).toMatchObject({ id: '3', n: 'three' });
  });

  it('types: freeze keeps the type, also over a load, and makes dead letters of what does not fit', async () => {
    await knownTable();
    const writer = await writerWith({ types: 'freeze' });
    expect((await target().applyTwice(writer, withTexts())).refused.map(({ refusal }) => refusal.code)).toEqual([
      'value-not-castable',
      'value-not-castable',
    ]);
    const load = [
      tableChange({ definition: retyped }),
      rowChange({ operation: 'load', values: { id: 3, n: 'three' } }),
    ];
    expect((await target().applyTwice(writer, load)).refused).toMatchObject([
      { refusal: { code: 'value-not-castable', column: 'n' } },
    ]);
    expect(await target().rows()).toEqual([
      { id: '1', name: 'a', n: '1' },
      { id: '2', name: 'b', n: '22' },
    ]);
  });

  it('types: discard writes NULL for what does not fit, counts it, and never discards a key', async () => {
    await knownTable();
    const writer = await writerWith({ types: 'discard' });
    expect((await target().applyTwice(writer, withTexts())).refused).toEqual([]);
    expect(await target().rows()).toEqual([
      { id: '1', name: 'a', n: null },
      { id: '2', name: 'b', n: '22' },
      { id: '3', name: 'c', n: null },
    ]);
    expect(writer.warnings()).toContain(
      'shop.orders: 4 values of column n did not fit its type and were left out (schemaChanges.types: discard)',
    );
    expect(await target().applyTwice(writer, [rowChange({ values: { id: 'x' } })])).toMatchObject({
      refused: [{ refusal: { code: 'value-not-castable', column: 'id' } }],
    });
  });

  it('types: halt stops at a type that the column does not hold, and not at one that it does', async () => {
    await knownTable();
    const before = await target().snapshot();
    const [change] = withTexts();
    await expect((await writerWith({ types: 'halt' })).write([change!])).rejects.toMatchObject({
      code: 'schema-halted',
      message: 'shop.orders: Column n is integer in the target where text was expected (schemaChanges.types: halt).',
    });
    expect(await target().snapshot()).toEqual(before);
    const narrower = definition({ ...base, n: 'INT16' }, ['id']);
    expect(
      await target().applyTwice(await writerWith({ types: 'halt' }), [
        tableChange({ operation: 'column-type-change', definition: narrower }),
      ]),
    ).toMatchObject({ refused: [] });
  });

  it('holds for the tables that a pattern matches', async () => {
    const { newWriter, applyTwice, snapshot } = target();
    const tables = [
      { table: 'shop.fresh', schemaChanges: { tables: 'discard' as const } },
      { table: '*', shards: 1, replicas: '0' },
    ];
    expect(await applyTwice(await newWriter({ tables }), [tableChange(), ...freshTable()])).toMatchObject({
      leftOut: 1,
      rowsUpserted: 1,
    });
    expect(Object.keys(await snapshot())).toEqual(['orders']);
  });
}
