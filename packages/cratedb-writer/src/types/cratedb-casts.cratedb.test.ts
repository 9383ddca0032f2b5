import { describeWithCratedb } from '@drayage/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { bareClient } from '../client/testing/bare-client.js';
import { canCastOnCratedb } from './cratedb-casts.js';
import { castTypeSql, columnTypeSql } from './sql-type.js';
import { SIMPLE_KINDS, type TargetType } from './target-type.js';

const TYPES: readonly TargetType[] = [
  ...SIMPLE_KINDS.filter((kind) => kind !== 'date').map((kind): TargetType => ({ kind })),
  { kind: 'numeric', precision: 10, scale: 2 },
  { kind: 'varchar', length: 10 },
  { kind: 'character', length: 3 },
  { kind: 'bit', length: 4 },
  { kind: 'float_vector', dimensions: 2 },
  { kind: 'object', policy: 'dynamic' },
  ...(['integer', 'text', 'boolean', 'timestamptz'] as const).map((kind): TargetType => ({
    kind: 'array',
    of: { kind },
  })),
];

describeWithCratedb('casts on CrateDB', (url) => {
  const client = bareClient(url);
  const table = 'drayage_casts_test.t';

  beforeAll(async () => {
    await client.connect();
    await client.query(`DROP TABLE IF EXISTS ${table}`);
    const columns = TYPES.map((type, at) => `c${at} ${columnTypeSql(type, 'cratedb')}`);
    await client.query(
      `CREATE TABLE ${table} (id INTEGER PRIMARY KEY, ${columns.join(', ')}) CLUSTERED INTO 1 SHARDS WITH (number_of_replicas = 0)`,
    );
  }, 60_000);

  afterAll(async () => {
    await client.query(`DROP TABLE IF EXISTS ${table}`);
    await client.end();
  });

  test('are taken from each type to each other as is known here', async () => {
    const wrong: string[] = [];
    for (const [at, from] of TYPES.entries()) {
      for (const [to, type] of TYPES.entries()) {
        const sql = `UPDATE ${table} SET c${to} = CAST(c${at} AS ${castTypeSql(type, 'cratedb')}) WHERE id = -1`;
        const refused = await client.query(sql).then(
          () => undefined,
          (error: unknown) => String(error),
        );
        if ((refused === undefined) !== canCastOnCratedb(from, type)) wrong.push(`${sql}: ${refused ?? 'taken'}`);
      }
    }
    expect(wrong).toEqual([]);
  }, 120_000);
});
