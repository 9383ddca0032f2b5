import { assertCratedbStatement } from '@drayage/testing';
import { describe, expect, it } from 'vitest';
import type { ExistingTable } from '../catalogue/existing-table.js';
import type { Dialect } from '../client/sink-database.js';
import { definition } from '../testing/change-factories.js';
import { targetTable } from '../testing/target-tables.js';
import type { TargetType } from '../types/target-type.js';
import { planColumnMoves, type ColumnMove } from './column-moves.js';
import type { StoredDefinition } from './stored-definition.js';

const told = { ...definition({ id: 'INT32', b: 'STRING', n: 'INT64' }, ['id']), columnsKnown: true, definedAt: 1 };
const renamedA = { former: 'a', present: 'b', untilMicros: 50, standing: 'due' } as const;

interface Given {
  readonly stored?: Partial<StoredDefinition>;
  readonly standing: Readonly<Record<string, TargetType['kind']>>;
  readonly dialect?: Dialect;
  readonly stamped?: boolean;
}

function plan({ stored, standing, dialect = 'cratedb', stamped = true }: Given): {
  readonly moves: readonly ColumnMove[];
  readonly kept: readonly string[];
} {
  const stored_: StoredDefinition = { ...told, ...stored };
  const wanted = targetTable({ dialect, definition: stored_, policy: { ordering: stamped ? 'stamped' : 'arrival' } });
  const columns = Object.entries({ id: 'integer', ...standing }).map(([name, kind]) => ({
    name,
    type: { kind } as TargetType,
    place: 'column' as const,
  }));
  const existing: ExistingTable = { layout: 'direct', columns, primaryKey: ['id'] };
  const planned = planColumnMoves({ wanted, existing, definition: stored_ });
  if (dialect === 'cratedb')
    for (const move of planned.moves) [...(move.check ?? []), ...move.statements].forEach(assertCratedbStatement);
  return planned;
}

function texts(given: Given): readonly string[] {
  return plan(given).moves.flatMap(({ check = [], statements }) => [
    ...check.map(({ sql }) => `? ${sql}`),
    ...statements.map(({ sql, parameters }) => `${sql}${parameters.length === 0 ? '' : ` -- ${parameters.join()}`}`),
  ]);
}

const T = '"shop"."orders"';
const REFRESH = `REFRESH TABLE ${T}`;

