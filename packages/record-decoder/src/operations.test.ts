import { expect, it } from 'vitest';
import { findOperation, ROW_OPERATIONS, TABLE_OPERATIONS } from './operations.js';

it('finds each operation, and the type of record that carries it', () => {
  for (const operation of ROW_OPERATIONS) expect(findOperation(operation)).toEqual({ recordType: 'data', operation });
  for (const operation of TABLE_OPERATIONS)
    expect(findOperation(operation)).toEqual({ recordType: 'control', operation });
});

it.each(['CREATE-TABLE', 'create_table', 'Create_Table'])('takes %s for create-table', (name) => {
  expect(findOperation(name)?.operation).toBe('create-table');
});

it.each(['', 'truncate', 'constructor', '__proto__'])('does not know %j', (name) => {
  expect(findOperation(name)).toBeUndefined();
});
