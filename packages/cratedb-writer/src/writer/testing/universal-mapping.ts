import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import type { StoredRow } from '../../testing/test-target.js';
import type { BehaviourSuite } from './behaviour-suite.js';

/** The layout of `pk`, `data` and `aux` objects. */
export function universalMapping({ target }: BehaviourSuite): void {
  const wide = definition(
    { id: 'INT64', name: 'STRING', ratio: 'REAL8', 'a.b': 'STRING', big: 'INT64', at: 'DATETIME' },
    ['id'],
  );

  it('writes objects, merges partial updates, and deletes', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({ mapping: 'universal' });
    await applyTwice(writer, [
      tableChange({ definition: wide }),
      rowChange({
        values: {
          id: 1,
          name: 'a',
          ratio: 0.5,
          'a.b': 'dotted',
          big: 9_007_199_254_740_993n,
          at: '2026-01-01T00:00:00Z',
        },
      }),
      rowChange({ values: { id: 2, name: 'b' } }),
    ]);
    await applyTwice(writer, [
      rowChange({ operation: 'update', values: { id: 1, name: 'z' } }),
      rowChange({ operation: 'delete', values: { id: 2 } }),
    ]);
    expect(documents(await rows())).toEqual([
      {
        pk: { id: '1' },
        data: { name: 'z', ratio: '0.5', big: '9007199254740993', at: expect.stringContaining('2026-01-01') as string },
        aux: { 'a.b': 'dotted' },
      },
    ]);
  });

  it('escapes names of key columns that CrateDB refuses in objects', async () => {
    const { newWriter, applyTwice, rows, isCratedb } = target();
    const key = { 'a.b': 1, 'c[0]': 'x', _id: 'y' };
    const create = tableChange({
      definition: definition({ 'a.b': 'INT64', 'c[0]': 'STRING', _id: 'STRING', n: 'INT32' }, Object.keys(key)),
    });
    await applyTwice(await newWriter({ mapping: 'universal' }), [
      create,
      rowChange({ values: { ...key, n: 1 } }),
      rowChange({ values: { ...key, 'a.b': 2, n: 2 } }),
    ]);
    await applyTwice(await newWriter({ mapping: 'universal' }), [
      rowChange({ operation: 'update', values: { ...key, 'a.b': 3, n: 3 }, before: key }),
      rowChange({ operation: 'delete', values: { ...key, 'a.b': 2 } }),
    ]);
    const names = isCratedb ? ['a%2Eb', 'c%5B0%5D'] : ['a.b', 'c[0]'];
    expect(documents(await rows())).toMatchObject([
      { pk: { [names[0]!]: '3', [names[1]!]: 'x', _id: 'y' }, data: { n: '3' } },
    ]);
  });

  it('makes elements NULL that an insert lacks, and keeps what only the target has', async () => {
    const { newWriter, applyTwice, rows, sql, isCratedb } = target();
    const writer = await newWriter({ mapping: 'universal' });
    await applyTwice(writer, [
      tableChange({ definition: wide }),
      rowChange({ values: { id: 1, name: 'a', ratio: 0.5 } }),
    ]);
    await sql(
      isCratedb ? "UPDATE {orders} SET data['mine'] = 'kept'" : `UPDATE {orders} SET data = data || '{"mine": "kept"}'`,
    );
    await applyTwice(writer, [rowChange({ values: { id: 1, ratio: 2.5 } })]);
    expect(documents(await rows())).toMatchObject([{ data: { ratio: '2.5', name: null, mine: 'kept' } }]);
  });

  it('moves a row whose key changed with all its elements', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({ mapping: 'universal' });
    await applyTwice(writer, [
      tableChange({ definition: wide }),
      rowChange({ values: { id: 1, name: 'a', ratio: 0.1, 'a.b': 'dotted', big: 9_007_199_254_740_993n } }),
    ]);
    await applyTwice(writer, [rowChange({ operation: 'update', values: { id: 2, name: 'z' }, before: { id: 1 } })]);
    expect(documents(await rows())).toMatchObject([
      { pk: { id: '2' }, data: { name: 'z', ratio: '0.1', big: '9007199254740993' }, aux: { 'a.b': 'dotted' } },
    ]);
  });

  it('knows keys of text and of several columns', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({ mapping: 'universal' });
    const pair = definition({ b: 'STRING', a: 'INT32', v: 'INT32' }, ['a', 'b']);
    await applyTwice(writer, [
      tableChange({ definition: pair }),
      rowChange({ values: { a: 1, b: 'o\'c "x"', v: 1 } }),
      rowChange({ values: { a: 1, b: 'y', v: 2 } }),
    ]);
    await applyTwice(writer, [
      rowChange({ operation: 'delete', values: { a: 1, b: 'o\'c "x"' } }),
      rowChange({ operation: 'update', values: { a: 1, b: 'y', v: 3 } }),
    ]);
    expect(documents(await rows())).toMatchObject([{ pk: { a: '1', b: 'y' }, data: { v: '3' } }]);
  });

  it('refuses by name what an element cannot hold', async () => {
    const { newWriter, applyTwice } = target();
    const writer = await newWriter({ mapping: 'universal' });
    const outcome = await applyTwice(writer, [
      tableChange({ definition: wide }),
      rowChange({ values: { id: 1, ratio: 'half' } }),
      rowChange({ values: { id: 2, ratio: 0.5 } }),
    ]);
    expect(outcome.refused).toMatchObject([{ refusal: { code: 'value-not-castable', column: 'ratio' } }]);
  });

  it('creates an unknown table from its rows', async () => {
    const { newWriter, applyTwice, rows } = target();
    const writer = await newWriter({ mapping: 'universal', tables: [{ table: '*', primaryKey: ['id'] }] });
    await applyTwice(writer, [
      rowChange({ values: { id: 1, name: 'a' } }),
      rowChange({ values: { id: 2, extra: 'x' } }),
    ]);
    expect(documents(await rows())).toMatchObject([{ data: { name: 'a' } }, { data: { extra: 'x' } }]);
  });

  it('keeps the layout that a table has, whatever the policy says', async () => {
    const { newWriter, applyTwice, columns, rows } = target();
    const other = { schema: 'shop', table: 'other' };
    await applyTwice(await newWriter({ mapping: 'universal' }), [
      tableChange(),
      rowChange({ values: { id: 1, name: 'a' } }),
    ]);
    await applyTwice(await newWriter({ mapping: 'direct' }), [
      tableChange({ table: other }),
      rowChange({ table: other, values: { id: 1, name: 'a' } }),
      rowChange({ operation: 'update', values: { id: 1, name: 'z' } }),
      tableChange(),
      rowChange({ operation: 'load', values: { id: 2, name: 'y' } }),
    ]);
    await applyTwice(await newWriter({ mapping: 'universal' }), [
      rowChange({ table: other, operation: 'update', values: { id: 1, name: 'z' } }),
    ]);
    expect(await columns()).toEqual(['pk', 'data', 'aux', 'drayage_time']);
    expect(documents(await rows())).toMatchObject([{ data: { name: 'z' } }, { data: { name: 'y' } }]);
    expect(await columns('other')).toEqual(['id', 'name', 'drayage_time']);
    expect(await rows('other')).toEqual([{ id: '1', name: 'z' }]);
  });

  it('adopts a universal table that another tool left', async () => {
    const { newWriter, applyTwice, rows, sql, schema, isCratedb } = target();
    await sql(`CREATE SCHEMA IF NOT EXISTS "${schema}"`).catch(() => undefined);
    await sql(
      isCratedb
        ? 'CREATE TABLE {orders} (pk OBJECT(STRICT) AS (id BIGINT PRIMARY KEY), data OBJECT(DYNAMIC), aux OBJECT(IGNORED))'
        : 'CREATE TABLE {orders} (pk JSONB PRIMARY KEY, data JSONB, aux JSONB)',
    );
    await sql(`INSERT INTO {orders} (pk, data, aux) VALUES ('{"id": 1}', '{"name": "old", "mine": 1}', '{}')`);
    const writer = await newWriter({ adopt: true, tables: [{ table: 'shop.orders', primaryKey: ['id'] }] });
    const outcome = await applyTwice(writer, [
      rowChange({ operation: 'update', values: { id: 1, name: 'new' } }),
      rowChange({ values: { id: 2, name: 'b' } }),
    ]);
    expect(outcome.refused).toEqual([]);
    expect(documents(await rows())).toMatchObject([{ data: { name: 'new', mine: '1' } }, { data: { name: 'b' } }]);
  });

  it('asks for the key of a universal table where the target does not tell it', async () => {
    const { newWriter, applyTwice, sql, schema, isCratedb } = target();
    if (isCratedb) return;
    await sql(`CREATE SCHEMA IF NOT EXISTS "${schema}"`);
    await sql('CREATE TABLE {orders} (pk JSONB PRIMARY KEY, data JSONB, aux JSONB)');
    const outcome = await applyTwice(await newWriter({ adopt: true }), [rowChange({ values: { id: 1, name: 'a' } })]);
    expect(outcome.refused).toMatchObject([{ refusal: { code: 'unknown-table' } }]);
  });
}

/** Objects with their numbers as the digits the server sent. */
function documents(rows: readonly StoredRow[]): readonly unknown[] {
  const numbersAsText = (json: string): unknown => JSON.parse(json.replace(/("\s*:\s*)(-?\d[\d.eE+-]*)/gu, '$1"$2"'));
  return rows
    .map((row) =>
      Object.fromEntries(Object.entries(row).map(([name, json]) => [name, json === null ? null : numbersAsText(json)])),
    )
    .sort((one, other) => (JSON.stringify(one) < JSON.stringify(other) ? -1 : 1));
}
