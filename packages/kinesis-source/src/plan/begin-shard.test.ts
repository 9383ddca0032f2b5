import { describe, expect, it } from 'vitest';
import type { StoredCheckpoint } from '../checkpoints/checkpoint-store.js';
import { HOUR_MS, hoursAgo, NOW_MS } from '../testing/plan-data.js';
import { type Beginning, beginShard, CLOCK_TOLERANCE_MS } from './begin-shard.js';

const begin = (changes: Partial<Beginning>) =>
  beginShard({
    checkpoint: undefined,
    first: { kind: 'trim-horizon' },
    nowMs: NOW_MS,
    retentionMs: 24 * HOUR_MS,
    ...changes,
  });

const stored = (sequenceNumber: string, arrivalTime: Date | undefined = hoursAgo(1)): StoredCheckpoint => ({
  streamCreatedAt: hoursAgo(240),
  sequenceNumber,
  arrivalTime,
});

describe('beginShard', () => {
  it('reads on after a stored record', () => {
    expect(begin({ checkpoint: stored('7') })).toEqual({
      kind: 'begin',
      position: { kind: 'after', sequenceNumber: '7' },
      mark: { sequenceNumber: '7', arrivalTimeMs: hoursAgo(1).getTime() },
    });
  });

  it('begins where a reading began that made no record safe', () => {
    expect(begin({ checkpoint: stored('TRIM_HORIZON') })).toMatchObject({ position: { kind: 'trim-horizon' } });
    expect(begin({ checkpoint: stored('AT_TIMESTAMP') })).toMatchObject({
      position: { kind: 'at-time', at: hoursAgo(1) },
    });
  });

  it('has nothing to do for a finished shard', () => {
    expect(begin({ checkpoint: stored('SHARD_END', hoursAgo(99)) })).toEqual({ kind: 'finished' });
    expect(begin({ first: { kind: 'skip' } })).toEqual({ kind: 'finished' });
  });

  it.each(['7', 'TRIM_HORIZON', 'AT_TIMESTAMP'])('finds a checkpoint %s older than the retention', (word) => {
    expect(begin({ checkpoint: stored(word, hoursAgo(25)) })).toEqual({ kind: 'too-old', readUntil: hoursAgo(25) });
    expect(begin({ checkpoint: stored(word, hoursAgo(23)) })).toMatchObject({ kind: 'begin' });
  });

  it('marks a start at latest by a time that no clock puts after it', () => {
    expect(begin({ first: { kind: 'latest' } })).toEqual({
      kind: 'begin',
      position: { kind: 'latest' },
      mark: { sequenceNumber: 'AT_TIMESTAMP', arrivalTimeMs: NOW_MS - CLOCK_TOLERANCE_MS },
    });
  });

  it('marks a start at a time by that time, and one before the horizon by the horizon', () => {
    expect(begin({ first: { kind: 'at-time', at: hoursAgo(2) } })).toMatchObject({
      position: { kind: 'at-time', at: hoursAgo(2) },
      mark: { sequenceNumber: 'AT_TIMESTAMP', arrivalTimeMs: hoursAgo(2).getTime() },
    });
    expect(begin({ first: { kind: 'at-time', at: hoursAgo(48) } })).toMatchObject({
      position: { kind: 'trim-horizon' },
      mark: { sequenceNumber: 'TRIM_HORIZON', arrivalTimeMs: undefined },
    });
  });
});
