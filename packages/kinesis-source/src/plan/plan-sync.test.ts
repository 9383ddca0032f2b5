import { describe, expect, it } from 'vitest';
import { SHARD_END } from '../checkpoints/checkpoint-store.js';
import { hoursAgo, NOW_MS, rowOf, shardOf, streamOf } from '../testing/plan-data.js';
import { planSync, type StreamSnapshot, type SyncSettings, type SyncState } from './plan-sync.js';

const none: ReadonlySet<string> = new Set();

const plan = (
  snapshot: Partial<StreamSnapshot>,
  state: Partial<SyncState> = {},
  settings: Partial<SyncSettings> = {},
) =>
  planSync(
    { start: { kind: 'checkpoint' }, rowsAtStart: new Map(), owner: 'me', nowMs: NOW_MS, ...settings },
    { stream: streamOf(), rows: [], shards: [], ...snapshot },
    { finished: none, taken: none, refused: none, firsts: undefined, ...state },
  );

const AFTER_SPLIT = [shardOf('a', [], true), shardOf('b', ['a']), shardOf('c', ['a'])];

describe('planSync', () => {
  it('launches children once the store says that their parent is finished', () => {
    expect(plan({ shards: AFTER_SPLIT }).launches.map((launch) => launch.shardId)).toEqual(['a']);
    const { launches } = plan({ shards: AFTER_SPLIT, rows: [rowOf('a', { sequenceNumber: SHARD_END })] });
    expect(launches.map((launch) => launch.shardId)).toEqual(['b', 'c']);
  });

  it('does not take the end of a shard in another stream of the same name for the end of this one', () => {
    const stream = streamOf({ createdAt: hoursAgo(1) });
    const { launches, gaps } = plan({ stream, shards: AFTER_SPLIT, rows: [rowOf('a', { sequenceNumber: SHARD_END })] });
    expect(gaps.map((gap) => gap.kind)).toEqual(['stream-recreated']);
    expect(launches).toEqual([{ shardId: 'a', first: { kind: 'trim-horizon' } }]);
  });

  it('reads a stream that was made anew from its beginning, also after a start at latest', () => {
    const stream = streamOf({ createdAt: hoursAgo(1) });
    const { launches } = plan(
      { stream, shards: [shardOf('a')], rows: [rowOf('a')] },
      {},
      { start: { kind: 'latest' } },
    );
    expect(launches).toEqual([{ shardId: 'a', first: { kind: 'trim-horizon' } }]);
  });

  it('begins shards that are found later at their trim horizon, whatever the start was', () => {
    const start = { kind: 'latest' } as const;
    const { firsts } = plan({ shards: [shardOf('a')] }, {}, { start });
    const { launches } = plan({ shards: AFTER_SPLIT }, { firsts, finished: new Set(['a']) }, { start });
    expect(launches.map((launch) => launch.first.kind)).toEqual(['trim-horizon', 'trim-horizon']);
  });

  it('closes the row of a shard that is gone, so that the gap is found once', () => {
    const first = plan({ shards: [shardOf('a')], rows: [rowOf('a'), rowOf('z')] });
    expect(first.gaps.map((gap) => gap.kind)).toEqual(['shard-gone']);
    expect(first.launches).toContainEqual({ shardId: 'z', first: { kind: 'skip' } });
    expect(first.overGap).toEqual(new Set(['z']));
    const later = plan({ shards: [shardOf('a')], rows: [rowOf('a'), rowOf('z')] }, { taken: new Set(['z']) });
    expect(later.gaps).toEqual([]);
  });

  it('finds a gap where Kinesis refused a stored record, but not where it refused the trim horizon', () => {
    const refused = new Set(['a']);
    const { gaps, overGap } = plan({ shards: [shardOf('a')], rows: [rowOf('a')] }, { refused });
    expect(gaps).toMatchObject([{ kind: 'position-refused', shardIds: ['a'], lostFrom: hoursAgo(1) }]);
    expect(overGap).toEqual(refused);
    const rows = [rowOf('a', { sequenceNumber: 'TRIM_HORIZON' })];
    expect(plan({ shards: [shardOf('a')], rows }, { refused }).gaps).toEqual([]);
  });

  it('reads everything again at a start at the trim horizon', () => {
    const rows = [rowOf('a', { sequenceNumber: SHARD_END }), rowOf('b', { arrivalTime: hoursAgo(99) })];
    const rowsAtStart = new Map(rows.map((row) => [row.shardId, row]));
    const { gaps, launches } = plan(
      { shards: AFTER_SPLIT, rows },
      {},
      { start: { kind: 'trim-horizon' }, rowsAtStart },
    );
    expect(gaps).toEqual([]);
    expect(launches).toEqual([{ shardId: 'a', first: { kind: 'trim-horizon' } }]);
  });
});
