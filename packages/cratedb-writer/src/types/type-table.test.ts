import { readFile } from 'node:fs/promises';

import { expect, test } from 'vitest';

import { mapSourceType, SOURCE_TYPE_NAMES } from './map-source-type.js';
import { renderTypeTable, TYPE_TABLE, TYPE_TABLE_NAMES } from './type-table.js';
import { columnTypeSql } from './sql-type.js';

test('lists every DMS type that is mapped', () => {
  expect(SOURCE_TYPE_NAMES.filter((name) => !TYPE_TABLE_NAMES.has(name))).toEqual([]);
});

test('gives all types of a row the same columns', () => {
  for (const row of TYPE_TABLE.filter(({ source }) => !source.includes('('))) {
    for (const type of row.source.split(', ')) {
      const sql = (dialect: 'cratedb' | 'postgresql', isKey: boolean): string =>
        columnTypeSql(mapSourceType({ name: 'c', type, nullable: true }, { dialect, isKey }).type, dialect);
      expect([type, sql('cratedb', false), sql('cratedb', true), sql('postgresql', false)]).toEqual([
        type,
        row.cratedb,
        row.cratedbKey,
        row.postgresql,
      ]);
    }
  }
});

test('is the table that the documentation shows', async () => {
  const page = await readFile(new URL('../../../../docs/21-types.md', import.meta.url), 'utf8');
  expect(page).toContain(renderTypeTable());
});
