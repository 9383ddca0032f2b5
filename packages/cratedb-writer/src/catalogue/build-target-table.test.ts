import { describe, expect, it } from 'vitest';
import { definition } from '../testing/change-factories.js';
import { builtTable } from '../testing/target-tables.js';
import { EXISTING_TYPE, type ExistingTable } from './existing-table.js';

const present: ExistingTable = {
  layout: 'direct',
  columns: [
    { name: 'id', type: { kind: 'integer' }, place: 'column' },
    { name: 'name', type: { kind: 'text' }, place: 'column' },
    { name: 'mine', type: { kind: 'text' }, place: 'column' },
    { name: 'drayage_time', type: { kind: 'bigint' }, place: 'column' },
  ],
  primaryKey: ['id'],
};

describe('a new table', () => {
  it('has the columns and the key of the source', () => {
    const { table, ...rest } = builtTable();
    expect(rest).toEqual({
      create: true,
      leftOut: [],
      misfits: [],
      missingColumns: [],
      missingMetadata: [],
      conflict: undefined,
      warnings: [],
    });
    expect(table).toMatchObject({
      target: { schema: 'shop', table: 'orders' },
      mapping: 'direct',
      stamped: true,
      softDelete: false,
      keyIndexes: [0],
    });
    expect(table.columns.map(({ name, type, isKey }) => [name, type.kind, isKey])).toEqual([
      ['id', 'integer', true],
      ['name', 'text', false],
      ['amount', 'bigint', false],
    ]);
  });

  it('rewrites names, and finds columns by the names of the source', () => {
    const { table } = builtTable({
      definition: definition({ 'a.b': 'INT32', drayage_time: 'INT32' }, ['a.b']),
      policy: { renameSchemas: { shop: 'st.ore' } },
    });
    expect(table.target.schema).toBe('st%2Eore');
    expect(table.columns.map(({ source, name }) => [source, name])).toEqual([
      ['a.b', 'a%2Eb'],
      ['drayage_time', 'drayage%5Ftime'],
    ]);
    expect(table.indexOf.get('a.b')).toBe(0);
  });

  it('takes types and keys from the policy, and leaves columns out, but none of the key', () => {
    const { table, warnings } = builtTable({
      table: { columnTypes: { name: 'object(ignored)', amount: 'nonsense' }, excludeColumns: ['id', 'amount'] },
    });
    expect(table.columns.map(({ name, type }) => [name, type.kind])).toEqual([
      ['id', 'integer'],
      ['name', 'object'],
    ]);
    expect(warnings).toEqual([]);
    expect(builtTable({ table: { columnTypes: { amount: 'nonsense' } } }).warnings).toEqual([
      expect.stringContaining('nonsense'),
    ]);
    expect(builtTable({ table: { primaryKey: ['name', 'id'] } }).table.keyIndexes).toEqual([1, 0]);
  });

  it('warns of a type that it does not know, and keeps it as text', () => {
    const { table, warnings } = builtTable({ definition: definition({ id: 'INT32', shape: 'POLYGON' }, ['id']) });
    expect(table.columns[1]?.type).toEqual({ kind: 'long-text' });
    expect(warnings).toEqual(['Column shape has the unknown DMS type POLYGON; it is kept as text.']);
  });

  it('cannot be made with a key of columns that the source lacks', () => {
    expect(builtTable({ table: { primaryKey: ['id', 'nowhere'] } }).conflict).toMatchObject({
      code: 'ddl-failed',
      message: expect.stringContaining('nowhere') as string,
    });
  });
});

