import { assertCratedbStatement, describeWithCratedb } from '@drayage/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import { bareClient } from '../client/testing/bare-client.js';
import type { ScalarParameter } from '../statement.js';
import { makeEncoder, Refusal } from './encode-value.js';
import { parseTargetType } from './parse-target-type.js';
import { columnTypeSql } from './sql-type.js';
import type { TargetType } from './target-type.js';
import { CRATEDB_ROUND_TRIPS } from './testing/cratedb-round-trips.js';
import { singleParameter, unnestColumn } from './unnest-column.js';

const TABLE = '"drayage_types_test"."t"';
const KEY_TYPES = [
  ['boolean', true],
  ['bigint', 9007199254740993n],
  ['double precision', 0.1],
  ['numeric(20,0)', 18446744073709551615n],
  ['numeric(38,10)', '1234567890123456789012345678.0123456789'],
  ['numeric(2,2)', 0],
  ['text', 'ж'.repeat(12_000)],
  ['timestamp without time zone', '2018-01-02'],
  ['uuid', 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
] as const;

function typeOf(text: string): TargetType {
  const parsed = parseTargetType(text, 'cratedb');
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.type;
}

describeWithCratedb('encoded values on CrateDB', (url) => {
  const client = bareClient(url, { types: { getTypeParser: () => (text: string) => text } });

  beforeAll(async () => {
    await client.connect();
    await client.query('SET error_on_unknown_object_key = false');
  });
  afterAll(async () => {
    await client.query(`DROP TABLE IF EXISTS ${TABLE}`);
    await client.end();
  });

  async function createTable(columns: string): Promise<void> {
    await client.query(`DROP TABLE IF EXISTS ${TABLE}`);
    const options = "CLUSTERED INTO 1 SHARDS WITH (number_of_replicas = 0, column_policy = 'strict')";
    const sql = `CREATE TABLE ${TABLE} (${columns}) ${options}`;
    assertCratedbStatement({ sql });
    await client.query(sql);
  }

  /** Writes ids from 0 on by one bulk statement, and from 1000 on one by one. */
  async function writeBothWays(type: TargetType, parameters: readonly ScalarParameter[]): Promise<void> {
    const { arrayType, select } = unnestColumn(type, 'cratedb');
    const bulk = `INSERT INTO ${TABLE} (id, v) SELECT a, ${select('b')} FROM UNNEST($1::array(integer), $2::${arrayType}) AS u (a, b)`;
    const one = `INSERT INTO ${TABLE} (id, v) VALUES ($1::integer, ${singleParameter(type, 'cratedb')('$2')})`;
    assertCratedbStatement({ sql: bulk });
    assertCratedbStatement({ sql: one });
    const written = await client.query(bulk, [parameters.map((_, index) => index), parameters]);
    expect(written.rowCount).toBe(parameters.length);
    for (const [index, parameter] of parameters.entries()) {
      expect((await client.query(one, [1000 + index, parameter])).rowCount).toBe(1);
    }
    await client.query(`REFRESH TABLE ${TABLE}`);
  }

  test.each(CRATEDB_ROUND_TRIPS)('$type comes back as it was sent', async ({ type: text, values }) => {
    const type = typeOf(text);
    const encode = makeEncoder(type, 'cratedb');
    const encoded = values.map(([value]) => encode(value));
    const parameters = encoded.filter((parameter): parameter is ScalarParameter => !(parameter instanceof Refusal));
    expect(encoded).toEqual(parameters);
    await createTable(`id INTEGER PRIMARY KEY, v ${columnTypeSql(type, 'cratedb')}`);
    await writeBothWays(type, parameters);
    const { rows } = await client.query<{ id: string; v: string | null }>(`SELECT id, v FROM ${TABLE} ORDER BY id`);
    const expected = values.map(([, readBack]) => readBack);
    expect(rows.map((row) => row.v)).toEqual([...expected, ...expected]);
  });

  // The server does not escape quotes and backslashes when it prints an array, so its elements are read one by one.
  test('quotes and backslashes in an array come back as they were sent', async () => {
    const type = typeOf('array(text)');
    await createTable(`id INTEGER PRIMARY KEY, v ${columnTypeSql(type, 'cratedb')}`);
    await writeBothWays(type, [makeEncoder(type, 'cratedb')('{"q\\"","b\\\\","{}"}') as ScalarParameter]);
    const { rows } = await client.query(`SELECT v[1] AS one, v[2] AS two, v[3] AS three FROM ${TABLE}`);
    expect(rows).toEqual(Array(2).fill({ one: 'q"', two: 'b\\', three: '{}' }));
  });

  describe('a key', () => {
    test.each(KEY_TYPES)('of type %s is written, written again and deleted', async (text, value) => {
      const type = typeOf(text);
      const parameter = makeEncoder(type, 'cratedb', { isKey: true })(value);
      const { arrayType, select } = unnestColumn(type, 'cratedb');
      await createTable(`k ${columnTypeSql(type, 'cratedb')}, part INTEGER, n INTEGER, PRIMARY KEY (k, part)`);
      const upsert =
        `INSERT INTO ${TABLE} (k, part, n) SELECT ${select('a')}, b, c FROM UNNEST($1::${arrayType}, $2::array(integer), $3::array(integer)) ` +
        'AS u (a, b, c) ON CONFLICT (k, part) DO UPDATE SET n = excluded.n';
      for (const n of [1, 2]) expect((await client.query(upsert, [[parameter], [7], [n]])).rowCount).toBe(1);
      const condition = `k = ${singleParameter(type, 'cratedb')('$1')} AND part = $2`;
      const { rows } = await client.query(`SELECT n FROM ${TABLE} WHERE ${condition}`, [parameter, 7]);
      expect(rows).toEqual([{ n: '2' }]);
      expect((await client.query(`DELETE FROM ${TABLE} WHERE ${condition}`, [parameter, 7])).rowCount).toBe(1);
    });
  });

  describe('what is refused here', () => {
    test.each([
      ['bigint', '9223372036854775807'],
      ['bigint', '-9223372036854775808'],
      ['text', 'x'.repeat(32_767)],
      ['numeric(4,2)', '100'],
      ['ip', '10.0.0.0/8'],
      ['varchar(2)', 'abc'],
      ['varchar(3)', '😀😀'],
      ['object(dynamic)', '{"a.b":1}'],
      ['object(dynamic)', '{"a":[1,"x"]}'],
      ['object(dynamic)', '{"a":9223372036854775807}'],
      ['object(ignored)', '{"a":9223372036854775808}'],
      ['object(ignored)', '{"a":1,"a":2}'],
    ])('a %s would be refused or dropped there (%#)', async (text, value) => {
      const type = typeOf(text);
      expect(makeEncoder(type, 'cratedb')(value)).toBeInstanceOf(Refusal);
      await createTable(`id INTEGER PRIMARY KEY, v ${columnTypeSql(type, 'cratedb')}`);
      const one = `INSERT INTO ${TABLE} (id, v) VALUES (1, ${singleParameter(type, 'cratedb')('$1')})`;
      const written = await client.query(one, [value]).then(
        (result) => result.rowCount,
        () => 0,
      );
      expect(written).toBe(0);
    });
  });
});
