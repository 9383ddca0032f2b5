import { describe, expect, it } from 'vitest';
import { decodeRecord, type RowChange } from '@drayage/record-decoder';
import { distinctMessages, HOT_KEYS, hotMessages, toRecords, wideMessages } from './workload.ts';

const COUNT = 5_000;

function rowsOf(messages: Iterable<string>): readonly RowChange[] {
  return toRecords(messages).map(({ data, position }) => {
    const result = decodeRecord(data, position);
    if (result.ok && result.record.kind === 'row') return result.record;
    throw new Error('no row');
  });
}

describe('the workloads', () => {
  it('are messages of about 400 bytes with eight columns', () => {
    for (const messages of [distinctMessages(COUNT), hotMessages(COUNT), wideMessages(COUNT)]) {
      const records = toRecords(messages);
      const bytes = records.reduce((sum, { data }) => sum + data.length, 0) / COUNT;
      expect(records).toHaveLength(COUNT);
      expect(bytes).toBeGreaterThan(360);
      expect(bytes).toBeLessThan(440);
    }
    expect(Object.keys(rowsOf(distinctMessages(1))[0]?.values ?? {})).toHaveLength(8);
  });

  it('have a key for each record where they are distinct', () => {
    expect(new Set(rowsOf(distinctMessages(COUNT)).map(({ values }) => values['id'])).size).toBe(COUNT);
  });

  it('fall by nine tenths on a thousand keys where they are hot', () => {
    const rows = rowsOf(hotMessages(COUNT));
    const updates = rows.filter(({ operation }) => operation === 'update');
    expect(updates).toHaveLength(COUNT * 0.9);
    expect(updates.every(({ values }) => Number(values['id']) <= HOT_KEYS)).toBe(true);
    const inserted = new Set(rows.filter(({ operation }) => operation === 'insert').map(({ values }) => values['id']));
    expect(inserted.size).toBe(COUNT * 0.1);
    expect([...inserted].every((id) => Number(id) > HOT_KEYS)).toBe(true);
  });

  it('hold integers beyond 2^53 only where they are wide', () => {
    const isWide = ({ values }: RowChange): boolean => typeof values['serial'] === 'bigint';
    expect(rowsOf(wideMessages(COUNT)).every(isWide)).toBe(true);
    expect(rowsOf(distinctMessages(COUNT)).some(isWide)).toBe(false);
  });

  it('number their records', () => {
    expect(toRecords(['a', 'b']).map(({ position }) => position.sequenceNumber)).toEqual(['1', '2']);
  });
});
