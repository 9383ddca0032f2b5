import { describe, expect, it } from 'vitest';
import type { JsonObject, TableOperation } from '../change-record.js';
import { TABLE_OPERATIONS } from '../operations.js';
import { readTableChange } from './read-table-change.js';

const table = { schema: 'shop', table: 'orders' };

function read(operation: TableOperation, control: JsonObject): ReturnType<typeof readTableChange> {
  return readTableChange(operation, table, control);
}

describe('table definitions', () => {
  it.each([
    {
      'table-def': {
        columns: { total: { type: 'numeric', nullable: false, precision: 10, scale: 2 } },
        'primary-key': ['total'],
      },
    },
    {
      tableDef: {
        columns: { total: { type: 'NUMERIC', nullable: 'false', precision: '10', scale: '2' } },
        primaryKey: 'total',
      },
    },
    {
      table_def: {
        columns: [
          { name: 'total', 'data-type': 'Numeric', 'is-nullable': false, numericPrecision: 10n, numeric_scale: 2 },
        ],
        primary_key: ['total'],
      },
    },
  ])('reads any spelling', (control) => {
    expect(read('create-table', control).definition).toEqual({
      columns: [{ name: 'total', type: 'NUMERIC', nullable: false, precision: 10, scale: 2 }],
      primaryKey: ['total'],
    });
  });

  it('has an empty primary key where none is told', () => {
    expect(read('create-table', { 'table-def': { columns: {} } }).definition).toEqual({ columns: [], primaryKey: [] });
  });

  it('keeps the order of columns and the names of types that nobody knows', () => {
    const columns = { zulu: { type: 'geometry(point)' }, alpha: 'Int32', __proto__column: {} };
    expect(read('create-table', { 'table-def': { columns } }).definition?.columns).toEqual([
      { name: 'zulu', type: 'GEOMETRY(POINT)', nullable: true },
      { name: 'alpha', type: 'INT32', nullable: true },
      { name: '__proto__column', type: '', nullable: true },
    ]);
  });

  it('takes __proto__ for a column like any other', () => {
    const control = JSON.parse('{"table-def":{"columns":{"__proto__":{"type":"INT64","length":8}}}}') as JsonObject;
    expect(read('create-table', control).definition?.columns).toEqual([
      { name: '__proto__', type: 'INT64', nullable: true, length: 8 },
    ]);
  });

  it.each([{}, { 'table-def': null }, { 'table-def': [] }, { 'table-def': 'x' }])('has none in %j', (control) => {
    expect(read('create-table', control).definition).toBeUndefined();
  });

  it('leaves out what cannot be read', () => {
    const columns = { a: { type: 7, length: -0.5, precision: 'many', nullable: null }, b: null };
    expect(read('create-table', { 'table-def': { columns, 'primary-key': [1, null, '', 'a'] } }).definition).toEqual({
      columns: [
        { name: 'a', type: '7', nullable: true },
        { name: 'b', type: '', nullable: true },
      ],
      primaryKey: ['a'],
    });
    expect(read('create-table', { 'table-def': { columns: [1, {}, { name: 'c' }] } }).definition?.columns).toEqual([
      { name: 'c', type: '', nullable: true },
    ]);
  });
});

describe('rename-table', () => {
  const renamed = { schema: 'shop', table: 'purchases' };

  it.each([
    { 'new-table-name': 'purchases' },
    { newTableName: 'purchases' },
    { new_name: 'purchases' },
    { 'old-table-name': 'orders', 'new-table-name': 'purchases' },
  ])('reads the new name from %j', (control) => {
    expect(read('rename-table', control)).toMatchObject({ table, renamedTo: renamed });
  });

  it('takes the table of the envelope for the new one where only the old one is named', () => {
    expect(read('rename-table', { 'old-table-name': 'purchases' })).toMatchObject({ table: renamed, renamedTo: table });
    expect(read('rename-table', { 'old-table-name': 'orders' })).toMatchObject({ table, renamedTo: undefined });
  });

  it('reads a new schema', () => {
    const control = { 'new-schema-name': 'sales', 'new-table-name': 'orders' };
    expect(read('rename-table', control).renamedTo).toEqual({ schema: 'sales', table: 'orders' });
  });
});

describe('rename-column', () => {
  it.each([
    { 'column-name': 'a', 'new-column-name': 'b' },
    { 'old-column-name': 'a', 'new-column-name': 'b' },
    { oldColumnName: 'a', columnName: 'b' },
    { old_name: 'a', new_name: 'b' },
  ])('reads both names from %j', (control) => {
    expect(read('rename-column', control).renamedColumn).toEqual({ from: 'a', to: 'b' });
  });

  it.each([
    {},
    { 'column-name': 'a' },
    { 'new-column-name': 'a' },
    { 'column-name': 'a', 'new-column-name': 'a' },
    { 'column-name': { a: 'b' } },
  ])('leaves %j open', (control) => {
    expect(read('rename-column', control).renamedColumn).toBeUndefined();
  });
});

describe('drop-column', () => {
  it.each([
    { 'column-name': 'a' },
    { column: 'a' },
    { columns: ['a'] },
    { droppedColumns: ['a'] },
    { column_names: ['a'] },
  ])('reads %j', (control) => {
    expect(read('drop-column', control).droppedColumns).toEqual(['a']);
  });

  it('does not take a description of columns for a list of those dropped', () => {
    const columns = { a: { type: 'INT64' } };
    expect(read('drop-column', { columns }).droppedColumns).toEqual([]);
    expect(read('drop-column', { 'table-def': { columns } }).droppedColumns).toEqual([]);
  });
});

it.each(TABLE_OPERATIONS)('keeps the body of %s, whatever is in it', (operation) => {
  const control = { 'new-table-name': 1, 'old-name': null, columns: [null, [], 'x'], 'table-def': { columns: 3 } };
  const details = read(operation, control);
  expect(details.control).toBe(control);
  expect(details.definition).toEqual({ columns: [], primaryKey: [] });
});
