/** `blocked`: its parents are still being read. `waiting`: another owner reads it. */
export type ShardState = 'blocked' | 'finished' | 'reading' | 'waiting';

/** One shard as the source sees it now. */
export interface ShardStatus {
  readonly shardId: string;
  /** The last safe record; `null`: none yet, or not known here. */
  readonly sequenceNumber: string | null;
  /** How far the last batch that was handed over is behind the tip; `null`: none was. */
  readonly lagMs: number | null;
  /** Who holds the shard; `null`: nobody, as far as is known. */
  readonly owner: string | null;
  readonly state: ShardState;
}

/** The present state of all shards, kept up to date by those who read them. */
export interface ShardBoard {
  update(shardId: string, change: Partial<Omit<ShardStatus, 'shardId'>>): void;
  /** Forgets every shard that is not listed. */
  retain(shardIds: readonly string[]): void;
  snapshot(): readonly ShardStatus[];
}

export function createShardBoard(): ShardBoard {
  const statuses = new Map<string, ShardStatus>();
  const unknown = { sequenceNumber: null, lagMs: null, owner: null, state: 'blocked' } as const;
  return {
    update: (shardId, change) => {
      statuses.set(shardId, { ...unknown, ...statuses.get(shardId), ...change, shardId });
    },
    retain: (shardIds) => {
      const kept = new Set(shardIds);
      for (const shardId of statuses.keys()) if (!kept.has(shardId)) statuses.delete(shardId);
    },
    snapshot: () => [...statuses.values()].sort((left, right) => (left.shardId < right.shardId ? -1 : 1)),
  };
}
