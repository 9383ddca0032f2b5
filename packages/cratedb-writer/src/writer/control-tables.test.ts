import { expect, it } from 'vitest';
import { rowChange } from '../testing/change-factories.js';
import { confessedLoss } from './control-tables.js';

const suspended = { schema: '', table: 'awsdms_suspended_tables' };

it('reads which table DMS suspended and why, in either case of names', () => {
  const loss = { table: { schema: 'shop', table: 'orders' }, reason: 'DMS suspended the table (too many errors). Rows may be missing: reload the table.' };
  expect(confessedLoss(rowChange({ table: suspended, values: { table_owner: 'shop', table_name: 'orders', suspend_reason: 'too many errors' } }))).toEqual(loss);
  expect(confessedLoss(rowChange({ table: suspended, values: { TABLE_OWNER: 'shop', TABLE_NAME: 'orders', SUSPEND_REASON: 'too many errors' } }))).toEqual(loss);
});

it('reads exceptions of the full load and of applying', () => {
  for (const table of ['awsdms_full_load_exceptions', 'awsdms_apply_exceptions']) {
    expect(confessedLoss(rowChange({ table: { schema: '', table }, values: { TABLE_NAME: 'orders' } }))).toMatchObject({ table: { schema: '', table: 'orders' } });
  }
});

it('finds no loss in other tables, in deletes, and in rows that name no table', () => {
  expect(confessedLoss(rowChange({ table: { schema: '', table: 'awsdms_status' }, values: { TABLE_NAME: 'orders' } }))).toBeUndefined();
  expect(confessedLoss(rowChange({ table: suspended, operation: 'delete', values: { TABLE_NAME: 'orders' } }))).toBeUndefined();
  expect(confessedLoss(rowChange({ table: suspended, values: { TABLE_NAME: '' } }))).toBeUndefined();
});
