import { describe, expect, it } from 'vitest';
import { SHARD_END } from '../checkpoints/checkpoint-store.js';
import { hoursAgo, NOW_MS, rowOf, shardOf, streamOf } from '../testing/plan-data.js';
import { findGoneShards, findLongAbsence, findRecreation, type GapSearch } from './find-gaps.js';
import { describeGap } from './gap.js';

const search = (changes: Partial<GapSearch>): GapSearch => ({
  stream: streamOf(),
  shards: [shardOf('a')],
  rows: [],
  owner: 'me',
  nowMs: NOW_MS,
  ...changes,
});

describe('findRecreation', () => {
  it('finds positions of another creation of the stream, with the time it was made anew', () => {
    const stream = streamOf({ createdAt: hoursAgo(2) });
    const gap = findRecreation(search({ stream, rows: [rowOf('a', { arrivalTime: hoursAgo(5) }), rowOf('b')] }));
    expect(gap).toMatchObject({
      kind: 'stream-recreated',
      shardIds: ['a', 'b'],
      lostFrom: hoursAgo(1),
      lostUntil: hoursAgo(2),
    });
  });

  it('finds nothing where the stream is the same', () => {
    expect(findRecreation(search({ rows: [rowOf('a')] }))).toBeUndefined();
  });
});

describe('findGoneShards', () => {
  it('finds a shard that was begun and is listed no longer', () => {
    const gaps = findGoneShards(search({ rows: [rowOf('z', { arrivalTime: hoursAgo(30) }), rowOf('a')] }));
    expect(gaps).toMatchObject([
      { kind: 'shard-gone', shardIds: ['z'], lostFrom: hoursAgo(30), lostUntil: hoursAgo(24) },
    ]);
  });

  it('leaves a finished one alone, and one that another owner holds', () => {
    const finished = rowOf('y', { sequenceNumber: SHARD_END });
    const held = rowOf('z', { owner: 'other', ownerUntil: hoursAgo(-1) });
    expect(findGoneShards(search({ rows: [finished, held] }))).toEqual([]);
  });

  it('does not leave it to an owner whose lease ran out', () => {
    const held = rowOf('z', { owner: 'other', ownerUntil: hoursAgo(1) });
    expect(findGoneShards(search({ rows: [held] }))).toHaveLength(1);
  });
});

describe('findLongAbsence', () => {
  const old = { arrivalTime: hoursAgo(30) };

  it('finds that nobody read for longer than the retention', () => {
    const gap = findLongAbsence(search({ rows: [rowOf('a', old)] }));
    expect(gap).toMatchObject({
      kind: 'checkpoint-too-old',
      shardIds: ['a'],
      lostFrom: hoursAgo(30),
      lostUntil: hoursAgo(24),
    });
  });

  it('finds shards that began unread, where every row says the end', () => {
    const rows = [rowOf('a', { ...old, sequenceNumber: SHARD_END })];
    expect(findLongAbsence(search({ rows, shards: [shardOf('c', ['b'])] }))).toMatchObject({ shardIds: ['c'] });
  });

  it('takes one fresh position as proof that somebody reads', () => {
    expect(findLongAbsence(search({ rows: [rowOf('a', old), rowOf('b')] }))).toBeUndefined();
  });

  it('leaves it to an owner that is at work', () => {
    const rows = [rowOf('a', { ...old, owner: 'other', ownerUntil: hoursAgo(-1) })];
    expect(findLongAbsence(search({ rows }))).toBeUndefined();
  });

  it('finds nothing where everything was read to its end, or nothing ever', () => {
    expect(findLongAbsence(search({ rows: [rowOf('a', { ...old, sequenceNumber: SHARD_END })] }))).toBeUndefined();
    expect(findLongAbsence(search({ rows: [] }))).toBeUndefined();
    expect(findLongAbsence(search({ rows: [rowOf('a', { arrivalTime: undefined })] }))).toBeUndefined();
  });
});

it('describes a gap with its shards and times', () => {
  const gap = findLongAbsence(search({ rows: [rowOf('a', { arrivalTime: hoursAgo(30) })] }))!;
  expect(describeGap(gap)).toBe(
    'Shard a of arn:aws:kinesis:eu-central-1:123456789012:stream/orders: not read for longer than the stream keeps records; ' +
      'records that arrived between 2026-03-09T06:00:00.000Z and 2026-03-09T12:00:00.000Z may be lost.',
  );
});
