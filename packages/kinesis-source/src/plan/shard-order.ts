import type { Shard } from '../shard.js';

export interface ShardOrder {
  readonly shards: readonly Shard[];
  /** Read to the end, everything safe. */
  readonly finished: ReadonlySet<string>;
  /** Already being read, or waited for. */
  readonly taken: ReadonlySet<string>;
}

/**
 * The shards whose turn it is, in the order Kinesis lists them. A shard's turn comes when both its parents are finished;
 * a parent that is listed no longer counts as finished, because nothing of it can be read any more.
 */
export function readyShards({ shards, finished, taken }: ShardOrder): readonly Shard[] {
  const unfinished = new Set(shards.map((shard) => shard.shardId).filter((shardId) => !finished.has(shardId)));
  return shards.filter(
    ({ shardId, parentShardIds }) =>
      unfinished.has(shardId) && !taken.has(shardId) && !parentShardIds.some((parent) => unfinished.has(parent)),
  );
}

/** Every shard, listed or not, from which this one descends. */
export function ancestorsOf(shardId: string, shards: readonly Shard[]): ReadonlySet<string> {
  const parentsById = new Map(shards.map((shard) => [shard.shardId, shard.parentShardIds]));
  const ancestors = new Set<string>();
  const visit = (child: string): void => {
    for (const parent of parentsById.get(child) ?? []) {
      if (ancestors.has(parent)) continue;
      ancestors.add(parent);
      visit(parent);
    }
  };
  visit(shardId);
  return ancestors;
}