describe('a table that stands there', () => {
  it('lacks the columns that it lacks, and keeps those of its own', () => {
    const { create, missingColumns, missingMetadata, conflict } = builtTable({
      existing: present,
      policy: { deleteMode: 'soft' },
    });
    expect({ create, conflict }).toEqual({ create: false, conflict: undefined });
    expect(missingColumns.map(({ name }) => name)).toEqual(['amount']);
    expect(missingMetadata).toEqual(['drayage_deleted_at']);
  });

  it('keeps its types, and says where they differ', () => {
    const existing = {
      ...present,
      columns: present.columns.map((column) =>
        column.name === 'name' ? { ...column, type: { kind: 'integer' } as const } : column,
      ),
    };
    const { table, warnings } = builtTable({ existing });
    expect(table.columns[1]?.type).toEqual({ kind: 'integer' });
    expect(warnings).toEqual(['Column name is integer in the target where text was expected; its type is kept.']);
  });

  it('tells nothing to warn of where the definition was read off it', () => {
    const own = {
      columns: present.columns.map(({ name }) => ({ name, type: EXISTING_TYPE, nullable: true })),
      primaryKey: ['id'],
    };
    expect(builtTable({ existing: present, definition: own }).warnings).toEqual([]);
  });

  it.each([
    ['another key', { ...present, primaryKey: ['name'] }],
    ['no key', { ...present, primaryKey: [] }],
    ['a longer key', { ...present, primaryKey: ['id', 'name'] }],
  ])('with %s is refused', (_, existing) => {
    expect(builtTable({ existing }).conflict).toMatchObject({ code: 'key-changed' });
  });

  it('with its key in another order is taken', () => {
    const pair = definition({ a: 'INT32', b: 'INT32' }, ['a', 'b']);
    expect(builtTable({ definition: pair, existing: { ...present, primaryKey: ['b', 'a'] } }).conflict).toBeUndefined();
  });

  it('with a key is refused for a source without one, and the other way round', () => {
    const keyless = definition({ name: 'STRING' });
    expect(builtTable({ definition: keyless, existing: present }).conflict).toMatchObject({
      code: 'key-changed',
      message: 'The key of the source is (drayage_id), that of the target table is (id).',
    });
    expect(
      builtTable({ definition: keyless, existing: { ...present, primaryKey: ['drayage_id'] } }).conflict,
    ).toBeUndefined();
  });
});

describe('the universal layout', () => {
  const existing: ExistingTable = {
    layout: 'universal',
    columns: [
      { name: 'pk', type: { kind: 'object', policy: 'strict' }, place: 'column' },
      { name: 'id', type: { kind: 'bigint' }, place: 'pk' },
      { name: 'data', type: { kind: 'object', policy: 'dynamic' }, place: 'column' },
      { name: 'name', type: { kind: 'bigint' }, place: 'data' },
    ],
    primaryKey: ['id'],
  };

  it('is kept where it stands, with the types of its elements', () => {
    const { table, missingColumns, missingMetadata } = builtTable({ existing });
    expect(table.mapping).toBe('universal');
    expect(table.columns.map(({ name, place, type }) => [name, place, type.kind])).toEqual([
      ['id', 'pk', 'bigint'],
      ['name', 'data', 'bigint'],
      ['amount', 'data', 'bigint'],
    ]);
    expect(missingColumns.map(({ name }) => name)).toEqual(['amount']);
    expect(missingMetadata).toEqual(['aux', 'drayage_time']);
  });

  it('puts names that CrateDB refuses into aux, and declares elements by types that cut nothing', () => {
    const { table } = builtTable({
      policy: { mapping: 'universal' },
      definition: definition({ id: 'INT32', 'a.b': 'INT32', at: 'DATETIME', ratio: 'REAL4' }, ['id']),
    });
    expect(table.columns.map(({ name, place, type }) => [name, place, type.kind])).toEqual([
      ['id', 'pk', 'bigint'],
      ['a.b', 'aux', 'bigint'],
      ['at', 'data', 'text'],
      ['ratio', 'data', 'double'],
    ]);
  });

  it.each([
    ['cratedb', ['a%2Eb', '%2541', '_id']],
    ['postgresql', ['a.b', '%41', '_id']],
  ] as const)('escapes names of the key that %s does not take in objects', (dialect, expected) => {
    const key = ['a.b', '%41', '_id'];
    const { table } = builtTable({
      dialect,
      policy: { mapping: 'universal' },
      definition: definition({ 'a.b': 'INT32', '%41': 'INT32', _id: 'INT32' }, key),
    });
    expect(table.columns.map(({ name }) => name)).toEqual(expected);
    expect(table.columns.map(({ source }) => source)).toEqual(key);
  });

  it('encodes a number sent as text like the number', () => {
    const { table } = builtTable({ existing });
    const [, name] = table.columns;
    expect([5, '5', null].map((value) => name?.encode(value))).toEqual(['5', '5', 'null']);
  });
});
