import { expect, it } from 'vitest';
import { DEFAULT_WRITE_POLICY } from '../write-policy.js';
import { targetTableOf } from './target-table-of.js';

const policy = {
  ...DEFAULT_WRITE_POLICY,
  renameSchemas: { public: 'shop' },
  tables: [{ table: 'public.orders', target: { schema: 'sales', table: 'purchases' } }],
};

it.each([
  ['public', 'orders', 'sales', 'purchases'],
  ['public', 'people', 'shop', 'people'],
  ['other', '_id.x', 'other', '_id%2Ex'],
])('sends %s.%s to %s.%s', (schema, table, toSchema, toTable) => {
  expect(targetTableOf(policy, { schema, table }, 'cratedb')).toEqual({ schema: toSchema, table: toTable });
});
