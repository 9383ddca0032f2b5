import { expect, it } from 'vitest';
import { resolveTablePolicy } from '../policy/resolve-table-policy.js';
import { definition, rowChange, tableChange } from '../testing/change-factories.js';
import { DEFAULT_WRITE_POLICY } from '../write-policy.js';
import { describeKey, describeOldKey } from './describe-key.js';
import { newKnownTable, type KnownTable } from './known-table.js';

const source = { schema: 'shop', table: 'orders' };

function known(primaryKey: readonly string[], configured?: readonly string[]): KnownTable {
  const policy = {
    ...DEFAULT_WRITE_POLICY,
    tables: configured === undefined ? [] : [{ table: '*', primaryKey: configured }],
  };
  const table = newKnownTable(source, resolveTablePolicy(policy, source));
  table.definition = { ...definition({ id: 'INT64', at: 'STRING' }, primaryKey), columnsKnown: true, definedAt: null };
  return table;
}

it('tells the key as JSON, with all digits', () => {
  expect(describeKey(known(['id', 'at']), rowChange({ values: { id: 9_007_199_254_740_993n, at: 'noon' } }))).toBe(
    '{"id":"9007199254740993","at":"noon"}',
  );
  expect(describeKey(known(['id']), rowChange({ values: { id: { kind: 'decimal', text: '1.50' } } }))).toBe(
    '{"id":"1.50"}',
  );
});

it('tells a document in place of a key as well, whatever numbers it holds', () => {
  const document = { a: [9_007_199_254_740_993n, { kind: 'decimal', text: '1.50' }], kind: 'decimal', text: 2n ** 64n };
  expect(describeKey(known(['id']), rowChange({ values: { id: document } }))).toBe(
    '{"id":{"a":["9007199254740993","1.50"],"kind":"decimal","text":"18446744073709551616"}}',
  );
  const update = rowChange({ operation: 'update', values: { id: 1 }, before: { id: { a: 2n ** 64n } } });
  expect(describeOldKey(known(['id']), update)).toBe('{"id":{"a":"18446744073709551616"}}');
});

it('takes what a delete lacks from its before-image, and the configured key before that of the source', () => {
  expect(describeKey(known(['id']), rowChange({ operation: 'delete', values: {}, before: { id: 3 } }))).toBe(
    '{"id":3}',
  );
  expect(describeKey(known(['id'], ['at']), rowChange({ values: { id: 1, at: 'x' } }))).toBe('{"at":"x"}');
});

it('is null where no key is known', () => {
  expect(describeKey(undefined, rowChange())).toBeNull();
  expect(describeKey(known([]), rowChange())).toBeNull();
  expect(describeKey(known(['id']), tableChange())).toBeNull();
});

it('tells the key that an update moved its row away from, and none where the key stayed', () => {
  const update = (before: Record<string, number> | undefined) =>
    rowChange({ operation: 'update', values: { id: 1, at: 'x' }, before });
  expect(describeOldKey(known(['id', 'at']), update({ id: 2 }))).toBe('{"id":2,"at":"x"}');
  expect(describeOldKey(known(['id']), update({ id: 1 }))).toBeNull();
  expect(describeOldKey(known(['id']), update({}))).toBeNull();
  expect(describeOldKey(known(['id']), update(undefined))).toBeNull();
  expect(describeOldKey(known(['id']), rowChange({ operation: 'delete', values: {}, before: { id: 2 } }))).toBeNull();
});
