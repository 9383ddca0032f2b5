import { expect, it } from 'vitest';
import { buildTableMappings } from './build-table-mappings.js';
import { compareLocks } from './compare-locks.js';
import { parseTablesLock, renderTablesLock } from './lock-file.js';
import { isTakenForPattern, selectionPattern } from './selection-pattern.js';
import { type LockableTable, lockTables, type TablesLock } from './tables-lock.js';

const orders: LockableTable = {
  schema: 'shop',
  name: 'orders',
  kind: 'table',
  primaryKey: ['id'],
  columns: [
    { name: 'id', type: 'bigint', nullable: false, lob: false },
    { name: '123', type: 'text', nullable: true, lob: true },
    { name: 'odd: "name"', type: "enum('a','b NOT NULL')", nullable: true, lob: false },
  ],
  replicaIdentity: 'default',
};
const visits: LockableTable = {
  schema: 'shop',
  name: 'visits',
  kind: 'unlogged',
  primaryKey: [],
  columns: [{ name: 'page', type: 'varchar(80)', nullable: true, lob: false }],
};
const lock = lockTables('postgresql', [visits, orders], 'primary-key');

const parsed = (text: string): TablesLock => {
  const result = parseTablesLock(text);
  if (!result.ok) throw new Error(result.message);
  return result.lock;
};

it('writes a file that is read back as it was, and is the same in whatever order tables come', () => {
  const text = renderTablesLock(lock);
  expect(renderTablesLock(lockTables('postgresql', [orders, visits], 'primary-key'))).toBe(text);
  expect(compareLocks(parsed(text), lock)).toEqual([]);
  expect(text.replace(/^#.*\n/gmu, '')).toBe(`version: 1
engine: postgresql
tables:
  - schema: shop
    name: orders
    primaryKey:
      - id
    replicaIdentity: default
    partitionKey: primary-key
    columns:
      - id: bigint NOT NULL
      - "123": text
      - 'odd: "name"': enum('a','b NOT NULL')
    lobColumns:
      - "123"
  - schema: shop
    name: visits
    kind: unlogged
    primaryKey: []
    partitionKey: schema-table
    columns:
      - page: varchar(80)
`);
});

it.each([
  ['tables: [', 'The lock file is not valid YAML ('],
  ['version: 2\nengine: postgresql\ntables: []', 'The lock file is wrong at version.'],
  ['', 'The lock file is wrong at its top.'],
  ['version: 1\nengine: postgresql\ntables: [{schema: s}]', 'The lock file is wrong at tables.0.name.'],
])('refuses %j', (text, message) => {
  const result = parseTablesLock(text);
  expect(result.ok ? '' : result.message).toContain(message);
});

it('says what changed since', () => {
  const changed = lockTables(
    'postgresql',
    [
      {
        ...orders,
        primaryKey: ['id', 'line'],
        columns: [
          { name: 'id', type: 'numeric', nullable: false, lob: false },
          { name: 'line', type: 'integer', nullable: false, lob: false },
          ...orders.columns.slice(1, 2),
        ],
      },
      { schema: 'shop', name: 'lines', kind: 'table', primaryKey: ['id'], columns: [] },
    ],
    'schema-table',
  );
  expect(compareLocks(lock, changed)).toEqual([
    { table: 'shop.lines', changes: ['is new'] },
    {
      table: 'shop.orders',
      changes: [
        'partitionKey was primary-key and is schema-table',
        'primary key was id and is id, line',
        'column id was bigint NOT NULL and is numeric NOT NULL',
        'column odd: "name" is gone',
        'column line is new (integer NOT NULL)',
      ],
    },
    { table: 'shop.visits', changes: ['is gone'] },
  ]);
});

it('tells a table that is no longer meant from one that is gone', () => {
  const without = lockTables('postgresql', [orders], 'primary-key');
  expect(compareLocks(lock, without, () => true)).toEqual([{ table: 'shop.visits', changes: ['is gone'] }]);
  expect(compareLocks(lock, without, ({ name }) => name !== 'visits')).toEqual([
    { table: 'shop.visits', changes: ['is no longer meant by tables.include and tables.exclude'] },
  ]);
});

it('selects names by patterns that mean nothing else, and maps them as they are', () => {
  const { rules } = buildTableMappings(
    lockTables('postgresql', [{ ...orders, schema: 'my_shop', name: 'order_items' }], 'primary-key'),
  );
  expect(rules.map((rule) => rule['object-locator'])).toEqual([
    { 'schema-name': 'my[_]shop', 'table-name': 'order[_]items' },
    { 'schema-name': 'my_shop', 'table-name': 'order_items' },
  ]);
});

it('writes what a pattern would begin with as a set of one', () => {
  expect(['order_items', 'a[1]', '50%', 'a-b]'].map(selectionPattern)).toEqual([
    'order[_]items',
    'a[[]1]',
    '50[%]',
    'a-b]',
  ]);
});

it.each([
  ['order_items', false],
  ['a]', false],
  ['50%', true],
  ['a[1]', true],
])('%j is taken for a pattern: %j', (name, isTaken) => {
  expect(isTakenForPattern(name)).toBe(isTaken);
});

it('maps each table by its name, spread by its key where it has one', () => {
  expect(buildTableMappings(lock)).toEqual({
    rules: [
      {
        'rule-type': 'selection',
        'rule-id': '1',
        'rule-name': 'include-1',
        'rule-action': 'include',
        'object-locator': { 'schema-name': 'shop', 'table-name': 'orders' },
        filters: [],
      },
      {
        'rule-type': 'selection',
        'rule-id': '2',
        'rule-name': 'include-2',
        'rule-action': 'include',
        'object-locator': { 'schema-name': 'shop', 'table-name': 'visits' },
        filters: [],
      },
      {
        'rule-type': 'object-mapping',
        'rule-id': '3',
        'rule-name': 'map-1',
        'rule-action': 'map-record-to-record',
        'object-locator': { 'schema-name': 'shop', 'table-name': 'orders' },
        'mapping-parameters': { 'partition-key-type': 'primary-key' },
      },
      {
        'rule-type': 'object-mapping',
        'rule-id': '4',
        'rule-name': 'map-2',
        'rule-action': 'map-record-to-record',
        'object-locator': { 'schema-name': 'shop', 'table-name': 'visits' },
        'mapping-parameters': { 'partition-key-type': 'schema-table' },
      },
    ],
  });
});
