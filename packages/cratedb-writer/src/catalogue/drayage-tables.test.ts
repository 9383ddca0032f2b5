import { assertCratedbStatement } from '@drayage/testing';
import { expect, it } from 'vitest';
import { addDrayageColumns, createDrayageTables } from './drayage-tables.js';

/** The columns that `CREATE TABLE` statements of the tables name, as a catalogue lists them. */
function catalogueOf(dialect: 'cratedb' | 'postgresql'): (readonly [string, string])[] {
  return createDrayageTables(dialect).flatMap(({ sql }) => {
    const [, table, columns] = /EXISTS drayage\.(\w+) \((.*), PRIMARY KEY/u.exec(sql) ?? [];
    const names = [...(columns ?? '').matchAll(/(?:^|, )"?(\w+)"? [A-Z]/gu)].map(([, name]) => name!);
    return names.map((name): [string, string] => [table!, name]);
  });
}

it.each(['cratedb', 'postgresql'] as const)('adds nothing to tables that have it all (%s)', (dialect) => {
  expect(catalogueOf(dialect)).toHaveLength(59);
  expect(addDrayageColumns(dialect, catalogueOf(dialect))).toEqual([]);
});

it('adds the columns that tables of an earlier version lack, and leaves columns it does not know', () => {
  const older = catalogueOf('cratedb').filter(([, column]) => column !== 'moved_from' && column !== 'fence');
  const statements = addDrayageColumns('cratedb', [...older, ['dead_letters', 'from_a_later_version']]);
  statements.forEach(assertCratedbStatement);
  expect(statements.map(({ sql }) => sql)).toEqual([
    'ALTER TABLE drayage.checkpoints ADD COLUMN fence BIGINT',
    'ALTER TABLE drayage.dead_letters ADD COLUMN moved_from TEXT INDEX OFF STORAGE WITH (columnstore = false)',
  ]);
});

it('quotes a column whose name is a word of SQL', () => {
  const older = catalogueOf('postgresql').filter(([table, column]) => table !== 'dead_letters' || column !== 'time');
  expect(addDrayageColumns('postgresql', older)).toEqual([
    { sql: 'ALTER TABLE drayage.dead_letters ADD COLUMN "time" BIGINT', parameters: [] },
  ]);
});

it('adds nothing to a table that is not there', () => {
  expect(addDrayageColumns('cratedb', [])).toEqual([]);
});
