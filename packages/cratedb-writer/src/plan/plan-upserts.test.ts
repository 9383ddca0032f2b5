import { assertCratedbStatement } from '@drayage/testing';
import { describe, expect, it } from 'vitest';
import { cratedbDialect } from '../dialect/cratedb-dialect.js';
import { postgresqlDialect } from '../dialect/postgresql-dialect.js';
import type { Statement } from '../statement.js';
import { definition, rowChange } from '../testing/change-factories.js';
import { foldedRows, targetTable, type TargetTableOptions } from '../testing/target-tables.js';
import { countPlans, MAX_ROWS_PER_STATEMENT, planUpserts } from './plan-upserts.js';

const time = 1_000;
const first = rowChange({ values: { id: 1, name: 'a', amount: 5 }, timeMicros: time });
const second = rowChange({ values: { id: 2, name: null, amount: 9_007_199_254_740_993n }, timeMicros: time + 1 });

function cratedb(statement: Statement): Statement {
  assertCratedbStatement(statement);
  return statement;
}

function onePlan(options: TargetTableOptions, changes = [first, second]) {
  const table = targetTable(options);
  const plans = planUpserts(table, foldedRows(table, changes));
  expect(plans).toHaveLength(1);
  return plans[0]!;
}

describe('groups', () => {
  it('are made by the columns that rows set, not by rows', () => {
    const table = targetTable({ policy: { ordering: 'arrival' } });
    const update = (id: number, values: Readonly<Record<string, string | number>>) =>
      rowChange({ operation: 'update', values: { id, ...values } });
    const rows = foldedRows(table, [
      first,
      second,
      update(3, { name: 'x' }),
      update(4, { amount: 1 }),
      update(5, { name: 'y' }),
    ]);
    const plans = planUpserts(table, rows);
    expect(plans.map((plan) => [plan.columns.map((column) => column.sql), plan.rows.length])).toEqual([
      [['"id"', '"name"', '"amount"'], 2],
      [['"id"', '"name"'], 2],
      [['"id"', '"amount"'], 1],
    ]);
    expect(countPlans(rows)).toBe(3);
  });

  it('are cut where a statement would hold too many rows', () => {
    const table = targetTable({ definition: definition({ id: 'INT32' }, ['id']) });
    const rows = foldedRows(
      table,
      Array.from({ length: MAX_ROWS_PER_STATEMENT + 1 }, (_, id) => rowChange({ values: { id } })),
    );
    expect(planUpserts(table, rows).map((plan) => plan.rows.length)).toEqual([MAX_ROWS_PER_STATEMENT, 1]);
    expect(countPlans(rows)).toBe(2);
    expect(planUpserts(table, [])).toEqual([]);
    expect(countPlans([])).toBe(0);
  });

  it('have arrays of one length each', () => {
    const { arrays } = onePlan({});
    expect(arrays).toEqual([
      [1, 2],
      ['a', null],
      [5, '9007199254740993'],
      [time, time + 1],
    ]);
  });
});

describe('CrateDB, a column for a column', () => {
  it('guards every column by the stamp', () => {
    const { sql, parameters } = cratedb(cratedbDialect.upsert(onePlan({})));
    expect(sql).toBe(
      'INSERT INTO "shop"."orders" ("id", "name", "amount", "drayage_time") SELECT c0, c1, c2, c3 ' +
        'FROM UNNEST($1::array(integer), $2::array(text), $3::array(bigint), $4::array(bigint)) AS u(c0, c1, c2, c3) ' +
        'ON CONFLICT ("id") DO UPDATE SET ' +
        '"name" = CASE WHEN excluded."drayage_time" < "drayage_time" THEN "name" ELSE excluded."name" END, ' +
        '"amount" = CASE WHEN excluded."drayage_time" < "drayage_time" THEN "amount" ELSE excluded."amount" END, ' +
        '"drayage_time" = CASE WHEN excluded."drayage_time" < "drayage_time" THEN "drayage_time" ELSE excluded."drayage_time" END ' +
        'RETURNING "drayage_time"',
    );
    expect(parameters).toHaveLength(4);
  });

  it('sets columns as they come without stamps', () => {
    const { sql } = cratedb(cratedbDialect.upsert(onePlan({ policy: { ordering: 'arrival' } })));
    expect(sql).toBe(
      'INSERT INTO "shop"."orders" ("id", "name", "amount") SELECT c0, c1, c2 ' +
        'FROM UNNEST($1::array(integer), $2::array(text), $3::array(bigint)) AS u(c0, c1, c2) ' +
        'ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "amount" = excluded."amount"',
    );
  });

  it('sends one row by VALUES, so that the server names what is wrong with it', () => {
    const { sql, parameters } = cratedb(cratedbDialect.upsertOne(onePlan({ policy: { ordering: 'arrival' } }), 1));
    expect(sql).toBe(
      'INSERT INTO "shop"."orders" ("id", "name", "amount") VALUES ($1::integer, $2::text, $3::bigint) ' +
        'ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "amount" = excluded."amount"',
    );
    expect(parameters).toEqual([2, null, '9007199254740993']);
  });

  it('inserts what is probably new without a guard, and asks for the keys that were new', () => {
    const { sql } = cratedb(cratedbDialect.insertMissing(onePlan({})));
    expect(sql).toBe(
      'INSERT INTO "shop"."orders" ("id", "name", "amount", "drayage_time") SELECT c0, c1, c2, c3 ' +
        'FROM UNNEST($1::array(integer), $2::array(text), $3::array(bigint), $4::array(bigint)) AS u(c0, c1, c2, c3) ' +
        'ON CONFLICT ("id") DO NOTHING',
    );
  });

  it('does nothing to present rows of a table that is all key, without stamps', () => {
    const keys = definition({ a: 'INT32', b: 'STRING' }, ['b', 'a']);
    const change = [rowChange({ values: { a: 1, b: 'x' } })];
    const { sql } = cratedb(
      cratedbDialect.upsert(onePlan({ definition: keys, policy: { ordering: 'arrival' } }, change)),
    );
    expect(sql).toContain('ON CONFLICT ("b", "a") DO NOTHING');
    expect(cratedb(cratedbDialect.upsert(onePlan({ definition: keys }, change))).sql).toContain(
      'ON CONFLICT ("b", "a") DO UPDATE SET "drayage_time" =',
    );
  });

  it('clears the mark of a soft delete', () => {
    const plan = onePlan({ policy: { deleteMode: 'soft' } });
    expect(plan.columns.at(-1)?.sql).toBe('"drayage_deleted_at"');
    expect(plan.arrays.at(-1)).toEqual([null, null]);
    cratedb(cratedbDialect.upsert(plan));
  });

  it('puts rows without a key under their synthetic one', () => {
    const plan = onePlan({ definition: definition({ name: 'STRING' }) }, [rowChange({ values: { name: 'a' } })]);
    expect(plan.conflict).toEqual(['"drayage_id"']);
    expect(cratedb(cratedbDialect.upsert(plan)).sql).toContain('("name", "drayage_id", "drayage_time")');
  });

  it('quotes names that try to be SQL', () => {
    const evil = definition({ id: 'INT32', 'x"); DROP TABLE y; --': 'STRING', "a'b": 'STRING' }, ['id']);
    const { sql } = cratedb(cratedbDialect.upsert(onePlan({ definition: evil }, [rowChange({ values: { id: 1 } })])));
    expect(sql).toContain('"x""); DROP TABLE y; --"');
  });
});

