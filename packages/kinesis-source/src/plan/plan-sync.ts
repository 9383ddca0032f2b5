import { type CheckpointRow, FROM_TRIM_HORIZON, SHARD_END } from '../checkpoints/checkpoint-store.js';
import type { Shard, Stream } from '../shard.js';
import type { StartPosition } from '../start-position.js';
import { findGoneShards, findLongAbsence, findRecreation, type GapSearch } from './find-gaps.js';
import { type FirstPosition, firstPositions } from './first-positions.js';
import type { Gap } from './gap.js';
import { readyShards } from './shard-order.js';
import { validRows } from './valid-rows.js';

/** The outside at one moment. */
export interface StreamSnapshot {
  readonly stream: Stream;
  readonly rows: readonly CheckpointRow[];
  readonly shards: readonly Shard[];
}

/** What earlier looks at the same stream left behind. */
export interface SyncState {
  readonly finished: ReadonlySet<string>;
  /** Being read here, or waited for. */
  readonly taken: ReadonlySet<string>;
  /** Shards whose position Kinesis did not accept. */
  readonly refused: ReadonlySet<string>;
  /** Where the shards of the first look begin without a checkpoint; absent: this is the first look. */
  readonly firsts: ReadonlyMap<string, FirstPosition> | undefined;
}

export interface SyncSettings {
  readonly start: StartPosition;
  readonly rowsAtStart: ReadonlyMap<string, CheckpointRow>;
  readonly owner: string;
  readonly nowMs: number;
}

export interface ShardLaunch {
  readonly shardId: string;
  readonly first: FirstPosition;
}

/** What follows from a look at stream, shards and store. */
export interface SyncPlan {
  readonly gaps: readonly Gap[];
  /** Shards whose stored position no longer counts, because it lies before a gap. */
  readonly overGap: ReadonlySet<string>;
  readonly finished: ReadonlySet<string>;
  readonly firsts: ReadonlyMap<string, FirstPosition>;
  readonly launches: readonly ShardLaunch[];
}

/** Decides which shards are to be read now, from where, and which records were lost. */
export function planSync(settings: SyncSettings, snapshot: StreamSnapshot, state: SyncState): SyncPlan {
  const { stream, shards } = snapshot;
  const rows = validRows(settings.start, snapshot.rows, settings.rowsAtStart);
  const ownRows = rows.filter((row) => row.streamCreatedAt.getTime() === stream.createdAt.getTime());
  const search: GapSearch = { stream, shards, rows, owner: settings.owner, nowMs: settings.nowMs };
  const isFirst = state.firsts === undefined;

  const recreation = isFirst ? findRecreation(search) : undefined;
  const absence = isFirst ? findLongAbsence(search) : undefined;
  const gone = findGoneShards(search).filter((gap) => gap.shardIds.every((id) => !isSettled(id, state)));
  const refused = findRefused(search, ownRows, state.refused);
  const gaps = [recreation, absence, ...gone, ...refused].filter((gap) => gap !== undefined);

  const listed = new Set(shards.map((shard) => shard.shardId));
  const overGap = new Set([absence, ...gone, ...refused].flatMap((gap) => gap?.shardIds ?? []));
  const ended = ownRows.filter((row) => row.sequenceNumber === SHARD_END && !overGap.has(row.shardId));
  const finished = new Set([...state.finished, ...ended.map((row) => row.shardId)]);
  const known = new Set(ownRows.map((row) => row.shardId));
  const start: StartPosition = recreation === undefined ? settings.start : { kind: 'checkpoint' };
  const firsts = state.firsts ?? firstPositions(start, shards, known);

  const vanished = gaps.flatMap((gap) => gap.shardIds).filter((id) => !listed.has(id) && !isSettled(id, state));
  const launches: readonly ShardLaunch[] = [
    // Finished without reading, so that the same gap is not found again at the next start.
    ...[...new Set(vanished)].map((shardId): ShardLaunch => ({ shardId, first: { kind: 'skip' } })),
    ...readyShards({ shards, finished, taken: state.taken }).map(({ shardId }): ShardLaunch => ({
      shardId,
      first: firsts.get(shardId) ?? { kind: 'trim-horizon' },
    })),
  ];
  return { gaps, overGap, finished, firsts, launches };
}

function isSettled(shardId: string, state: SyncState): boolean {
  return state.taken.has(shardId) || state.finished.has(shardId);
}

/** A place in a shard that is still there, but not accepted. The trim horizon is always a place: that one is tried again. */
function findRefused(search: GapSearch, rows: readonly CheckpointRow[], refused: ReadonlySet<string>): readonly Gap[] {
  const listed = new Set(search.shards.map((shard) => shard.shardId));
  return rows
    .filter((row) => refused.has(row.shardId) && listed.has(row.shardId) && row.sequenceNumber !== FROM_TRIM_HORIZON)
    .map((row) => ({
      kind: 'position-refused',
      streamArn: search.stream.arn,
      shardIds: [row.shardId],
      lostFrom: row.arrivalTime,
      lostUntil: new Date(search.nowMs),
    }));
}
