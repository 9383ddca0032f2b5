import { describe, expect, it } from 'vitest';
import type { CheckpointRow } from '../checkpoints/checkpoint-store.js';
import { rowOf, shardOf, streamOf } from '../testing/plan-data.js';
import { completeThrough, type OwnProgress } from './complete-through.js';

const open = (shardId: string, ...parents: readonly string[]) => shardOf(shardId, parents);
const closed = (shardId: string, ...parents: readonly string[]) => shardOf(shardId, parents, true);
const row = (
  shardId: string,
  sequenceNumber: string,
  atMs?: number,
  changes: Partial<CheckpointRow> = {},
): CheckpointRow =>
  rowOf(shardId, { sequenceNumber, arrivalTime: atMs === undefined ? undefined : new Date(atMs), ...changes });
const own = (
  ...shards: readonly (readonly [string, number | undefined, 'finished'?])[]
): ReadonlyMap<string, OwnProgress> =>
  new Map(shards.map(([shardId, safeUntilMs, state]) => [shardId, { safeUntilMs, finished: state === 'finished' }]));

function through(
  shards: Parameters<typeof completeThrough>[0]['shards'],
  ownProgress: ReadonlyMap<string, OwnProgress>,
  rows: readonly CheckpointRow[] = [],
): number | undefined {
  return completeThrough({ stream: streamOf(), shards, own: ownProgress, rows });
}

describe('completeThrough', () => {
  it('is the least of all shards, whoever reads them', () => {
    expect(
      through([open('a'), open('b'), open('c')], own(['a', 900], ['b', 700]), [row('c', '5', 800), row('b', '1', 10)]),
    ).toBe(700);
    expect(through([open('a'), open('c')], own(['a', 900]), [row('c', '5', 800)])).toBe(800);
  });

  it('is unknown while nobody has begun a shard, or has read it and no time is known', () => {
    expect(through([open('a'), open('b')], own(['a', 900]))).toBeUndefined();
    expect(through([open('a'), open('b')], own(['a', 900], ['b', undefined]))).toBeUndefined();
    expect(through([open('a'), open('b')], own(['a', 900]), [row('b', 'TRIM_HORIZON')])).toBeUndefined();
    expect(through([], own())).toBeUndefined();
  });

  it('is not held back by children whose parents are still being read', () => {
    expect(through([closed('p', 'gone'), open('l', 'p'), open('r', 'p')], own(['p', 500]))).toBe(500);
    expect(through([closed('p'), closed('q'), open('m', 'p', 'q')], own(['p', 600, 'finished'], ['q', 500]))).toBe(500);
  });

  it('waits for children whose parents are finished until their first read', () => {
    const shards = [closed('p'), open('l', 'p'), open('r', 'p')];
    expect(through(shards, own(['p', 500, 'finished'], ['l', 700]))).toBeUndefined();
    expect(through(shards, own(['p', 500, 'finished'], ['l', 700], ['r', 600]))).toBe(600);
  });

  it('is unknown while the list shows a finished shard as open: its children are not listed yet', () => {
    expect(through([open('a'), open('p')], own(['a', 900]), [row('p', 'SHARD_END', 950)])).toBeUndefined();
    expect(through([open('a'), open('p')], own(['a', 900], ['p', 800, 'finished']))).toBeUndefined();
  });

  it('counts what others have begun and this list does not show yet, and nothing of another creation of the stream', () => {
    expect(through([open('a')], own(['a', 900]), [row('new', '7', 300)])).toBe(300);
    expect(through([open('a')], own(['a', 900]), [row('old', '7', 300, { streamCreatedAt: new Date(1) })])).toBe(900);
    expect(through([open('a')], own(['a', 900]), [row('gone', 'SHARD_END', 300)])).toBe(900);
  });
});
