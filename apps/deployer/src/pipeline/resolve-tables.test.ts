import { expect, it } from 'vitest';
import { resolveTables, type TableWish } from './resolve-tables.js';

const WISH: TableWish = {
  lockFile: 'drayage.tables.lock.yaml',
  include: ['public.orders'],
  exclude: [],
  partitionKey: 'primary-key',
};
const LOCK = [
  { schema: 'public', name: 'orders', kind: 'table', primaryKey: ['id'], partitionKey: 'primary-key', columns: [] },
  { schema: 'public', name: 'events', kind: 'table', primaryKey: [], partitionKey: 'schema-table', columns: [] },
  { schema: 'sales', name: 'orders', kind: 'table', primaryKey: ['id'], partitionKey: 'primary-key', columns: [] },
] as const;

it('takes names as they are, without a lock file', () => {
  expect(resolveTables({ ...WISH, partitionKey: 'schema-table' }, undefined)).toEqual({
    ok: true,
    tables: [{ schema: 'public', name: 'orders', partitionKey: 'schema-table', keyless: false }],
  });
});

it('looks patterns up in the lock file, each table once, without what is excluded', () => {
  expect(resolveTables({ ...WISH, include: ['public.*', 'orders', '*.events'], exclude: ['sales.*'] }, LOCK)).toEqual({
    ok: true,
    tables: [
      { schema: 'public', name: 'orders', partitionKey: 'primary-key', keyless: false },
      { schema: 'public', name: 'events', partitionKey: 'schema-table', keyless: true },
    ],
  });
});

it('refuses a pattern without a lock file, and one that means no table, each at its place', () => {
  expect(resolveTables({ ...WISH, include: ['public.orders', '*.*'] }, undefined)).toMatchObject({
    ok: false,
    issues: [
      {
        path: ['tables', 'include', 1],
        message: '*.* is a pattern, and there is no drayage.tables.lock.yaml that says which tables it means.',
      },
    ],
  });
  expect(resolveTables({ ...WISH, include: ['hr.*'] }, LOCK)).toMatchObject({
    ok: false,
    issues: [{ path: ['tables', 'include', 0], message: 'hr.* means no table of drayage.tables.lock.yaml.' }],
  });
});

it('refuses to replicate nothing', () => {
  expect(resolveTables({ ...WISH, exclude: ['*.*'] }, undefined)).toMatchObject({
    ok: false,
    issues: [{ path: ['tables', 'exclude'] }],
  });
});
