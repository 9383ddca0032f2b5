import type { SourceTableStatus } from '@drayage/cratedb-writer';
import { expect, it } from 'vitest';
import { mergeTableStatus } from './merge-table-status.js';

const source = { schema: 'shop', table: 'orders' };

function status(given: Partial<SourceTableStatus> = {}): SourceTableStatus {
  return {
    source,
    schema: 'store',
    name: 'purchases',
    state: 'live',
    rowsWritten: 1,
    rowsDeleted: 0,
    lastChangeAt: null,
    deadLetters: 0,
    reason: null,
    completeThrough: null,
    ...given,
  };
}

it('leaves a table without letters as it is, and does not tell its source', () => {
  const [merged] = mergeTableStatus([status()], []);
  expect({ ...merged, source }).toEqual(status());
  expect(merged).not.toHaveProperty('source');
});

it.each(['live', 'loading'] as const)('takes a %s table with open letters for incomplete', (state) => {
  expect(mergeTableStatus([status({ state })], [{ table: source, open: 1 }])).toMatchObject([
    { name: 'purchases', state: 'incomplete', deadLetters: 1, reason: null },
  ]);
});

it('leaves the reason of a table that loads to the writer', () => {
  expect(
    mergeTableStatus([status({ state: 'loading', reason: 'It loads.' })], [{ table: source, open: 2 }]),
  ).toMatchObject([{ state: 'incomplete', deadLetters: 2, reason: 'It loads.' }]);
});

it('keeps a worse state, and the reason it has', () => {
  expect(
    mergeTableStatus([status({ state: 'suspended', reason: 'key-changed' })], [{ table: source, open: 2 }]),
  ).toMatchObject([{ state: 'suspended', deadLetters: 2, reason: 'key-changed' }]);
});

it('gives the letters of unknown tables a line of their own, and those of no table none', () => {
  expect(
    mergeTableStatus(
      [],
      [
        { table: { schema: 'crm', table: 'people' }, open: 3 },
        { table: { schema: '', table: '' }, open: 1 },
      ],
    ),
  ).toMatchObject([
    {
      schema: 'crm',
      name: 'people',
      state: 'incomplete',
      deadLetters: 3,
      reason: 'There is no such table in the target.',
    },
  ]);
});