describe('a renamed column', () => {
  const stored = { formerNames: [renamedA] };

  it('is renamed where only the old one stands, and nothing is done where it does not', () => {
    // Rows written since brought nothing under the new name.
    const cleared = [REFRESH, `UPDATE ${T} SET "a" = NULL WHERE "a" IS NOT NULL AND "drayage_time" >= $1 -- 50`];
    expect(texts({ stored, standing: { a: 'text', n: 'bigint' } })).toEqual([
      ...cleared,
      `ALTER TABLE ${T} RENAME COLUMN "a" TO "b"`,
    ]);
    expect(texts({ stored, standing: { a: 'text', n: 'bigint' }, stamped: false })).toEqual([
      `ALTER TABLE ${T} RENAME COLUMN "a" TO "b"`,
    ]);
    expect(texts({ stored, standing: { b: 'text', n: 'bigint' } })).toEqual([]);
    expect(texts({ standing: { a: 'text', b: 'text', n: 'bigint' } })).toEqual([]);
  });

  const merge = [
    REFRESH,
    `UPDATE ${T} SET "a" = CAST("b%~was" AS TEXT) WHERE "drayage_time" >= $1 -- 50`,
    `ALTER TABLE ${T} RENAME COLUMN "a" TO "b"`,
    `ALTER TABLE ${T} DROP COLUMN "b%~was"`,
  ];

  it('takes over what rows brought under the new name since the rename, unless a value does not fit', () => {
    expect(texts({ stored, standing: { a: 'text', b: 'long-text', n: 'bigint' } })).toEqual([
      `? ${REFRESH}`,
      `? SELECT count(*) FROM ${T} WHERE "b" IS NOT NULL AND (TRY_CAST("b" AS TEXT) IS NULL OR OCTET_LENGTH("b") > 32766) AND "drayage_time" >= $1`,
      `ALTER TABLE ${T} RENAME COLUMN "b" TO "b%~was"`,
      ...merge,
    ]);
  });

  it('goes on from wherever it broke off', () => {
    expect(texts({ stored, standing: { a: 'text', 'b%~was': 'long-text', n: 'bigint' } })).toEqual(merge);
    const both = texts({ stored, standing: { a: 'text', 'b%~was': 'text', b: 'text', n: 'bigint' } });
    expect(both.slice(0, 3)).toEqual([REFRESH, merge[1], `ALTER TABLE ${T} DROP COLUMN "b%~was"`]);
    expect(both.slice(-4)).toEqual(merge);
    expect(texts({ stored, standing: { b: 'text', 'b%~was': 'text', n: 'bigint' } })).toEqual([
      `? ${REFRESH}`,
      `? SELECT count(*) FROM ${T} WHERE "b%~was" IS NOT NULL AND (TRY_CAST("b%~was" AS TEXT) IS NULL)`,
      REFRESH,
      `UPDATE ${T} SET "b" = CAST("b%~was" AS TEXT) WHERE "b" IS NULL AND "b%~was" IS NOT NULL`,
      `ALTER TABLE ${T} DROP COLUMN "b%~was"`,
    ]);
  });

  it('is told by its values where rows bear no stamp, or the message no time', () => {
    const untimed = { formerNames: [{ ...renamedA, untilMicros: 0 }] };
    for (const given of [{ stored, stamped: false }, { stored: untimed }]) {
      expect(texts({ ...given, standing: { a: 'text', 'b%~was': 'text', n: 'bigint' } })[1]).toBe(
        `UPDATE ${T} SET "a" = CAST("b%~was" AS TEXT) WHERE "b%~was" IS NOT NULL`,
      );
    }
  });

  it('is followed from the youngest name to the oldest', () => {
    const twice = { formerNames: [renamedA, { former: 'x', present: 'b', untilMicros: 90, standing: 'due' as const }] };
    expect(texts({ stored: twice, standing: { x: 'text', n: 'bigint' } }).at(-1)).toBe(
      `ALTER TABLE ${T} RENAME COLUMN "x" TO "b"`,
    );
    const moves = texts({ stored: twice, standing: { a: 'text', x: 'text', n: 'bigint' } });
    expect(moves[2]).toBe(`ALTER TABLE ${T} RENAME COLUMN "x" TO "b"`);
    expect(moves).toContain(merge[1]);
  });

  it('takes what a repeated stretch brought under the old name, and goes on from wherever it broke off', () => {
    const repeated = { formerNames: [{ ...renamedA, sinceMicros: 40 }] };
    const steps = [
      REFRESH,
      `UPDATE ${T} SET "b" = CAST("a%~was" AS TEXT) WHERE "drayage_time" >= $1 AND "drayage_time" < $2 -- 40,50`,
      `ALTER TABLE ${T} DROP COLUMN "a%~was"`,
    ];
    const moves = (standing: Given['standing']) =>
      texts({ stored: repeated, standing }).filter((text) => !text.startsWith('?'));
    expect(moves({ a: 'long-text', b: 'text', n: 'bigint' })).toEqual([
      `ALTER TABLE ${T} RENAME COLUMN "a" TO "a%~was"`,
      ...steps,
    ]);
    expect(moves({ 'a%~was': 'long-text', b: 'text', n: 'bigint' })).toEqual(steps);
    expect(moves({ b: 'text', n: 'bigint' })).toEqual([]);
  });

  it('is left alone where a new column bears the old name', () => {
    const columns = [...told.columns, { name: 'a', type: 'STRING', nullable: true }];
    expect(texts({ stored: { ...stored, columns }, standing: { a: 'text', b: 'text', n: 'bigint' } })).toEqual([]);
  });
});

