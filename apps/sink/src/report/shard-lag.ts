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
