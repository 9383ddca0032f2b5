import { describe, expect, test } from 'vitest';

import { assertCratedbStatement } from './assert-cratedb-statement.ts';

const GOOD = [
  'INSERT INTO "shop"."orders" ("id", "v") SELECT * FROM unnest($1::array(bigint), $2::array(text)) AS u (a, b) ON CONFLICT ("id") DO UPDATE SET "v" = excluded."v"',
  `INSERT INTO "s"."t" ("id", "a") SELECT x, (y['v'])::array(integer) FROM unnest($1::array(integer), $2::array(object(ignored))) AS u (x, y) ON CONFLICT ("id") DO NOTHING RETURNING "id"`,
  'INSERT INTO "s"."t" ("id", "v", "t") SELECT * FROM unnest($1::array(bigint), $2::array(text), $3::array(bigint)) ON CONFLICT ("id") DO UPDATE SET "v" = CASE WHEN excluded."t" >= "t" OR "t" IS NULL THEN excluded."v" ELSE "v" END',
  'DELETE FROM "s"."t" WHERE "a" = $1 AND "b" = $2',
  `DELETE FROM "s"."t" WHERE "pk"['id'] = $1`,
  'UPDATE "s"."t" SET "v" = $1 WHERE "id" = $2',
  'ALTER TABLE "s"."t" ADD COLUMN "a" INTEGER, ADD COLUMN "b" TEXT',
  'ALTER TABLE "s"."t" RENAME COLUMN "a" TO "b"',
  'CREATE TABLE IF NOT EXISTS "s"."t" ("id" BIGINT, "n" NUMERIC(10, 2), "v" TEXT INDEX OFF STORAGE WITH (columnstore = false), PRIMARY KEY ("id")) CLUSTERED INTO 4 SHARDS',
  'CREATE TABLE t (pk OBJECT(STRICT) AS (id BIGINT PRIMARY KEY), data OBJECT(DYNAMIC), aux OBJECT(IGNORED))',
  'SELECT "id" FROM "s"."t" WHERE "id" IN (1, 2, 3)',
  'REFRESH TABLE "s"."t"',
  `DELETE FROM "s"."DO UPDATE WHERE" WHERE "= ANY($1)" = 'x IN ($1)' AND "k" = $1`,
];

const BAD: readonly (readonly [string, string])[] = [
  ['DELETE FROM "s"."t" WHERE "id" = ANY($1::array(bigint))', 'ANY'],
  ['delete from t where id = any(cast($1 as array(bigint)))', 'ANY'],
  ['DELETE FROM "s"."t" WHERE "id" IN ($1, $2)', 'IN ($n'],
  ['DELETE FROM "s"."t" WHERE "id" IN (1, $1)', 'IN ($n'],
  ['DELETE FROM "s"."t" WHERE "id" IN (SELECT a FROM unnest($1::array(int)) AS u (a))', 'IN (SELECT'],
  [
    'INSERT INTO t (id, v) VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET v = excluded.v WHERE t.v < 3',
    'takes no WHERE',
  ],
  ['UPDATE t SET v = u.v FROM u WHERE t.id = u.id', 'takes no FROM'],
  ['ALTER TABLE t ADD COLUMN IF NOT EXISTS v TEXT', 'IF NOT EXISTS'],
  ['BEGIN', 'no transactions'],
  ['COMMIT', 'no transactions'],
  ['ROLLBACK', 'no transactions'],
  ['SELECT 1; SELECT 2', '2 statements'],
  ['', 'statements instead of one'],
  ['colourless green ideas sleep furiously', 'grammar'],
  ['INSERT INTO t (id) VALUES ($1', 'grammar'],
  ['ALTER TABLE t ALTER COLUMN v TYPE TEXT', 'grammar'],
  ['SELECT $32768', '32768 parameters'],
  [`SELECT '${'x'.repeat(262_144)}'`, 'characters'],
];

describe('assertCratedbStatement', () => {
  test.each(GOOD)('accepts %s', (sql) => {
    expect(() => assertCratedbStatement({ sql })).not.toThrow();
  });

  test.each(BAD.map(([sql, reason]) => ({ sql, reason, title: sql.slice(0, 80) })))(
    'refuses $title',
    ({ sql, reason }) => {
      expect(() => assertCratedbStatement({ sql })).toThrow(reason);
    },
  );

  test('refuses a number of parameters that is not the one the text takes', () => {
    expect(() => assertCratedbStatement({ sql: 'SELECT $1, $2', parameters: [1] })).toThrow(
      '1 parameters for a text that takes 2',
    );
    expect(() => assertCratedbStatement({ sql: 'SELECT $1, $2', parameters: [1, [2]] })).not.toThrow();
  });

  test('names everything that is wrong at once', () => {
    expect(() => assertCratedbStatement({ sql: 'DELETE FROM t WHERE id = ANY($1)', parameters: [] })).toThrow(
      /ANY[^]*0 parameters/,
    );
  });
});