describe('a dropped column', () => {
  it('is dropped where it stands, and never as a part of the key', () => {
    const dropped = (former: string) => ({
      formerNames: [{ former, present: null, untilMicros: 50, standing: 'due' as const }],
    });
    expect(texts({ stored: dropped('a'), standing: { a: 'text', n: 'bigint' } })).toEqual([
      `ALTER TABLE ${T} DROP COLUMN "a"`,
    ]);
    const { columns } = definition({ n: 'INT64' });
    expect(texts({ stored: { ...dropped('id'), columns, primaryKey: [] }, standing: { n: 'bigint' } })).toEqual([]);
  });
});

describe('a column of another type', () => {
  const retype = (why: 'guessed' | 'told' | 'reload', sinceMicros: number | null = null) => ({
    retypes: [{ name: 'n', why, sinceMicros }],
  });
  const standing = { b: 'text', n: 'integer' } as const;

  it('is made anew beside the old one on CrateDB when its type was guessed', () => {
    expect(texts({ stored: retype('guessed'), standing: { b: 'text', n: 'double' } })).toEqual([
      `? ${REFRESH}`,
      `? SELECT count(*) FROM ${T} WHERE "n" IS NOT NULL AND (TRY_CAST("n" AS BIGINT) IS NULL OR TRY_CAST(TRY_CAST("n" AS BIGINT) AS DOUBLE PRECISION) <> "n")`,
      `ALTER TABLE ${T} RENAME COLUMN "n" TO "n%~was"`,
      `ALTER TABLE ${T} ADD COLUMN "n" BIGINT`,
      REFRESH,
      `UPDATE ${T} SET "n" = CAST("n%~was" AS BIGINT) WHERE "n" IS NULL AND "n%~was" IS NOT NULL`,
      `ALTER TABLE ${T} DROP COLUMN "n%~was"`,
    ]);
  });

  it('is kept when the source changes it, and made anew by the next load for the rows of that load', () => {
    expect(plan({ stored: retype('told'), standing })).toMatchObject({ moves: [], kept: ['n'] });
    expect(texts({ stored: retype('reload', 70), standing }).slice(-2)).toEqual([
      `UPDATE ${T} SET "n" = CAST("n%~was" AS BIGINT) WHERE "n" IS NULL AND "n%~was" IS NOT NULL AND "drayage_time" >= $1 -- 70`,
      `ALTER TABLE ${T} DROP COLUMN "n%~was"`,
    ]);
    expect(texts({ stored: retype('reload', 70), standing: { b: 'text', n: 'text' } })).not.toEqual([]);
  });

  it('is put aside where CrateDB has no cast, and dropped once none of its values is of the load', () => {
    const made = [`ALTER TABLE ${T} RENAME COLUMN "n" TO "n%~was"`, `ALTER TABLE ${T} ADD COLUMN "n" BIGINT`];
    expect(texts({ stored: retype('reload', 70), standing: { b: 'text', n: 'uuid' } })).toEqual(made);
    const lost = (name: string) => [
      `? ${REFRESH}`,
      `? SELECT count(*) FROM ${T} WHERE "${name}" IS NOT NULL AND (TRUE)`,
    ];
    const [refresh, count] = lost('n%~was');
    expect(texts({ stored: retype('reload', 70), standing: { b: 'text', 'n%~was': 'uuid', n: 'bigint' } })).toEqual([
      refresh,
      `${count!} AND "drayage_time" >= $1`,
      `ALTER TABLE ${T} DROP COLUMN "n%~was"`,
    ]);
    // A guessed column keeps its type while it holds values: no load fills the new one.
    expect(texts({ stored: retype('guessed'), standing: { b: 'text', n: 'uuid' } })).toEqual([...lost('n'), ...made]);
  });

  it('takes NULL over from rows of another type than CrateDB can cast, of which it counted none with a value', () => {
    const stored = { formerNames: [renamedA] };
    expect(texts({ stored, standing: { a: 'text', 'b%~was': 'uuid', n: 'bigint' } })).toContain(
      `UPDATE ${T} SET "a" = NULL WHERE "drayage_time" >= $1 -- 50`,
    );
  });

  it.each([
    ['boolean', 'INT64', `CAST(CASE WHEN "n%~was" THEN 1 WHEN NOT "n%~was" THEN 0 END AS BIGINT)`],
    ['boolean', 'CLOB', `CAST(CASE WHEN "n%~was" THEN 'true' WHEN NOT "n%~was" THEN 'false' END AS TEXT)`],
    ['timestamptz', 'INT32', `CAST(CAST("n%~was" AS BIGINT) AS INTEGER)`],
    ['timestamptz', 'CLOB', `CAST(DATE_FORMAT('%Y-%m-%dT%H:%i:%s.%fZ', "n%~was") AS TEXT)`],
    ['timestamp', 'CLOB', `CAST(DATE_FORMAT('%Y-%m-%dT%H:%i:%s.%f', "n%~was") AS TEXT)`],
  ] as const)('of %s becomes %s by what CrateDB does cast', (from, to, value) => {
    const { columns } = definition({ id: 'INT32', b: 'STRING', n: to }, ['id']);
    const planned = texts({ stored: { ...retype('reload', 70), columns }, standing: { b: 'text', n: from } });
    expect(planned).toContain(
      `UPDATE ${T} SET "n" = ${value} WHERE "n" IS NULL AND "n%~was" IS NOT NULL AND "drayage_time" >= $1 -- 70`,
    );
  });

  it('stays where it holds what the load brings', () => {
    const columns = definition({ id: 'INT32', b: 'STRING', n: 'INT16' }, ['id']).columns;
    expect(plan({ stored: { ...retype('reload', 70), columns }, standing })).toEqual({ moves: [], kept: [] });
  });

  it('is emptied by the next load where rows bear no stamp', () => {
    for (const dialect of ['cratedb', 'postgresql'] as const) {
      expect(texts({ stored: retype('reload', 70), standing, stamped: false, dialect })).toEqual([
        `ALTER TABLE ${T} DROP COLUMN "n"`,
        `ALTER TABLE ${T} ADD COLUMN "n" BIGINT`,
      ]);
    }
  });

  it('is changed in place on PostgreSQL, where nothing is lost', () => {
    const postgres = (given: Given) =>
      texts({ ...given, dialect: 'postgresql' }).filter((text) => !text.startsWith('?'));
    expect(postgres({ stored: retype('told'), standing })).toEqual([
      `ALTER TABLE ${T} ALTER COLUMN "n" TYPE BIGINT USING CAST("n" AS BIGINT)`,
    ]);
    expect(postgres({ stored: retype('told'), standing: { b: 'text', n: 'text' } })).toEqual([]);
    expect(postgres({ stored: retype('reload', 70), standing: { b: 'text', n: 'text' } })).toEqual([
      `ALTER TABLE ${T} ALTER COLUMN "n" TYPE BIGINT USING CASE WHEN "drayage_time" >= 70 THEN CAST(CAST("n" AS TEXT) AS BIGINT) END`,
    ]);
  });

  it('of the key is never made anew', () => {
    const stored = {
      ...definition({ id: 'INT64', b: 'STRING', n: 'INT64' }, ['id']),
      retypes: [{ name: 'id', why: 'reload' as const, sinceMicros: 70 }],
    };
    expect(plan({ stored, standing: { b: 'text', n: 'bigint' } })).toMatchObject({ moves: [], kept: ['id'] });
    const postgres = plan({ stored, standing: { b: 'text', n: 'bigint' }, dialect: 'postgresql' });
    expect(postgres.moves[0]?.statements[0]?.sql).toBe(
      `ALTER TABLE ${T} ALTER COLUMN "id" TYPE BIGINT USING CAST("id" AS BIGINT)`,
    );
  });
});
