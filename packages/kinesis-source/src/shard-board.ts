import type { Completeness, OwnProgress } from './plan/complete-through.js';

/** `blocked`: its parents are still being read. `waiting`: another owner reads it. */
export type ShardState = 'blocked' | 'finished' | 'reading' | 'waiting';

/** One shard as the source sees it now. */
export interface ShardStatus {
  readonly shardId: string;
  /** The last safe record; `null`: none yet, or not known here. */
  readonly sequenceNumber: string | null;
  /**
   * How old the oldest record is that is not safe yet, or how far the last read was behind the tip where all are;
   * `null`: nothing was read.
   */
  readonly lagMs: number | null;
  /** Who holds the shard; `null`: nobody, as far as is known. */
  readonly owner: string | null;
  readonly state: ShardState;
}

/** What readers tell of a shard. */
export interface ShardNote extends ShardStatus {
  /** When the oldest record arrived that was handed over and is not safe yet; `null`: all are. */
  readonly pendingSinceMs: number | null;
  /** Everything that arrived before is safe; `null`: not known here. Only of shards that are read here. */
  readonly safeUntilMs: number | null;
}

/** The present state of all shards, kept up to date by those who read them. */
export interface ShardBoard {
  update(shardId: string, change: Partial<Omit<ShardNote, 'shardId'>>): void;
  /** Forgets every shard that is not listed. */
  retain(shardIds: readonly string[]): void;
  snapshot(): readonly ShardStatus[];
  /** Keeps what the last look found, for `lastLook`. */
  looked(look: StreamLook): void;
  /** Stream and shards as they were listed last; `undefined` before the first look. */
  lastLook(): StreamLook | undefined;
  /** How far the shards are safe that are, or were, read here. */
  own(): ReadonlyMap<string, OwnProgress>;
}

/** What a look at the stream found. */
export type StreamLook = Pick<Completeness, 'stream' | 'shards'>;

export function createShardBoard(now: () => number): ShardBoard {
  const statuses = new Map<string, ShardNote>();
  const unknown = {
    sequenceNumber: null,
    lagMs: null,
    owner: null,
    state: 'blocked',
    pendingSinceMs: null,
    safeUntilMs: null,
  } as const;
  let look: StreamLook | undefined;
  return {
    update: (shardId, change) => {
      statuses.set(shardId, { ...unknown, ...statuses.get(shardId), ...change, shardId });
    },
    retain: (shardIds) => {
      const kept = new Set(shardIds);
      for (const shardId of statuses.keys()) if (!kept.has(shardId)) statuses.delete(shardId);
    },
    looked: (found) => (look = found),
    lastLook: () => look,
    own: () =>
      new Map(
        [...statuses.values()]
          .filter(({ state }) => state === 'reading' || state === 'finished')
          .map(({ shardId, state, safeUntilMs }) => [
            shardId,
            { finished: state === 'finished', safeUntilMs: safeUntilMs ?? undefined },
          ]),
      ),
    snapshot: () =>
      [...statuses.values()]
        .map((note) => shown(note, now()))
        .sort((left, right) => (left.shardId < right.shardId ? -1 : 1)),
  };
}

function shown(note: ShardNote, nowMs: number): ShardStatus {
  const { shardId, sequenceNumber, lagMs, owner, state, pendingSinceMs } = note;
  const status = { shardId, sequenceNumber, owner, state };
  return { ...status, lagMs: pendingSinceMs === null ? lagMs : Math.max(lagMs ?? 0, nowMs - pendingSinceMs) };
}
