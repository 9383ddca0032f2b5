import { assertCratedbStatement } from '@drayage/testing';
import { describe, expect, it } from 'vitest';
import { createDrayageTables } from '../catalogue/drayage-tables.js';
import type { Statement } from '../statement.js';
import { definition } from '../testing/change-factories.js';
import { targetTable, type TargetTableOptions } from '../testing/target-tables.js';
import { addColumns, createTable, dropTable, renameTargetTable } from './table-ddl.js';

function created(options: TargetTableOptions): readonly string[] {
  const statements = createTable(targetTable(options));
  if (options.dialect !== 'postgresql') statements.forEach(assertCratedbStatement);
  return statements.map(({ sql }) => sql);
}

function one(statements: readonly Statement[], isCratedb = true): string {
  expect(statements).toHaveLength(1);
  if (isCratedb) assertCratedbStatement(statements[0]!);
  return statements[0]!.sql;
}

describe('createTable', () => {
  it('makes a column for a column, and the metadata columns of the policy', () => {
    expect(created({})).toEqual([
      'CREATE TABLE IF NOT EXISTS "shop"."orders" ("id" INTEGER, "name" TEXT, "amount" BIGINT, "drayage_time" BIGINT, PRIMARY KEY ("id"))',
    ]);
    expect(created({ policy: { ordering: 'arrival', deleteMode: 'soft' } })).toEqual([
      'CREATE TABLE IF NOT EXISTS "shop"."orders" ("id" INTEGER, "name" TEXT, "amount" BIGINT, "drayage_deleted_at" TIMESTAMP WITH TIME ZONE, PRIMARY KEY ("id"))',
    ]);
  });

  it('makes the schema first on PostgreSQL', () => {
    expect(created({ dialect: 'postgresql' })).toEqual([
      'CREATE SCHEMA IF NOT EXISTS "shop"',
      'CREATE TABLE IF NOT EXISTS "shop"."orders" ("id" INTEGER, "name" TEXT, "amount" BIGINT, "drayage_time" BIGINT, PRIMARY KEY ("id"))',
    ]);
  });

  it('gives a table without a key a synthetic one', () => {
    expect(created({ definition: definition({ name: 'STRING' }) })).toEqual([
      'CREATE TABLE IF NOT EXISTS "shop"."orders" ("name" TEXT, "drayage_id" TEXT, "drayage_time" BIGINT, PRIMARY KEY ("drayage_id"))',
    ]);
  });

  it('takes shards, replicas, partitions and column policy from the policy, on CrateDB', () => {
    const table = { shards: 6, replicas: '0-1', partitionBy: ['day'], columnPolicy: 'dynamic' } as const;
    const days = definition({ id: 'INT32', day: 'STRING' }, ['id', 'day']);
    expect(created({ definition: days, table })[0]).toContain(
      'PRIMARY KEY ("id", "day")) CLUSTERED INTO 6 SHARDS PARTITIONED BY ("day") WITH (number_of_replicas = \'0-1\', column_policy = \'dynamic\')',
    );
    expect(created({ dialect: 'postgresql', definition: days, table })[1]).not.toContain('CLUSTERED');
  });

  it('makes the objects of the universal mapping', () => {
    const universal = { policy: { mapping: 'universal' } } as const;
    expect(created(universal)).toEqual([
      `CREATE TABLE IF NOT EXISTS "shop"."orders" ("pk" OBJECT(STRICT) AS ("id" BIGINT), "data" OBJECT(DYNAMIC) AS ("name" TEXT, "amount" BIGINT), "aux" OBJECT(IGNORED), "drayage_time" BIGINT, PRIMARY KEY ("pk"['id']))`,
    ]);
    expect(created({ ...universal, definition: definition({ a: 'INT32', b: 'STRING' }, ['b', 'a']) })[0]).toContain(
      `PRIMARY KEY ("pk"['b'], "pk"['a'])`,
    );
    expect(created({ ...universal, definition: definition({ 'a.b': 'STRING' }) })[0]).toContain(
      '("pk" OBJECT(STRICT) AS ("drayage_id" TEXT), "data" OBJECT(DYNAMIC), ',
    );
    expect(created({ ...universal, dialect: 'postgresql' })[1]).toBe(
      'CREATE TABLE IF NOT EXISTS "shop"."orders" ("pk" JSONB, "data" JSONB, "aux" JSONB, "drayage_time" BIGINT, PRIMARY KEY ("pk"))',
    );
  });

  it('stores texts that no index takes', () => {
    expect(created({ definition: definition({ id: 'INT32', text: 'CLOB' }, ['id']) })[0]).toContain(
      '"text" TEXT INDEX OFF STORAGE WITH (columnstore = false)',
    );
  });
});

describe('changes of a table', () => {
  const table = targetTable();
  const [, name, amount] = table.columns;

  it('add several columns in one statement', () => {
    expect(one(addColumns(table, [name!, amount!], ['drayage_time']))).toBe(
      'ALTER TABLE "shop"."orders" ADD COLUMN "name" TEXT, ADD COLUMN "amount" BIGINT, ADD COLUMN "drayage_time" BIGINT',
    );
    expect(addColumns(table, [], [])).toEqual([]);
    const onPostgresql = targetTable({ dialect: 'postgresql' });
    expect(one(addColumns(onPostgresql, [onPostgresql.columns[1]!], []), false)).toBe(
      'ALTER TABLE "shop"."orders" ADD COLUMN IF NOT EXISTS "name" TEXT',
    );
  });

  it('add elements of the universal mapping', () => {
    const universal = targetTable({ policy: { mapping: 'universal' } });
    expect(one(addColumns(universal, [universal.columns[1]!], []))).toBe(
      `ALTER TABLE "shop"."orders" ADD COLUMN "data"['name'] TEXT`,
    );
  });

  it('rename and drop the table', () => {
    expect(one([renameTargetTable(table.target, 'ti"tle')])).toBe('ALTER TABLE "shop"."orders" RENAME TO "ti""tle"');
    expect(one([dropTable(table.target)])).toBe('DROP TABLE IF EXISTS "shop"."orders"');
  });
});

describe('the tables of Drayage itself', () => {
  it('are made where they are missing, and nothing else is touched', () => {
    const statements = createDrayageTables('cratedb');
    statements.forEach(assertCratedbStatement);
    expect(statements.map(({ sql }) => /^CREATE TABLE IF NOT EXISTS drayage\.(\w+) /u.exec(sql)?.[1])).toEqual([
      'checkpoints',
      'tables',
      'dead_letters',
      'tombstones',
      'moves',
      'partial_rows',
    ]);
    expect(createDrayageTables('postgresql')[0]?.sql).toBe('CREATE SCHEMA IF NOT EXISTS drayage');
  });
});
