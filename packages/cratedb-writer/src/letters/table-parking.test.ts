import type { RowChange } from '@drayage/record-decoder';
import { describe, expect, it } from 'vitest';
import { rowChange } from '../testing/change-factories.js';
import { TableParking, type ParkedChange } from './table-parking.js';

const parked = (change: RowChange, movedFrom: string | null): ParkedChange => ({
  change,
  key: '{"id":1}',
  movedFrom,
  whole: true,
});

/** One record, as two captures of overlapping stretches have it: of one time, at two positions that do not compare. */
const copies = ['file:a', 'file:b'].map((stream) =>
  rowChange({ operation: 'update', timeMicros: 5, position: { stream, shardId: 'lines', sequenceNumber: '7' } }),
);

describe.each([
  ['a changed key', '{"id":2}'],
  ['a row', null],
])('letters of one record in two captures, of %s', (_, movedFrom) => {
  it('are applied one after the other, once the cause is mended', () => {
    const parking = new TableParking();
    for (const change of copies) parking.refuse(parked(change, movedFrom));
    const retried = new TableParking();
    retried.add(copies.map(({ position }) => ({ position, key: '{"id":1}', movedFrom, timeMicros: 5 })));
    for (const open of [parking, retried]) {
      expect(copies.map((change) => open.admit(parked(change, movedFrom)))).toEqual([true, true]);
      expect(open.closed(new Set())).toHaveLength(2);
    }
  });

  it('let nothing by that is no letter yet, bears their time and tells a part', () => {
    const parking = new TableParking();
    for (const change of copies) parking.refuse(parked(change, movedFrom));
    const other = rowChange({
      operation: 'update',
      timeMicros: 5,
      position: { stream: 'file:c', shardId: 'lines', sequenceNumber: '7' },
    });
    expect(parking.admit({ ...parked(other, movedFrom), whole: false })).toBe(false);
  });
});

it('does not take the letter of one document in place of a key for that of another', () => {
  const parking = new TableParking();
  const letter = rowChange({ timeMicros: 5 });
  parking.refuse({ change: letter, key: '{"id":{"a":1}}', movedFrom: null });
  const other = rowChange({ timeMicros: 6 });
  expect(parking.admit({ change: other, key: '{"id":{"a":2}}', movedFrom: null, whole: false })).toBe(true);
  expect(parking.admit({ change: other, key: '{"id":{"a":1}}', movedFrom: null, whole: false })).toBe(false);
});
