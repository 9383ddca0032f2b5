import type { TablesLock } from '@drayage/config';
import { expect, it } from 'vitest';
import { resolveTables, type TableWish } from './resolve-tables.js';

const WISH: TableWish = {
  lockFile: 'drayage.tables.lock.yaml',
  include: ['public.orders'],
  exclude: [],
  partitionKey: 'primary-key',
  engine: 'postgresql',
};
const LOCK: TablesLock = {
  engine: 'postgresql',
  tables: [
    { schema: 'public', name: 'orders', kind: 'table', primaryKey: ['id'], partitionKey: 'primary-key', columns: [] },
    { schema: 'public', name: 'events', kind: 'table', primaryKey: [], partitionKey: 'schema-table', columns: [] },
    { schema: 'sales', name: 'orders', kind: 'table', primaryKey: ['id'], partitionKey: 'primary-key', columns: [] },
  ],
};

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

it.each<[string, Partial<TableWish>, TablesLock | undefined]>([
  [
    'tables.include.1: *.* is a pattern, and there is no drayage.tables.lock.yaml that says which tables it means. Run dray mappings generate, which reads them from the source, or name each table as schema.table.',
    { include: ['public.orders', '*.*'] },
    undefined,
  ],
  [
    'tables.include.0: hr.* means no table of drayage.tables.lock.yaml. Run dray mappings generate again, or correct the pattern.',
    { include: ['hr.*'] },
    LOCK,
  ],
  [
    'tables.include.1: public.odrers is not in drayage.tables.lock.yaml. Run dray mappings generate again, or correct the name.',
    { include: ['public.orders', 'public.odrers'] },
    LOCK,
  ],
  ...[undefined, LOCK].map((lock): [string, Partial<TableWish>, TablesLock | undefined] => [
    'tables.include.0: public.%: % is a wildcard of AWS DMS, and means nothing here. The wildcard here is *: write public.*.',
    { include: ['public.%'] },
    lock,
  ]),
  [
    'tables.include.0: public.[x]: AWS DMS takes [ for the beginning of a pattern, and no table with it in its name. Take * for any run of characters, or rename the table.',
    { include: ['public.[x]'] },
    undefined,
  ],
  [
    'tables.exclude.0: public.order%: % is a wildcard of AWS DMS, and means nothing here. The wildcard here is *: write public.order*.',
    { include: ['public.orders'], exclude: ['public.order%'] },
    LOCK,
  ],
  [
    'tables.include.0: A name in " public.orders " begins or ends with a blank. Write public.orders.',
    { include: [' public.orders '] },
    undefined,
  ],
  [
    'tables.exclude.0: A name in "public. events" begins or ends with a blank. Write public.events.',
    { exclude: ['public. events'] },
    undefined,
  ],
  [
    'tables.include.0: AWS DMS would take the name public.50%off for a pattern. Rename the table, or leave it out: tables.exclude, and dray mappings generate again.',
    { include: ['*.*'] },
    { ...LOCK, tables: LOCK.tables.map((table) => ({ ...table, name: '50%off' })) },
  ],
  [
    'tables.lockFile: drayage.tables.lock.yaml holds tables of mariadb, and the source is postgresql. Name the file of this source, or make it anew: dray mappings generate.',
    {},
    { ...LOCK, engine: 'mariadb' },
  ],
  ['tables.exclude: Nothing is left to replicate. Exclude less.', { exclude: ['*.*'] }, undefined],
  [
    'tables.include: This is empty: nothing would be replicated. Name tables as schema.table, or remove it: every table of the lock file is then meant.',
    { include: [] },
    undefined,
  ],
])('refuses, at its place: %s', (expected, wish, lock) => {
  const resolved = resolveTables({ ...WISH, ...wish }, lock);
  const told = resolved.ok
    ? []
    : resolved.issues.map(({ path, message, remedy }) => `${path.join('.')}: ${message} ${remedy}`);
  expect(told).toEqual([expected]);
});

it.each<[string | undefined, TablesLock['engine']]>([
  ['mysql', 'mariadb'],
  ['mariadb', 'mysql'],
  // Something else says what is wrong with these.
  ['oracle', 'postgresql'],
  [undefined, 'mysql'],
])('takes, for %s, the lock file of %s', (engine, locked) => {
  expect(resolveTables({ ...WISH, engine }, { ...LOCK, engine: locked })).toMatchObject({ ok: true });
});
