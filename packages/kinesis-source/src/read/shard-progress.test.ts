import { describe, expect, it } from 'vitest';
import { CLOCK_TOLERANCE_MS } from '../plan/begin-shard.js';
import { beginProgress, handOver, holdsBack, readUntil, settle } from './shard-progress.js';

const at = (sequenceNumber: string, arrivalTimeMs?: number) => ({ sequenceNumber, arrivalTimeMs });
const begun = beginProgress(at('10', 1_000));

describe('shard progress', () => {
  it('moves to what is safe, not to what was handed over', () => {
    const progress = settle(handOver(begun, [at('11', 1_100), at('12', 1_200)]), at('11', 1_100));
    expect(progress.mark).toEqual(at('11', 1_100));
    expect(holdsBack(progress)).toBe(true);
    expect(holdsBack(settle(progress, at('12', 1_200)))).toBe(false);
  });

  it('stays where nothing is safe', () => {
    expect(settle(handOver(begun, [at('11', 1_100)]), undefined).mark).toEqual(at('10', 1_000));
  });

  it('never moves back, and compares numbers as integers', () => {
    const progress = settle(handOver(begun, [at('100', 1_100)]), at('100', 1_100));
    expect(settle(progress, at('99', 999)).mark).toEqual(at('100', 1_100));
    expect(settle(handOver(begun, [at('11')]), at('9')).mark).toEqual(at('10', 1_000));
  });

  it('never moves past what was handed over in this reading', () => {
    expect(settle(begun, at('99', 9_900)).mark).toEqual(at('10', 1_000));
    expect(settle(handOver(begun, [at('11', 1_100)]), at('99', 9_900)).mark).toEqual(at('11', 1_100));
  });

  it('moves from a beginning without a record to any record', () => {
    const progress = handOver(beginProgress(at('TRIM_HORIZON')), [at('3', 300)]);
    expect(holdsBack(progress)).toBe(true);
    expect(settle(progress, at('3', 300)).mark).toEqual(at('3', 300));
  });
});

describe('readUntil', () => {
  it('keeps the time of an idle shard fresh without moving its number', () => {
    expect(readUntil(begun, 9_000, 0).mark).toEqual(at('10', 9_000));
    expect(readUntil(begun, 9_000, 2_000).mark).toEqual(at('10', 7_000));
  });

  it('never moves the time back', () => {
    expect(readUntil(begun, 9_000, 8_500).mark).toEqual(at('10', 1_000));
  });

  it('says nothing while records are held back', () => {
    const progress = handOver(begun, [at('11', 1_100)]);
    expect(readUntil(progress, 9_000, 0).mark).toEqual(at('10', 1_000));
  });

  it('stays behind by the tolerance of clocks where the time is the place to read on from', () => {
    const start = beginProgress(at('AT_TIMESTAMP', 0));
    const sentAtMs = 10 * CLOCK_TOLERANCE_MS;
    expect(readUntil(start, sentAtMs, 0).mark).toEqual(at('AT_TIMESTAMP', 9 * CLOCK_TOLERANCE_MS));
    expect(readUntil(start, sentAtMs, 1).mark).toEqual(at('AT_TIMESTAMP', 0));
  });
});
