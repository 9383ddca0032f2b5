import { PGlite } from '@electric-sql/pglite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

import type { ScalarParameter } from '../statement.js';
import { makeEncoder, Refusal } from './encode-value.js';
import { parseTargetType } from './parse-target-type.js';
import { columnTypeSql } from './sql-type.js';
import type { TargetType } from './target-type.js';
import { POSTGRESQL_ROUND_TRIPS } from './testing/postgresql-round-trips.js';
import { singleParameter, unnestColumn } from './unnest-column.js';

function typeOf(text: string): TargetType {
  const parsed = parseTargetType(text, 'postgresql');
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.type;
}

/** The text form of an array parameter, as the client sends it. */
function arrayText(parameters: readonly ScalarParameter[]): string {
  const elements = parameters.map((item) =>
    item === null ? 'NULL' : `"${String(item).replace(/["\\]/g, String.raw`\$&`)}"`,
  );
  return `{${elements.join(',')}}`;
}

describe('encoded values on PostgreSQL', () => {
  const database = new PGlite();
  const asText = { serializers: {} as Record<number, (value: string) => string> };

  beforeAll(async () => {
    await database.query(`SET TimeZone = 'UTC'`);
  });
  afterAll(() => database.close());

  /** Every parameter goes as the text it is, whatever type the server gives it. */
  async function run(sql: string, parameters: readonly string[]): Promise<{ readonly affectedRows: number }> {
    const { affectedRows = 0 } = await database.query(sql, [...parameters], {
      ...asText,
      serializers: textSerializers(await typesOf(sql)),
    });
    return { affectedRows };
  }

  async function typesOf(sql: string): Promise<readonly number[]> {
    const described = await database.describeQuery(sql);
    return described.queryParams.map((parameter) => parameter.dataTypeID);
  }

  function textSerializers(types: readonly number[]): Record<number, (value: string) => string> {
    return Object.fromEntries(types.map((type) => [type, (value: string): string => value]));
  }

  test.each(POSTGRESQL_ROUND_TRIPS)('$type comes back as it was sent', async ({ type: text, values }) => {
    const type = typeOf(text);
    const encode = makeEncoder(type, 'postgresql');
    const encoded = values.map(([value]) => encode(value));
    const parameters = encoded.filter((parameter): parameter is ScalarParameter => !(parameter instanceof Refusal));
    expect(encoded).toEqual(parameters);
    await database.exec(
      `DROP TABLE IF EXISTS t; CREATE TABLE t (id INTEGER PRIMARY KEY, v ${columnTypeSql(type, 'postgresql')})`,
    );

    const { arrayType, select } = unnestColumn(type, 'postgresql');
    const bulk = `INSERT INTO t (id, v) SELECT a, ${select('b')} FROM UNNEST($1::integer[], $2::${arrayType}) AS u (a, b)`;
    const ids = arrayText(parameters.map((_, index) => index));
    const written = await run(bulk, [ids, arrayText(parameters)]);
    expect(written.affectedRows).toBe(parameters.length);

    const one = `INSERT INTO t (id, v) VALUES ($1::integer, ${singleParameter(type, 'postgresql')('$2')})`;
    for (const [index, parameter] of parameters.entries()) {
      if (parameter !== null) await run(one, [String(1000 + index), String(parameter)]);
    }
    const { rows } = await database.query<{ id: number; v: string | null }>(
      'SELECT id, v::text AS v FROM t ORDER BY id',
    );
    const expected = values.map(([, readBack]) => readBack);
    expect(rows.filter(({ id }) => id < 1000).map(({ v }) => v)).toEqual(expected);
    expect(rows.filter(({ id }) => id >= 1000).map(({ v }) => v)).toEqual(
      expected.filter((readBack) => readBack !== null),
    );
  });
});
