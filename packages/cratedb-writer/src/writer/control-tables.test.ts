import { expect, it } from 'vitest';
import { rowChange } from '../testing/change-factories.js';
import { readControlSignal } from './control-tables.js';

const control = (table: string, values: Record<string, string>, given: Parameters<typeof rowChange>[0] = {}) =>
  readControlSignal(rowChange({ table: { schema: '', table }, timeMicros: 1_750_507_606_095_874, values, ...given }));

it('reads which table DMS suspended, why and when, in either case of names', () => {
  const loss = {
    kind: 'loss',
    table: { schema: 'shop', table: 'orders' },
    reason: 'DMS suspended the table (too many errors). Rows may be missing: reload the table.',
    sinceMicros: 1_750_507_600_000_000,
    untilMicros: 1_750_507_600_999_999,
  };
  const values = {
    table_owner: 'shop',
    table_name: 'orders',
    suspend_reason: 'too many errors',
    suspend_timestamp: '2025-06-21T12:06:40Z',
  };
  expect(control('awsdms_suspended_tables', values)).toEqual(loss);
  const upper = Object.fromEntries(Object.entries(values).map(([name, value]) => [name.toUpperCase(), value]));
  expect(control('awsdms_suspended_tables', upper)).toEqual(loss);
});

it('reads exceptions of the full load and of applying, by the time of their message where they tell none', () => {
  for (const table of ['awsdms_full_load_exceptions', 'awsdms_apply_exceptions']) {
    expect(
      control(table, { TABLE_NAME: 'orders', ERROR: 'Key (id)=(7) is secret', ERROR_TIME: '1970-01-01T00:00:00Z' }),
    ).toEqual({
      kind: 'loss',
      table: { schema: '', table: 'orders' },
      reason: expect.not.stringContaining('secret') as string,
      sinceMicros: 1_750_507_606_095_874,
      untilMicros: 1_750_507_606_095_874,
    });
  }
});

it('reads what a task says of itself', () => {
  expect(
    control('awsdms_status', { task_name: 'DZ6O', task_status: 'FULL LOAD', status_time: '2025-06-21T12:06:46Z' }),
  ).toEqual({
    kind: 'task-status',
    task: 'DZ6O',
    status: 'FULL LOAD',
    atMicros: 1_750_507_606_095_874,
  });
});

it('finds nothing in a history, in deletes, in rows that name no table, and in a status without a time', () => {
  expect(control('awsdms_history', { TASK_NAME: 'DZ6O', TABLE_NAME: 'orders' })).toBeUndefined();
  expect(control('awsdms_suspended_tables', { TABLE_NAME: 'orders' }, { operation: 'delete' })).toBeUndefined();
  expect(control('awsdms_suspended_tables', { TABLE_NAME: '' })).toBeUndefined();
  expect(control('awsdms_suspended_tables', { TABLE_NAME: 'NUL \u0000' })).toBeUndefined();
  expect(
    control('awsdms_status', { task_name: 'DZ6O', task_status: 'FULL LOAD' }, { timeMicros: undefined }),
  ).toBeUndefined();
});
