import { describe, expect, it } from 'vitest';

import {
  beginBatch,
  EMPTY_LEDGER,
  finishBatch,
  noteSiblings,
  takeOver,
  type LedgerBatch,
  type ShardLedger,
} from './shard-ledger.js';
import { storedPosition } from './stored-ledger.js';

const NOW = 1_000_000;

function batch(...numbers: readonly [number, ...number[]]): LedgerBatch {
  const [first, ...others] = numbers.map((number) => ({
    sequenceNumber: String(number),
    arrivalTimeMs: number * 1_000,
  }));
  return { points: [first!, ...others] };
}

function begun(ledger: ShardLedger, ...batches: readonly LedgerBatch[]): ShardLedger {
  return batches.reduce((state, next) => beginBatch(state, next, NOW), ledger);
}

function done(ledger: ShardLedger, one: LedgerBatch, safe = one.points.length): ShardLedger {
  return finishBatch(beginBatch(ledger, one, NOW), one, safe);
}

const positionOf = (ledger: ShardLedger): string | undefined => ledger.position?.sequenceNumber;

describe('batches one after another', () => {
  it('move the position to the end of each', () => {
    const first = done(EMPTY_LEDGER, batch(1, 2, 3));
    expect(positionOf(first)).toBe('3');
    expect(positionOf(done(first, batch(4, 5)))).toBe('5');
  });

  it('are not done while they are in work', () => {
    const ledger = begun(done(EMPTY_LEDGER, batch(1, 2)), batch(3, 4));
    expect(positionOf(ledger)).toBe('2');
    expect(ledger.open).toMatchObject([{ next: '3', last: '4' }]);
  });

  it('that are done in part move it to the last safe record, and go on from there', () => {
    const part = done(EMPTY_LEDGER, batch(1, 2, 3, 4), 2);
    expect(positionOf(part)).toBe('2');
    const rest = done(part, batch(3, 4));
    expect(positionOf(rest)).toBe('4');
    expect(rest.open).toEqual([]);
    expect(rest.siblingsSeenAtMs).toBeUndefined();
  });

  it('that are brought again go back while they are in work, and are done as before', () => {
    const first = done(EMPTY_LEDGER, batch(1, 2, 3));
    const again = begun(first, batch(1, 2, 3));
    expect(positionOf(again)).toBeUndefined();
    expect(storedPosition(again, NOW)).toEqual({ sequenceNumber: 'AT_TIMESTAMP', arrivalTime: new Date(999) });
    const twice = finishBatch(again, batch(1, 2, 3), 3);
    expect(twice).toMatchObject({ position: { sequenceNumber: '3' }, open: [], siblingsSeenAtMs: undefined });
  });

  it('of a sandbox that died are open until their last record is done, in halves as well', () => {
    const dead = begun(done(EMPTY_LEDGER, batch(1)), batch(2, 3, 4, 5));
    const half = done(dead, batch(2, 3));
    expect(positionOf(half)).toBe('3');
    expect(half.open).toMatchObject([{ after: '3', last: '5' }]);
    const quarter = done(half, batch(4));
    expect(positionOf(quarter)).toBe('3');
    const all = done(quarter, batch(5));
    expect(all).toMatchObject({ position: { sequenceNumber: '5' }, open: [] });
  });

  it('compare as integers, not as text', () => {
    expect(positionOf(done(done(EMPTY_LEDGER, batch(9)), batch(10)))).toBe('10');
  });
});

describe('batches side by side', () => {
  it('keep the position before the first record that one of them still holds', () => {
    const both = begun(EMPTY_LEDGER, batch(1, 3, 5), batch(2, 4, 6));
    const one = finishBatch(both, batch(2, 4, 6), 3);
    expect(positionOf(one)).toBeUndefined();
    expect(one.siblingsSeenAtMs).toBe(NOW);
    expect(positionOf(finishBatch(one, batch(1, 3, 5), 3))).toBe('6');
  });

  it('keep it there when one of them is handed back', () => {
    const both = begun(EMPTY_LEDGER, batch(1, 3, 5), batch(2, 4, 6));
    const one = finishBatch(finishBatch(both, batch(2, 4, 6), 3), batch(1, 3, 5), 1);
    expect(positionOf(one)).toBe('1');
    const others = done(done(one, batch(8, 10)), batch(12));
    expect(positionOf(others)).toBe('1');
    expect(positionOf(done(others, batch(3, 5)))).toBe('12');
  });

  it('take it back when one comes late', () => {
    const ahead = done(EMPTY_LEDGER, batch(2, 4, 6));
    const late = begun(ahead, batch(1, 3, 5));
    expect(positionOf(late)).toBeUndefined();
    expect(late.siblingsSeenAtMs).toBe(NOW);
    expect(positionOf(finishBatch(late, batch(1, 3, 5), 3))).toBe('6');
  });

  it('make a time of the position, a quarter of an hour before what is safe, for an hour', () => {
    const ledger = noteSiblings(done(EMPTY_LEDGER, { points: [{ sequenceNumber: '7', arrivalTimeMs: NOW }] }), NOW);
    const early = new Date(NOW - 900_000);
    expect(storedPosition(ledger, NOW + 3_599_999)).toEqual({ sequenceNumber: 'AT_TIMESTAMP', arrivalTime: early });
    expect(storedPosition(ledger, NOW + 3_600_000)).toEqual({ sequenceNumber: '7', arrivalTime: new Date(NOW) });
  });

  it('are told from those of before by their age: a sandbox that died long ago runs beside nothing', () => {
    const dead = beginBatch(EMPTY_LEDGER, batch(1, 2), NOW);
    expect(beginBatch(dead, batch(3), NOW + 3_600_000).siblingsSeenAtMs).toBeUndefined();
    expect(beginBatch(dead, batch(3), NOW + 1).siblingsSeenAtMs).toBe(NOW + 1);
  });

  it('are bounded: of too many, two become one that is open until both are done', () => {
    const many = Array.from({ length: 40 }, (_, index) => batch(100 + index, 200 + index));
    const ledger = begun(EMPTY_LEDGER, ...many);
    expect(ledger.open).toHaveLength(32);
    const left = many.reduce((state, one) => finishBatch(state, one, 2), ledger);
    expect(positionOf(left)).toBe('239');
    expect(left.open).toEqual([]);
  });
});

describe('a shard that a container has read meanwhile', () => {
  const point = { sequenceNumber: '5', arrivalTimeMs: 5_000 };

  it('is safe as far as that came', () => {
    const ledger = takeOver(begun(EMPTY_LEDGER, batch(1, 2), batch(4, 9)), point);
    expect(ledger.open).toMatchObject([{ next: '4', last: '9' }]);
    expect(positionOf(ledger)).toBeUndefined();
    expect(positionOf(done(ledger, batch(4, 9)))).toBe('9');
  });

  it('is read again from before that place, which is no sign of batches side by side', () => {
    const ledger = takeOver(EMPTY_LEDGER, point);
    expect(done(ledger, batch(3, 4, 5, 6))).toMatchObject({
      position: { sequenceNumber: '6' },
      siblingsSeenAtMs: undefined,
    });
  });
});
