import { expect, it } from 'vitest';
import { parseTableMappings } from '../mappings/parse-table-mappings.js';
import { rule, table } from '../testing/right-facts.js';
import { coverageRules } from './mapping-coverage-rules.js';

const TABLES = ['orders', 'order_items', 'orderXitems', 'audit_log'].map((name) => table({ name }));
const selection = (id: string, name: string, action = 'include') =>
  rule({ id, table: name, 'rule-type': 'selection', 'rule-action': action });
const found = (...rules: readonly object[]) =>
  coverageRules(parseTableMappings({ rules }) ?? [], TABLES, true).map(({ id, subject }) => `${id} ${subject}`);

it('goes by the patterns of AWS DMS', () => {
  expect(found(selection('1', '%'))).toEqual([]);
  expect(found(selection('1', 'order%'), selection('2', 'audit[_]log'))).toEqual([]);
  // Without brackets the underscore means both.
  expect(found(selection('1', 'orders'), selection('2', 'order_items'), selection('3', 'audit_log'))).toEqual([]);
  expect(found(selection('1', 'orders'), selection('2', 'order[_]items'), selection('3', 'audit_log'))).toEqual([
    'mappings-table-left-out shop.orderXitems',
  ]);
});

it('names the rule that excludes a table, whatever else selects it', () => {
  const [finding] = coverageRules(
    parseTableMappings({
      rules: [selection('1', 'o%'), selection('2', 'audit_log'), selection('3', '%log', 'exclude')],
    }) ?? [],
    TABLES,
    true,
  );
  expect(finding?.what).toBe(
    'The mappings do not select 1 table that should be replicated; 1 of them excluded by rule rule-3.',
  );
});

it('takes a name that was written for one table for that name, with or without brackets', () => {
  const gone = selection('2', 'gone[_]table');
  expect(found(selection('1', '%'), gone, selection('3', 'gone_too'))).toEqual([
    'mappings-unknown-table shop.gone_table, shop.gone_too',
  ]);
  expect(found(selection('1', '%'), selection('2', 'gone%'), selection('3', 'x_y', 'exclude'))).toEqual([]);
  const mapped = rule({ id: '2', table: 'order[_]items', 'rule-type': 'object-mapping' });
  expect(found(selection('1', '%'), mapped)).toEqual(['mappings-unknown-table shop.order[_]items']);
});
