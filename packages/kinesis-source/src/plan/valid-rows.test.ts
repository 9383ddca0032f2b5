import { describe, expect, it } from 'vitest';
import { hoursAgo, rowOf } from '../testing/plan-data.js';
import { isValidMark, validRows } from './valid-rows.js';

const MARK = { sequenceNumber: '5', arrivalTime: hoursAgo(2) };
const MOVED = { sequenceNumber: '6', arrivalTime: hoursAgo(1) };

describe('isValidMark', () => {
  it('uses a checkpoint for a start at the checkpoint, and for a restart at latest', () => {
    expect(isValidMark({ kind: 'checkpoint' }, MARK, MARK)).toBe(true);
    expect(isValidMark({ kind: 'latest' }, MARK, MARK)).toBe(true);
  });

  it('ignores one that was there before a start at the trim horizon, and uses one written since', () => {
    expect(isValidMark({ kind: 'trim-horizon' }, MARK, { ...MARK })).toBe(false);
    expect(isValidMark({ kind: 'trim-horizon' }, MOVED, MARK)).toBe(true);
    expect(isValidMark({ kind: 'trim-horizon' }, MARK, undefined)).toBe(true);
  });

  it('uses one that has come as far as the start time', () => {
    expect(isValidMark({ kind: 'time', at: hoursAgo(2) }, MARK, MARK)).toBe(true);
    expect(isValidMark({ kind: 'time', at: hoursAgo(1) }, MARK, MARK)).toBe(false);
    expect(isValidMark({ kind: 'time', at: hoursAgo(1) }, { sequenceNumber: 'TRIM_HORIZON' }, MARK)).toBe(true);
  });

  it('ignores a row in which nothing was saved yet', () => {
    expect(isValidMark({ kind: 'checkpoint' }, { sequenceNumber: undefined }, undefined)).toBe(false);
  });
});

describe('validRows', () => {
  it('compares each row with what the store held for the same shard at the start', () => {
    const before = new Map([
      ['a', rowOf('a')],
      ['b', rowOf('b')],
    ]);
    const rows = [rowOf('a'), rowOf('b', { sequenceNumber: '6' }), rowOf('c')];
    expect(validRows({ kind: 'trim-horizon' }, rows, before).map((row) => row.shardId)).toEqual(['b', 'c']);
  });
});