describe('CrateDB, the universal mapping', () => {
  const universal = { policy: { mapping: 'universal' } } as const;

  it('merges objects', () => {
    const plan = onePlan(universal);
    const { sql, parameters } = cratedb(cratedbDialect.upsert(plan));
    expect(sql).toContain(
      'SELECT c0, c1, c2, c3 FROM UNNEST($1::array(object), $2::array(object), $3::array(object), $4::array(bigint))',
    );
    expect(sql).toContain(`ON CONFLICT ("pk"['id']) DO UPDATE SET "data" = CASE`);
    expect(sql).toContain(`ELSE coalesce("data", {}) || excluded."data" END`);
    expect(parameters.slice(0, 3)).toEqual([
      ['{"id":1}', '{"id":2}'],
      ['{"name":"a","amount":5}', '{"name":null,"amount":9007199254740993}'],
      ['{}', '{}'],
    ]);
    expect(cratedb(cratedbDialect.insertMissing(plan)).sql).toContain(`ON CONFLICT ("pk"['id']) DO NOTHING`);
    expect(cratedb(cratedbDialect.upsertOne(plan, 0)).sql).toContain(
      'VALUES ($1::object, $2::object, $3::object, $4::bigint)',
    );
  });

  it('puts names that CrateDB refuses into aux', () => {
    const dotted = definition({ id: 'INT32', 'a.b': 'STRING' }, ['id']);
    const { arrays } = onePlan({ ...universal, definition: dotted }, [rowChange({ values: { id: 1, 'a.b': 'x' } })]);
    expect(arrays.slice(0, 3)).toEqual([['{"id":1}'], ['{}'], ['{"a.b":"x"}']]);
  });
});

describe('PostgreSQL', () => {
  const postgresql = { dialect: 'postgresql' } as const;

  it('guards by one condition', () => {
    const { sql } = postgresqlDialect.upsert(onePlan(postgresql));
    expect(sql).toBe(
      'INSERT INTO "shop"."orders" AS t ("id", "name", "amount", "drayage_time") SELECT c0, c1, c2, c3 ' +
        'FROM UNNEST($1::integer[], $2::text[], $3::bigint[], $4::bigint[]) AS u(c0, c1, c2, c3) ' +
        'ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "amount" = excluded."amount", "drayage_time" = excluded."drayage_time" ' +
        'WHERE (excluded."drayage_time" < t."drayage_time") IS NOT TRUE',
    );
  });

  it('sets columns as they come without stamps, and one row by VALUES', () => {
    const plan = onePlan({ ...postgresql, policy: { ordering: 'arrival' } });
    const conflict = 'ON CONFLICT ("id") DO UPDATE SET "name" = excluded."name", "amount" = excluded."amount"';
    expect(postgresqlDialect.upsert(plan).sql.endsWith(conflict)).toBe(true);
    expect(postgresqlDialect.upsertOne(plan, 0)).toEqual({
      sql: `INSERT INTO "shop"."orders" AS t ("id", "name", "amount") VALUES ($1::INTEGER, $2::text, $3::BIGINT) ${conflict}`,
      parameters: [1, 'a', 5],
    });
    expect(postgresqlDialect.insertsFirst).toBe(false);
  });

  it('merges documents', () => {
    const { sql } = postgresqlDialect.upsert(onePlan({ ...postgresql, policy: { mapping: 'universal' } }));
    expect(sql).toContain(
      'SELECT c0::jsonb, c1::jsonb, c2::jsonb, c3 FROM UNNEST($1::text[], $2::text[], $3::text[], $4::bigint[])',
    );
    expect(sql).toContain(
      `ON CONFLICT ("pk") DO UPDATE SET "data" = coalesce(t."data", '{}'::jsonb) || excluded."data"`,
    );
  });
});
