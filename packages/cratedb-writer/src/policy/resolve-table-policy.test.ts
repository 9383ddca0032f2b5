import { describe, expect, it } from 'vitest';
import { DEFAULT_WRITE_POLICY } from '../write-policy.js';
import { matchesTable } from './matches-table.js';
import { isControlTable, isIncluded, resolveTablePolicy } from './resolve-table-policy.js';

const orders = { schema: 'shop', table: 'orders' };

describe('matchesTable', () => {
  it.each([
    ['shop.orders', true],
    ['shop.*', true],
    ['*.orders', true],
    ['orders', true],
    ['*.*', true],
    ['shop.order', false],
    ['sh?p.orders', false],
    ['*.customers', false],
  ])('%s against shop.orders: %s', (pattern, expected) => {
    expect(matchesTable(pattern, orders)).toBe(expected);
  });

  it('takes regular-expression characters literally', () => {
    expect(matchesTable('s.a+(b)', { schema: 's', table: 'a+(b)' })).toBe(true);
    expect(matchesTable('s.a+(b)', { schema: 's', table: 'aab' })).toBe(false);
  });
});

describe('resolveTablePolicy', () => {
  it('lets the first matching entry win over the defaults', () => {
    const policy = {
      ...DEFAULT_WRITE_POLICY,
      tables: [
        { table: 'shop.orders', deleteMode: 'soft' as const },
        { table: 'shop.*', deleteMode: 'ignore' as const },
      ],
    };
    expect(resolveTablePolicy(policy, orders).deleteMode).toBe('soft');
    expect(resolveTablePolicy(policy, { schema: 'shop', table: 'customers' }).deleteMode).toBe('ignore');
    expect(resolveTablePolicy(policy, { schema: 'crm', table: 'people' }).deleteMode).toBe('hard');
  });

  it('takes of the schema changes of an entry what it says, and the rest from the policy', () => {
    const policy = {
      ...DEFAULT_WRITE_POLICY,
      schemaChanges: { tables: 'halt', columns: 'freeze', types: 'evolve' } as const,
      tables: [{ table: 'shop.orders', schemaChanges: { columns: 'discard' as const } }],
    };
    expect(resolveTablePolicy(policy, orders).schemaChanges).toEqual({
      tables: 'halt',
      columns: 'discard',
      types: 'evolve',
    });
  });

  it('routes by entry, then by renamed schema, then by default schema', () => {
    const policy = {
      ...DEFAULT_WRITE_POLICY,
      renameSchemas: { shop: 'store' },
      tables: [{ table: 'shop.orders', target: { table: 'purchases' } }],
    };
    expect(resolveTablePolicy(policy, orders).target).toEqual({ schema: 'store', table: 'purchases' });
    expect(resolveTablePolicy(policy, { schema: '', table: 't' }).target).toEqual({ schema: 'doc', table: 't' });
    expect(resolveTablePolicy(policy, { schema: '', table: 'awsdms_status' }).target.schema).toBe('dms');
  });
});

describe('isControlTable', () => {
  it.each([
    ['', 'awsdms_status', true],
    ['', 'awsdms_something_new', true],
    ['', 'orders', false],
    ['dms', 'awsdms_apply_exceptions', true],
    ['public', 'awsdms_ddl_audit', true],
    ['public', 'awsdms_heartbeat', true],
    ['shop', 'awsdms_orders', false],
    ['shop', 'awsdms_', false],
  ])('%s.%s: %s', (schema, table, expected) => {
    expect(isControlTable({ schema, table })).toBe(expected);
  });
});

describe('isIncluded', () => {
  it('leaves out what is excluded though included', () => {
    const policy = { ...DEFAULT_WRITE_POLICY, include: ['shop.*'], exclude: ['*.secrets'] };
    expect(isIncluded(policy, orders)).toBe(true);
    expect(isIncluded(policy, { schema: 'shop', table: 'secrets' })).toBe(false);
    expect(isIncluded(policy, { schema: 'crm', table: 'people' })).toBe(false);
  });
});
