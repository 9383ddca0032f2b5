import { assertCratedbStatement } from '@drayage/testing';
import { describe, expect, it } from 'vitest';
import { definition, rowChange } from '../testing/change-factories.js';
import { foldedRows, targetTable, type TargetTableOptions } from '../testing/target-tables.js';
import { lookUpByKey, lookUpVersions, lookUpVersionsByLiterals } from './look-up.js';
import {
  deleteByKey,
  deletePostgresql,
  deleteReadVersions,
  deleteVersions,
  readOlderRows,
  refreshTable,
  sweepStatement,
} from './plan-deletes.js';

const pair = definition({ a: 'INT32', b: 'STRING' }, ['b', 'a']);
const changes = [1, 2].map((id) => rowChange({ operation: 'delete', values: { id }, timeMicros: 1_000 + id }));
const pairChanges = [rowChange({ operation: 'delete', values: { a: 1, b: "o'c" }, timeMicros: 5 })];

function planned(options: TargetTableOptions = {}, of = changes) {
  const table = targetTable(options);
  return { table, rows: foldedRows(table, of) };
}

function cratedb<T extends { readonly sql: string; readonly parameterSets: readonly (readonly unknown[])[] }>(
  batch: T,
): T {
  for (const parameters of batch.parameterSets) assertCratedbStatement({ sql: batch.sql, parameters });
  return batch;
}

describe('deletes on CrateDB', () => {
  it('name the full key of one row each', () => {
    const { table, rows } = planned();
    expect(cratedb(deleteByKey(table, rows))).toEqual({
      sql: 'DELETE FROM "shop"."orders" WHERE "id" = $1',
      parameterSets: [[1], [2]],
    });
    const composite = planned({ definition: pair }, pairChanges);
    expect(cratedb(deleteByKey(composite.table, composite.rows))).toEqual({
      sql: 'DELETE FROM "shop"."orders" WHERE "b" = $1 AND "a" = $2',
      parameterSets: [["o'c", 1]],
    });
  });

  it('name the version that was looked up', () => {
    const { table, rows } = planned();
    expect(
      cratedb(
        deleteVersions(
          table,
          rows.map((row) => ({ row, sequenceNumber: '7', primaryTerm: '1' })),
        ),
      ),
    ).toEqual({
      sql: 'DELETE FROM "shop"."orders" WHERE "id" = $1 AND _seq_no = $2 AND _primary_term = $3',
      parameterSets: [
        [1, '7', '1'],
        [2, '7', '1'],
      ],
    });
  });

  it('name the members of pk in the universal mapping', () => {
    const { table, rows } = planned({ definition: pair, policy: { mapping: 'universal' } }, pairChanges);
    expect(cratedb(deleteByKey(table, rows))).toEqual({
      sql: `DELETE FROM "shop"."orders" WHERE "pk"['b'] = $1 AND "pk"['a'] = $2`,
      parameterSets: [["o'c", '1']],
    });
  });
});

describe('sweeps', () => {
  it('read keys and versions on CrateDB, and delete what was read in that version only', () => {
    const { table } = planned({ definition: pair }, pairChanges);
    const read = readOlderRows(table, 500, 10_000);
    assertCratedbStatement(read);
    assertCratedbStatement(refreshTable('"shop"."orders"'));
    expect(read).toEqual({
      sql: 'SELECT "b", "a", _seq_no, _primary_term FROM "shop"."orders" WHERE "drayage_time" < $1 OR "drayage_time" IS NULL LIMIT 10000',
      parameters: [500],
    });
    expect(cratedb(deleteReadVersions(table, [["o'c", '1', '7', '1']]))).toEqual({
      sql: 'DELETE FROM "shop"."orders" WHERE "b" = $1 AND "a" = $2 AND _seq_no = $3 AND _primary_term = $4',
      parameterSets: [["o'c", '1', '7', '1']],
    });
  });

  it('are one statement on PostgreSQL', () => {
    expect(sweepStatement(targetTable({ dialect: 'postgresql' }), 500)).toEqual({
      sql: 'DELETE FROM "shop"."orders" WHERE "drayage_time" < $1 OR "drayage_time" IS NULL',
      parameters: [500],
    });
  });
});

