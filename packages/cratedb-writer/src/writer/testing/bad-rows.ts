import type { RowChange } from '@drayage/record-decoder';
import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import type { BehaviourSuite } from './behaviour-suite.js';

/** Rows that pass every check of ours, and that the database refuses. */
export function badRows({ target }: BehaviourSuite): void {
  it('finds the one bad row among 2,500, and writes all the others', async () => {
    const { newWriter, applyTwice, sql, schema, database, isCratedb } = target();
    const writer = await newWriter({ adopt: true });
    await sql(`CREATE SCHEMA IF NOT EXISTS "${schema}"`).catch(() => undefined);
    await sql("CREATE TABLE {orders} (id INTEGER PRIMARY KEY, name TEXT CHECK (name <> 'bad'))");
    const changes = Array.from({ length: 2_500 }, (_, id) =>
      rowChange({ operation: 'load', values: { id, name: id === 1234 ? 'bad' : 'good' } }),
    );
    database.forget();
    const outcome = await applyTwice(writer, [tableChange({ timeMicros: 1 }), ...changes]);
    expect(outcome.refused.map(({ change, refusal, key }) => [change, refusal.code, key])).toEqual([
      [changes[1234], 'statement-failed', '{"id":1234}'],
    ]);
    expect(outcome.refused[0]?.refusal.message).not.toContain('bad');
    // Twice: one statement a lane, and for the bad row one look-up and one of its own; PostgreSQL divides the statement instead.
    const writes = database.recorded.filter((statement) => statement.sql.startsWith(`INSERT INTO "${schema}"`)).length;
    expect(writes).toBeLessThanOrEqual(2 * (isCratedb ? database.lanes + 1 : 1 + 2 * Math.ceil(Math.log2(2_500))));
    await sql('REFRESH TABLE {orders}').catch(() => undefined);
    expect(await sql('SELECT count(*) FROM {orders}')).toEqual([['2499']]);
  });

  it('names the column whose document has an element of another type than other rows', async () => {
    const { newWriter, applyTwice, isCratedb } = target();
    const columnTypes = { doc: 'object(dynamic)', more: 'object(dynamic)' };
    const writer = await newWriter({ tables: [{ table: '*', shards: 1, replicas: '0', columnTypes }] });
    const columns = definition({ id: 'INT32', doc: 'NCLOB', more: 'NCLOB' }, ['id']);
    await applyTwice(writer, [
      tableChange({ definition: columns }),
      rowChange({ values: { id: 1, doc: '{"a":{"b":1}}' } }),
    ]);
    const { refused } = await applyTwice(writer, [
      rowChange({ values: { id: 2, doc: '{"a":1}' } }),
      rowChange({ values: { id: 3, doc: '{"a":2}', more: '{"c":1}' } }),
      rowChange({ values: { id: 4, doc: '{"a":{"b":4}}' } }),
    ]);
    const told = refused.map(({ refusal: { code, column, message } }) => [
      code,
      column,
      message.includes('doc or more'),
    ]);
    expect(told).toEqual(
      isCratedb
        ? [
            ['value-not-castable', 'doc', false],
            ['value-not-castable', undefined, true],
          ]
        : [],
    );
    for (const { refusal } of refused) expect(refusal.message).toContain('An element of a document has another type');
  });

  it('says which key column is NULL', async () => {
    const { newWriter, applyTwice } = target();
    const { refused } = await applyTwice(await newWriter(), [
      tableChange({ definition: definition({ id: 'INT32', day: 'DATE' }, ['id', 'day']) }),
      rowChange({ values: { id: 1, day: '0000-00-00' } }),
      rowChange({ operation: 'delete', values: { id: 1, day: '0000-00-00' } }),
    ]);
    expect(refused.map(({ refusal: { code, column, message } }) => [code, column, message])).toEqual(
      ['insert', 'delete'].map((operation) => [
        'incomplete-key',
        'day',
        `Key column day of the ${operation} is NULL in the target, as a date of zeros is.`,
      ]),
    );
  });

  it('takes vectors of the length of their column only', async () => {
    const { newWriter, applyTwice, rows } = target();
    const columnTypes = { vector: 'float_vector(3)' };
    const writer = await newWriter({ tables: [{ table: '*', shards: 1, replicas: '0', columnTypes }] });
    const create = tableChange({ definition: definition({ id: 'INT32', vector: 'NCLOB' }, ['id']) });
    const outcome = await applyTwice(writer, [
      create,
      rowChange({ values: { id: 1, vector: '[1,2,3]' } }),
      rowChange({ values: { id: 2, vector: '[1,2]' } }),
    ]);
    expect(outcome.refused).toMatchObject([{ refusal: { code: 'value-out-of-range', column: 'vector' } }]);
    expect(writer.warnings()).toEqual([]);
    const next = rowChange({ operation: 'update', values: { id: 1, vector: '[4,5]' } });
    expect((await applyTwice(await newWriter({ tables: [{ table: '*', columnTypes }] }), [next])).refused).toHaveLength(
      1,
    );
    expect(await rows()).toEqual([{ id: '1', vector: expect.stringMatching(/1.*2.*3/u) as string }]);
  });

  it('says that a table has too many columns, and takes it once some are left out', async () => {
    const { newWriter, applyTwice, rows } = target();
    const names = Array.from({ length: 1_700 }, (_, at) => `c${at}`);
    const wide = tableChange({
      definition: definition({ id: 'INT32', ...Object.fromEntries(names.map((name) => [name, 'INT32'])) }, ['id']),
    });
    const row = rowChange({ values: { id: 1, c0: 5 } });
    const outcome = await applyTwice(await newWriter(), [wide, row]);
    expect(outcome.refused.map(({ refusal: { code } }) => code)).toEqual(['too-many-columns', 'table-suspended']);
    const excludeColumns = names.slice(1);
    const writer = await newWriter({ tables: [{ table: '*', shards: 1, replicas: '0', excludeColumns }] });
    expect(await applyTwice(writer, [wide, row])).toMatchObject({ refused: [] });
    expect(await rows()).toEqual([{ id: '1', c0: '5' }]);
  });

  it('refuses only the change at fault of several that became one row', async () => {
    const { newWriter, applyTwice, rows, sql, schema } = target();
    const writer = await newWriter({ adopt: true });
    await sql(`CREATE SCHEMA IF NOT EXISTS "${schema}"`).catch(() => undefined);
    await sql("CREATE TABLE {orders} (id INTEGER PRIMARY KEY, name TEXT CHECK (name <> 'bad'))");
    const create = tableChange();
    const good = rowChange({ values: { id: 1, name: 'good' } });
    const bad = rowChange({ operation: 'update', values: { id: 1, name: 'bad' } });
    const outcome = await applyTwice(writer, [create, good, bad, rowChange({ values: { id: 2, name: 'good' } })]);
    expect(outcome.refused.map(({ change }) => change)).toEqual([bad]);
    expect(await rows()).toEqual([
      { id: '1', name: 'good' },
      { id: '2', name: 'good' },
    ]);
  });

  it('refuses a value that an existing column of another type cannot hold, and takes one it can', async () => {
    const { newWriter, applyTwice, rows, sql, schema } = target();
    const writer = await newWriter({ adopt: true });
    await sql(`CREATE SCHEMA IF NOT EXISTS "${schema}"`).catch(() => undefined);
    await sql('CREATE TABLE {orders} (id INTEGER PRIMARY KEY, name INTEGER)');
    const outcome = await applyTwice(writer, [
      tableChange(),
      rowChange({ values: { id: 1, name: '42' } }),
      rowChange({ values: { id: 2, name: 'forty-two' } }),
    ]);
    expect(outcome.refused).toMatchObject([{ refusal: { code: 'value-not-castable', column: 'name' } }]);
    expect(await rows()).toEqual([{ id: '1', name: '42' }]);
    expect(writer.warnings()).toHaveLength(1);
  });

  it('warns once of a before-image under a name that is not read', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    const update = { operation: 'update', unreadImage: 'old' } as const;
    await applyTwice(writer, [
      tableChange(),
      rowChange({ values: { id: 1, name: 'a' } }),
      rowChange({ ...update, values: { id: 2, name: 'a' } }),
      rowChange({ ...update, values: { id: 2, name: 'b' } }),
    ]);
    expect(await rows()).toHaveLength(2);
    expect(writer.warnings()).toEqual([
      'Updates have an object "old", which looks like a before-image and is not read: an update that changes the key leaves the old row. ' +
        'If it is one, set kinesis.beforeImageField of the sink to "old", as BeforeImageSettings.FieldName of the DMS task is; then load the tables whose keys change again.',
    ]);
  });

  it('keeps the ends of BIGINT where the target does, and refuses them by name where it does not', async () => {
    const { newWriter, applyTwice, rows, isCratedb } = target();
    const writer = await newWriter();
    const outcome = await applyTwice(writer, [
      tableChange({ definition: definition({ id: 'INT64', v: 'INT64' }, ['id']) }),
      rowChange({ values: { id: 1, v: 2n ** 63n - 1n } }),
      rowChange({ values: { id: 2, v: 2n ** 63n - 2n } }),
    ]);
    expect(outcome.refused.map(({ refusal }) => [refusal.code, refusal.column])).toEqual(
      isCratedb ? [['value-out-of-range', 'v']] : [],
    );
    expect(await rows()).toEqual([
      ...(isCratedb ? [] : [{ id: '1', v: '9223372036854775807' }]),
      { id: '2', v: '9223372036854775806' },
    ]);
  });

  it('keeps decimals of 38 digits, emoji and control characters as they are', async () => {
    const { newWriter, applyTwice, rows, isCratedb } = target();
    const writer = await newWriter();
    const digits = '1234567890123456789012345678.9012345678';
    const outcome = await applyTwice(writer, [
      tableChange({
        definition: definition({ id: 'INT32', amount: { type: 'NUMERIC', precision: 38, scale: 10 }, name: 'STRING' }, [
          'id',
        ]),
      }),
      rowChange({ values: { id: 1, amount: { kind: 'decimal', text: digits }, name: 'ä😀"\\\n\u0001' } }),
      rowChange({ values: { id: 2, amount: null, name: 'NUL \u0000 within' } }),
    ]);
    expect(outcome.refused.map(({ refusal }) => [refusal.code, refusal.column])).toEqual(
      isCratedb ? [] : [['value-not-castable', 'name']],
    );
    expect(await rows()).toEqual([
      { id: '1', amount: digits, name: 'ä😀"\\\n\u0001' },
      ...(isCratedb ? [{ id: '2', amount: null, name: 'NUL \u0000 within' }] : []),
    ]);
  });

  it('keeps two keys apart that differ in microseconds', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter();
    await applyTwice(writer, [
      tableChange({ definition: definition({ at: 'DATETIME', n: 'INT32' }, ['at']) }),
      rowChange({ values: { at: '2026-01-01T00:00:00.000001Z', n: 1 } }),
      rowChange({ values: { at: '2026-01-01T00:00:00.000002Z', n: 2 } }),
    ]);
    expect((await rows()).map(({ n }) => n)).toEqual(['1', '2']);
  });

  it('refuses a document by its row, where a part of a row brings a member that a strict object lacks', async () => {
    const { newWriter, sql, schema, isCratedb } = target();
    const writer = await newWriter({
      adopt: true,
      tables: [{ table: '*', shards: 1, replicas: '0', columnTypes: { 'Doc it': 'object(strict)' } }],
    });
    await sql(`CREATE SCHEMA IF NOT EXISTS "${schema}"`).catch(() => undefined);
    const type = isCratedb ? 'OBJECT(STRICT) AS (a INTEGER)' : 'JSONB';
    await sql(`CREATE TABLE {orders} (id INTEGER PRIMARY KEY, "Doc it" ${type}, n INTEGER)`);
    const part = (id: number, text: string): RowChange =>
      rowChange({ operation: 'update', values: { id, 'Doc it': text } });
    await writer.write([
      tableChange({ definition: definition({ id: 'INT32', 'Doc it': 'CLOB', n: 'INT32' }, ['id']) }),
      rowChange({ values: { id: 1, 'Doc it': '{"a":1}', n: 1 } }),
      rowChange({ values: { id: 2, 'Doc it': '{"a":2}', n: 2 } }),
    ]);
    const outcome = await writer.write([part(1, '{"a":3,"b":4}'), part(2, '{"a":5}')]);
    expect(outcome.refused.map(({ change, refusal }) => [change.table.table, refusal.code, refusal.column])).toEqual(
      isCratedb ? [['orders', 'value-not-castable', 'Doc it']] : [],
    );
    await sql('REFRESH TABLE {orders}').catch(() => undefined);
    const member = isCratedb ? `"Doc it"['a']` : `"Doc it"->>'a'`;
    expect(await sql(`SELECT id, ${member} FROM {orders} ORDER BY id`)).toEqual([
      ['1', isCratedb ? '1' : '3'],
      ['2', '5'],
    ]);
  });
}
