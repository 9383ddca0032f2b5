import type { TableChange, TableName } from '@drayage/record-decoder';
import { TIME_COLUMN, type TargetTable } from '../catalogue/target-table.js';
import { sweepRows } from '../execute/sweep-rows.js';
import { ERA_KEY, tombstoneTarget, writeTombstones } from '../execute/tombstones.js';
import type { WriteContext } from '../execute/write-context.js';
import { resolveTablePolicy } from '../policy/resolve-table-policy.js';
import type { WritePolicy } from '../write-policy.js';
import { standingTable } from './ensure-table.js';
import { newKnownTable, type KnownTable } from './known-table.js';
import type { TableRegistry } from './table-registry.js';
import { holdBack, saveLive, saveLoadEnd, type StoredState } from './table-states.js';
import type { TaskStatuses } from './task-statuses.js';

/**
 * When the rows that a load did not bring are swept, once its end is known.
 *
 * `at-once`: with the signal. Right where changes come in one order, as from a file or from one shard.
 * `when-applied`: once `advance` says that everything up to the end of the load is applied. With several shards the
 * signal may overtake rows of the load, and readers would miss those between the sweep and their arrival.
 */
export type SweepTime = 'at-once' | 'when-applied';

export interface EraOptions {
  readonly context: WriteContext;
  readonly policy: WritePolicy;
  readonly registry: TableRegistry;
  readonly tasks: TaskStatuses;
  readonly sweep: SweepTime;
  readonly now: () => Date;
}

/** Opens the table's next era if the message is newer than the present one; answers whether it did. Within `serially`. */
export async function openEra(
  { context, registry, tasks }: EraOptions,
  known: KnownTable,
  change: TableChange,
): Promise<boolean> {
  const time = change.timeMicros;
  known.taskId = change.taskId ?? known.taskId;
  if (known.eraStartedAt !== null && (time === undefined || time <= known.eraStartedAt)) return false;
  known.eraStartedAt = time ?? null;
  known.loadCompletedAt = null;
  if (!isDroppedSince(known, time)) {
    known.droppedAt = null;
    // A loss of this era may have been told before the era was.
    if (time === undefined || known.lostAtMicros === null || known.lostAtMicros < time) {
      known.state = 'loading';
      known.reason = null;
    }
  }
  if (time !== undefined && known.table?.stamped === true) {
    const target = tombstoneTarget(known.table);
    await writeTombstones(context, [{ target, key: ERA_KEY, timeMicros: time }], registry.tombstonesExpireAt());
  }
  // Its changes, or DMS's word, may have come before it, from another shard.
  const ended = time === undefined ? undefined : endedAfter(known, time, tasks);
  if (ended !== undefined) known.loadCompletedAt = dateOf(ended);
  await registry.memory.save(known);
  return true;
}

/** A `create-table` that comes late: it was followed by a drop. */
function isDroppedSince({ droppedAt }: KnownTable, time: number | undefined): boolean {
  return droppedAt !== null && time !== undefined && droppedAt > time;
}

function endedAfter(known: KnownTable, time: number, tasks: TaskStatuses): number | undefined {
  const change = known.newestChangeMicros;
  return change !== null && change > time ? change : tasks.loadsEndedAfter(time, known.taskId);
}

/** What a `loading` table with a known end of its load waits for is done here. Answers how many rows went. Serially. */
export async function endLoad(eras: EraOptions, known: KnownTable, atMicros: number): Promise<number> {
  const { context, now } = eras;
  if (known.state !== 'loading' || (known.eraStartedAt !== null && atMicros < known.eraStartedAt)) return 0;
  const endedAt = dateOf(atMicros);
  if (eras.sweep === 'at-once') return finishLoad(eras, known, endedAt);
  // Of several signals the earliest counts: each says that the load had ended by then.
  if (known.loadCompletedAt !== null && known.loadCompletedAt <= endedAt) return 0;
  known.loadCompletedAt = endedAt;
  await context.execute(saveLoadEnd(context.pipeline, known, endedAt, now()));
  return 0;
}

/**
 * Sweeps, and then says so: a process that ends in between leaves the table `loading`, and whoever comes next sweeps
 * again, which removes nothing more. Another process may have opened the next era meanwhile: the sweep goes by this one's
 * beginning and is harmless, and the state is left to the other. Serially.
 */
export async function finishLoad({ context, now }: EraOptions, known: KnownTable, endedAt: Date): Promise<number> {
  if (known.state !== 'loading') return 0;
  const table = known.table ?? (await standing(context, known));
  const { eraStartedAt } = known;
  const swept = table?.stamped === true && eraStartedAt !== null ? await sweepRows(context, table, eraStartedAt) : 0;
  const { rows } = await context.execute(saveLive(context.pipeline, known, endedAt, now()));
  const [state, era] = rows[0] ?? [];
  if (state !== undefined && (state !== 'live' || (era == null ? null : Number(era)) !== eraStartedAt)) return swept;
  known.state = 'live';
  known.reason = null;
  known.loadCompletedAt = endedAt;
  return swept;
}

/** The table as it is, for a process that has not written to it: nothing is made or altered for a sweep. */
async function standing(context: WriteContext, known: KnownTable): Promise<TargetTable | undefined> {
  const found = known.definition === undefined ? undefined : await standingTable(context, known, known.definition);
  return found?.existing.columns.some((column) => column.name === TIME_COLUMN) === true ? found.table : undefined;
}

/** DMS, or a gap, says that rows of this table are missing, noted at that time; one of an earlier era is made good by this one. Serially. */
export async function loseRows(eras: EraOptions, source: TableName, loss: LostRows): Promise<void> {
  const { context, policy, registry } = eras;
  const known = (await registry.memory.current(source)) ?? newKnownTable(source, resolveTablePolicy(policy, source));
  registry.memory.adopt(known);
  const { sinceMicros, untilMicros } = loss;
  if (untilMicros !== undefined && known.eraStartedAt !== null && untilMicros < known.eraStartedAt) return;
  if (untilMicros !== undefined) known.lostAtMicros = Math.max(untilMicros, known.lostAtMicros ?? 0);
  if (known.state !== 'suspended') {
    known.state = 'incomplete';
    known.reason = loss.reason;
    await registry.memory.save(known);
  }
  if (sinceMicros === undefined) return;
  const sinceMs = Math.floor(sinceMicros / 1000);
  await context.execute(holdBack(context.pipeline, source, sinceMs));
  if (known.completeThroughMs !== null) known.completeThroughMs = Math.min(known.completeThroughMs, sinceMs);
}

export interface LostRows {
  readonly reason: string;
  readonly sinceMicros?: number | undefined;
  readonly untilMicros?: number | undefined;
}

/** What another process of this pipeline did to the table's present era. */
export function followState(known: KnownTable, stored: StoredState): void {
  known.completeThroughMs = stored.completeThroughMs;
  if (stored.eraStartedAt !== known.eraStartedAt) return;
  const done = known.state === 'loading' && (stored.state === 'live' || stored.state === 'incomplete');
  const lost = known.state === 'live' && stored.state === 'incomplete';
  if (done || lost) Object.assign(known, { state: stored.state, reason: stored.reason });
  if (done || known.state === 'loading') known.loadCompletedAt = stored.loadCompletedAt ?? known.loadCompletedAt;
}

function dateOf(micros: number): Date {
  return new Date(Math.ceil(micros / 1000));
}