describe('deletes on PostgreSQL', () => {
  it('take only rows that are not newer', () => {
    const { table, rows } = planned({ dialect: 'postgresql' });
    expect(deletePostgresql(table, rows)).toEqual({
      sql: 'DELETE FROM "shop"."orders" AS t USING UNNEST($1::integer[], $2::bigint[]) AS u(k0, stamp) WHERE t."id" = u.k0 AND (t."drayage_time" > u.stamp) IS NOT TRUE',
      parameters: [
        [1, 2],
        [1_001, 1_002],
      ],
    });
  });

  it('take any row without stamps, by a key of several columns', () => {
    const { table, rows } = planned(
      { dialect: 'postgresql', definition: pair, policy: { ordering: 'arrival' } },
      pairChanges,
    );
    expect(deletePostgresql(table, rows)).toEqual({
      sql: 'DELETE FROM "shop"."orders" AS t USING UNNEST($1::text[], $2::integer[]) AS u(k0, k1) WHERE t."b" = u.k0 AND t."a" = u.k1',
      parameters: [["o'c"], [1]],
    });
  });

  it('compare whole documents in the universal mapping', () => {
    const { table, rows } = planned(
      { dialect: 'postgresql', definition: pair, policy: { mapping: 'universal' } },
      pairChanges,
    );
    const { sql, parameters } = deletePostgresql(table, rows);
    expect(sql).toContain('t."pk" = u.k0::JSONB');
    expect(parameters[0]).toEqual([`{"b":"o'c","a":1}`]);
  });
});

describe('look-ups', () => {
  it('echo the place of each key, as a missing row answers nothing', () => {
    const { table, rows } = planned();
    const keys = rows.map((row) => row.key);
    expect(cratedb(lookUpByKey(table, keys, ['"name"']))).toEqual({
      sql: 'SELECT $1::integer, "name" FROM "shop"."orders" WHERE "id" = $2',
      parameterSets: [
        [0, 1],
        [1, 2],
      ],
    });
    expect(lookUpByKey(targetTable({ dialect: 'postgresql' }), keys, []).sql).toBe(
      'SELECT $1::int FROM "shop"."orders" WHERE "id" = $2',
    );
    expect(cratedb(lookUpVersions(table, rows)).sql).toBe(
      'SELECT $1::integer, "drayage_time", _seq_no, _primary_term FROM "shop"."orders" WHERE "id" = $2',
    );
  });

  it('go by literals, in statements that are short enough, where the key has one form only', () => {
    const { table, rows } = planned();
    const statements = lookUpVersionsByLiterals(table, rows);
    expect(statements).toEqual([
      {
        sql: `SELECT "id", "drayage_time", _seq_no, _primary_term FROM "shop"."orders" WHERE "id" IN ('1','2')`,
        parameters: [],
      },
    ]);
    statements?.forEach(assertCratedbStatement);
    const words = definition({ id: 'STRING' }, ['id']);
    const long = Array.from({ length: 1_000 }, (_, index) =>
      rowChange({ operation: 'delete', values: { id: `${"'".repeat(300)}${index}` } }),
    );
    const many = planned({ definition: words }, long);
    const several = lookUpVersionsByLiterals(many.table, many.rows) ?? [];
    expect(several.length).toBeGreaterThan(2);
    for (const { sql } of several) expect(sql.length).toBeLessThan(262_144);
    assertCratedbStatement(several[0]!);
  });

  it('do not go by literals where texts of one key may differ, or one holds NUL', () => {
    const decimals = definition({ id: { type: 'NUMERIC', precision: 5, scale: 2 } }, ['id']);
    const decimal = planned({ definition: decimals }, [rowChange({ operation: 'delete', values: { id: 1.5 } })]);
    expect(lookUpVersionsByLiterals(decimal.table, decimal.rows)).toBeUndefined();
    const composite = planned({ definition: pair }, pairChanges);
    expect(lookUpVersionsByLiterals(composite.table, composite.rows)).toBeUndefined();
    const nul = planned({ definition: definition({ id: 'STRING' }, ['id']) }, [
      rowChange({ operation: 'delete', values: { id: 'a\u0000b' } }),
    ]);
    expect(lookUpVersionsByLiterals(nul.table, nul.rows)).toBeUndefined();
  });

  it('read no stamp where there is none', () => {
    const { table, rows } = planned({ policy: { ordering: 'arrival' } });
    expect(lookUpVersionsByLiterals(table, rows)?.[0]?.sql).toContain('SELECT "id", NULL::bigint, _seq_no');
  });
});
