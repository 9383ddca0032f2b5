import type { ColumnDefinition } from '@drayage/record-decoder';
import { describe, expect, test } from 'vitest';

import { mapSourceType, SOURCE_TYPE_NAMES } from './map-source-type.js';
import type { TargetType } from './target-type.js';

function map(
  column: Partial<ColumnDefinition>,
  dialect: 'cratedb' | 'postgresql' = 'cratedb',
  isKey = false,
): TargetType {
  return mapSourceType({ name: 'c', type: 'STRING', nullable: true, ...column }, { dialect, isKey }).type;
}

test.each<[string, TargetType]>([
  ['INT8', { kind: 'bigint' }],
  ['int64', { kind: 'bigint' }],
  ['UINT8', { kind: 'numeric', precision: 20, scale: 0 }],
  ['UINT16', { kind: 'integer' }],
  ['UINT32', { kind: 'bigint' }],
  ['FLOAT', { kind: 'real' }],
  ['REAL', { kind: 'double' }],
])('%s becomes %o', (type, expected) => {
  expect(map({ type })).toEqual(expected);
});

describe('text', () => {
  test.each([
    [1, 'text'],
    [8191, 'text'],
    [8192, 'long-text'],
    [0, 'long-text'],
    [undefined, 'long-text'],
  ])('of length %s is %s', (length, kind) => {
    expect(map(length === undefined ? {} : { length })).toEqual({ kind });
  });

  test('of any length is indexed in a key', () => {
    expect(map({}, 'cratedb', true)).toEqual({ kind: 'text' });
    expect(map({ type: 'NCLOB' }, 'cratedb', true)).toEqual({ kind: 'text' });
  });
});

describe('NUMERIC', () => {
  test.each<[Partial<ColumnDefinition>, TargetType, TargetType]>([
    [
      { precision: 38, scale: 10 },
      { kind: 'numeric', precision: 38, scale: 10 },
      { kind: 'numeric', precision: 38, scale: 10 },
    ],
    [{ precision: 5 }, { kind: 'numeric', precision: 5, scale: 0 }, { kind: 'numeric', precision: 5, scale: 0 }],
    [{}, { kind: 'text' }, { kind: 'numeric' }],
    [{ precision: 0, scale: 0 }, { kind: 'text' }, { kind: 'numeric' }],
    [{ precision: 39, scale: 0 }, { kind: 'text' }, { kind: 'text' }],
    [{ precision: 5, scale: -2 }, { kind: 'text' }, { kind: 'numeric' }],
    [{ precision: 2, scale: 5 }, { kind: 'text' }, { kind: 'numeric' }],
  ])('%o becomes %o on CrateDB, %o on PostgreSQL', (column, cratedb, postgresql) => {
    expect(map({ type: 'NUMERIC', ...column }, 'cratedb')).toEqual(cratedb);
    expect(map({ type: 'NUMERIC', ...column }, 'postgresql')).toEqual(postgresql);
  });
});

test('a timestamp in a key is text on CrateDB, which would cut it', () => {
  expect(map({ type: 'TIMESTAMP' })).toEqual({ kind: 'timestamptz' });
  expect(map({ type: 'TIMESTAMP' }, 'cratedb', true)).toEqual({ kind: 'text' });
  expect(map({ type: 'TIMESTAMP' }, 'postgresql', true)).toEqual({ kind: 'timestamptz' });
});

test('a date is a day on PostgreSQL and its midnight on CrateDB', () => {
  expect(map({ type: 'DATE32' })).toEqual({ kind: 'timestamp' });
  expect(map({ type: 'DATE32' }, 'postgresql')).toEqual({ kind: 'date' });
});

test.each(SOURCE_TYPE_NAMES)('a key of type %s rounds nothing', (type) => {
  for (const dialect of ['cratedb', 'postgresql'] as const) {
    const { kind } = map({ type }, dialect, true);
    expect(['real', 'long-text', 'object', 'geo_point', 'float_vector']).not.toContain(kind);
    if (dialect === 'cratedb') expect(kind).not.toBe('timestamptz');
  }
});

test('an unknown type is long text, and said to be unknown', () => {
  expect(mapSourceType({ name: 'c', type: 'GEOMETRY', nullable: true }, { dialect: 'cratedb', isKey: false })).toEqual({
    type: { kind: 'long-text' },
    known: false,
  });
});
