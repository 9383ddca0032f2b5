import type { ActivityFacts } from '../activity/activity.js';
import type { ShardStatus } from '../sink-parts.js';

/** After so long without a read, what was read last says nothing about now. */
const FRESH_READ_MS = 10_000;

/**
 * The shards with their lag as of now: while nothing is read, because the target is down for example, the lag of a
 * shard grows with the clock, though nobody measures it.
 */
export function ageShards(shards: readonly ShardStatus[], facts: ActivityFacts, now: number): readonly ShardStatus[] {
  const sinceRead = now - (facts.lastReadAt ?? facts.startedAt);
  if (sinceRead <= FRESH_READ_MS) {
    return shards;
  }
  return shards.map((shard) => ({ ...shard, lagMs: shard.lagMs === null ? null : shard.lagMs + sinceRead }));
}

/** How far the target is behind the stream: the greatest lag of any shard; `undefined` while one is read and not known. */
export function freshnessMs(shards: readonly ShardStatus[]): number | undefined {
  if (shards.some(({ lagMs, owner }) => lagMs === null && owner !== null)) return undefined;
  const lags = shards.map(({ lagMs }) => lagMs).filter((lagMs) => lagMs !== null);
  return lags.length === 0 ? undefined : Math.max(...lags);
}
