import type { RowChange } from '@drayage/record-decoder';
import type { TargetTable } from '../catalogue/target-table.js';
import { deleteRows } from '../execute/delete-rows.js';
import { fillRows } from '../execute/fill-rows.js';
import { lateChanges } from '../execute/late-changes.js';
import { mergeRows } from '../execute/merge-rows.js';
import {
  ERA_KEY,
  PARTIALS_KEY,
  readTombstones,
  tombstoneKey,
  tombstoneTarget,
  writeTombstones,
} from '../execute/tombstones.js';
import type { WriteContext } from '../execute/write-context.js';
import { writeUpserts, type RefusedRow } from '../execute/write-upserts.js';
import { keysOf, type MergeChange } from '../plan/merge-change.js';
import { countPlans, planUpserts } from '../plan/plan-upserts.js';
import { laneOf } from '../plan/row-key.js';
import { listChanges, type RowState } from '../plan/row-state.js';

export interface FlushOptions {
  readonly eraStartedAt: number | null;
  /** Until when tombstones of this flush are kept. */
  readonly tombstonesExpireAt: Date;
}

export interface FlushOutcome {
  /** Rows after folding, refused and stale ones included: what was sent to the target. */
  readonly rowsUpserted: number;
  readonly rowsDeleted: number;
  /** Upserts by column set and lane, and deletes by lane: the same for the same batch, whatever the target holds. */
  readonly statements: number;
  readonly staleSkipped: number;
  readonly refused: readonly RefusedRow[];
  /** An era that another process opened, told by its tombstone. */
  readonly eraSeen: number | null;
}

/** What a fold made of the changes of one table. */
export interface FoldedChanges {
  readonly rows: readonly RowState[];
  /** Rows that were told in part. */
  readonly merges: readonly MergeChange[];
  /** What newer changes of the same keys replaced. */
  readonly superseded: readonly RowState[];
}

/**
 * Writes the folded rows of one table: reads what they lack, upserts, leaves tombstones, deletes, and takes back what
 * turns out older than a tombstone. The old row of a changed key goes last, and not at all if the new one was refused.
 * Rows that were told in part, and what came too late for a row that was, are merged with what stands.
 */
export async function flushRows(
  context: WriteContext,
  table: TargetTable,
  folded: FoldedChanges,
  options: FlushOptions,
): Promise<FlushOutcome> {
  const current = folded.rows.filter((row) => !isBefore(row, options.eraStartedAt));
  const merges = folded.merges.filter((change) => !isBefore(change, options.eraStartedAt));
  const planned = isAsPlanned(folded, current) ? undefined : plannedCounts(context, table, folded);
  const filled = table.stamped ? { rows: current, refused: [] } : await fillRows(context, table, current);
  const { upserts, deletes } = sortOut(table, filled.rows);
  const written = await upsert(context, table, upserts);
  const expiresAt = options.tombstonesExpireAt;
  const merged = await mergeRows(context, table, merges, { expiresAt });
  const refused = [...filled.refused, ...written.refused, ...merged.refused];
  const refusedChanges = new Set(refused.flatMap(({ row }) => listChanges(row.changes)));
  const due = deletes.filter((row) => !refusedChanges.has(row.changes.change));
  const removals = await remove(context, table, due, expiresAt);
  const superseded = folded.superseded.filter((row) => !isBefore(row, options.eraStartedAt));
  const late = await takeBack(context, table, { rows: upserts, merges, others: [...due, ...superseded] });
  const mayBeLate = late.tombstones.has(PARTIALS_KEY)
    ? await lateChanges(context, table, {
        refused: written.stale > 0 ? [...upserts, ...due] : due,
        all: [...upserts, ...due, ...superseded],
        tombstones: late.tombstones,
      })
    : [];
  const ofEra = mayBeLate.filter((change) => !isBefore(change, late.eraSeen));
  const settled = await mergeRows(context, table, ofEra, { expiresAt });
  const older = folded.rows.length - current.length + folded.merges.length - merges.length;
  return {
    ...(planned ?? {
      rowsUpserted: upserts.length,
      rowsDeleted: deletes.length,
      statements: written.statements + removals,
    }),
    staleSkipped: older + written.stale + late.taken + merged.stale,
    refused: [...refused, ...settled.refused],
    eraSeen: late.eraSeen,
  };
}

function isAsPlanned(folded: FoldedChanges, current: readonly RowState[]): boolean {
  if (folded.merges.length > 0 || current.length !== folded.rows.length) return false;
  return folded.rows.every((row) => row.fillFrom === undefined);
}

/**
 * What the rows count for where some are older than the present era and stay behind, or are filled from other rows: the
 * same as when that era was still to come and no row had moved, so that a second run over the same records tells the
 * same numbers.
 */
function plannedCounts(
  context: WriteContext,
  table: TargetTable,
  { rows, merges }: FoldedChanges,
): Pick<FlushOutcome, 'rowsUpserted' | 'rowsDeleted' | 'statements'> {
  const { upserts, deletes } = sortOut(table, rows);
  const plans = waves(upserts).flatMap((wave) => sharesOf(context, wave).map((share) => countPlans(share)));
  const removals = sharesOf(context, deletes).filter((share) => share.length > 0).length;
  const merged = countMerges(merges);
  return {
    rowsUpserted: upserts.length + merged.upserts,
    rowsDeleted: deletes.length + merged.deletes,
    statements: plans.reduce((sum, count) => sum + count, removals) + Math.min(merges.length, 1),
  };
}

/** Keys by what the last change of the batch does to them; merging counts as one statement. */
function countMerges(merges: readonly MergeChange[]): { readonly upserts: number; readonly deletes: number } {
  const ends = new Map<string, boolean>();
  for (const change of merges) {
    ends.set(change.keyText, change.kind !== 'delete' && change.kind !== 'leave');
    if (change.kind === 'move') ends.set(change.from.keyText, false);
  }
  const upserts = [...ends.values()].filter(Boolean).length;
  return { upserts, deletes: ends.size - upserts };
}

function isBefore({ timeMicros }: { readonly timeMicros: number | null }, era: number | null): boolean {
  return era !== null && timeMicros !== null && timeMicros < era;
}

function sortOut(table: TargetTable, rows: readonly RowState[]): { upserts: RowState[]; deletes: RowState[] } {
  const upserts: RowState[] = [];
  const deletes: RowState[] = [];
  for (const row of rows) {
    if (row.kind === 'upsert') upserts.push(row);
    else if (table.policy.deleteMode === 'hard' || isOldKey(row)) deletes.push(row);
    else if (table.policy.deleteMode === 'soft') upserts.push(softDeleted(table, row));
  }
  return { upserts, deletes };
}

/** The row a changed key left behind goes whatever the delete mode: the row itself lives on under its new key. */
function isOldKey(row: RowState): boolean {
  return row.changes.change.operation === 'update';
}

function softDeleted(table: TargetTable, row: RowState): RowState {
  if (row.values.length > 0) return row;
  const values = new Array<RowState['values'][number]>(table.columns.length).fill(undefined);
  for (const [at, index] of table.keyIndexes.entries()) values[index] = row.key[at] ?? null;
  return { ...row, values };
}

/**
 * Rows that took columns from another row go first: what comes to stand under that row's key would otherwise be there
 * already when the batch is repeated after a failure in between.
 */
function waves(rows: readonly RowState[]): readonly (readonly RowState[])[] {
  const moved = rows.filter((row) => row.fillFrom !== undefined);
  return moved.length === 0 ? [rows] : [moved, rows.filter((row) => row.fillFrom === undefined)];
}

async function upsert(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
): Promise<{ readonly statements: number; readonly stale: number; readonly refused: readonly RefusedRow[] }> {
  let statements = 0;
  let stale = 0;
  const refused: RefusedRow[] = [];
  for (const wave of waves(rows)) {
    await onLanes(context, wave, async (share, lane) => {
      for (const plan of planUpserts(table, share)) {
        statements += 1;
        const outcome = await writeUpserts(context, plan, lane);
        stale += outcome.stale;
        refused.push(...outcome.refused);
      }
    });
  }
  return { statements, stale, refused };
}

async function remove(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
  expiresAt: Date,
): Promise<number> {
  if (rows.length === 0) return 0;
  if (table.stamped) {
    const target = tombstoneTarget(table);
    const tombstones = rows.flatMap((row) =>
      row.timeMicros === null ? [] : [{ target, key: tombstoneKey(row), timeMicros: row.timeMicros }],
    );
    await writeTombstones(context, tombstones, expiresAt);
  }
  let statements = 0;
  await onLanes(context, rows, (share, lane) => {
    statements += 1;
    return deleteRows(context, table, share, lane);
  });
  return statements;
}

interface TakenBack {
  readonly taken: number;
  readonly eraSeen: number | null;
  /** Those newer than some row of the batch. */
  readonly tombstones: ReadonlyMap<string, number>;
}

interface WrittenRows {
  readonly rows: readonly RowState[];
  readonly merges: readonly MergeChange[];
  /** What else asks for tombstones. */
  readonly others: readonly RowState[];
}

/** Takes rows back that a newer tombstone, or a newer era, was there for already. Merging looks for tombstones itself. */
async function takeBack(
  context: WriteContext,
  table: TargetTable,
  { rows, merges, others }: WrittenRows,
): Promise<TakenBack> {
  const oldest = [...rows, ...merges, ...others].reduce(
    (least, { timeMicros }) => (timeMicros === null ? least : Math.min(least, timeMicros)),
    Infinity,
  );
  if (!table.stamped || oldest === Infinity) return { taken: 0, eraSeen: null, tombstones: new Map() };
  const keyed = [...rows, ...others];
  const tombstones = await readTombstones(context, tombstoneTarget(table), oldest, () => keyed.map(tombstoneKey));
  const era = tombstones.get(ERA_KEY) ?? null;
  const late = rows.flatMap((row) => {
    const since = Math.max(tombstones.get(tombstoneKey(row)) ?? 0, era ?? 0);
    // The delete takes what is not newer than its stamp; only what is older than the tombstone shall go.
    return row.timeMicros !== null && row.timeMicros < since ? [{ ...row, timeMicros: since - 1 }] : [];
  });
  const ofEarlierEra = merges.filter((change) => isBefore(change, era)).flatMap((change) => rowsOf(change, era));
  await onLanes(context, [...late, ...ofEarlierEra], (share, lane) => deleteRows(context, table, share, lane));
  return { taken: late.length, eraSeen: era, tombstones };
}

/** The rows that a merged change may have written, to be deleted where they are older than the era. */
function rowsOf(change: MergeChange, era: number | null): readonly RowState[] {
  return keysOf(change).map(({ key, keyText }) => ({
    ...{ kind: 'delete', key, keyText, changes: change.changes },
    ...{ timeMicros: (era ?? 0) - 1, likelyNew: false, values: [], fillFrom: undefined },
  }));
}

/** Spreads rows over the lanes, a key always to the same one, and waits for all of them. */
async function onLanes(
  context: WriteContext,
  rows: readonly RowState[],
  work: (share: readonly RowState[], lane: number) => Promise<void>,
): Promise<void> {
  const shares = sharesOf(context, rows);
  const results = await Promise.allSettled(
    shares.map((share, lane) => (share.length === 0 ? Promise.resolve() : work(share, lane))),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed !== undefined) throw failed.reason;
}

function sharesOf(context: WriteContext, rows: readonly RowState[]): readonly (readonly RowState[])[] {
  const { lanes } = context.database;
  const shares = Array.from({ length: lanes }, (): RowState[] => []);
  for (const row of rows) shares[laneOf(row.keyText, lanes)]?.push(row);
  return shares;
}

/** The changes that stand behind refused rows, oldest first. */
export function changesOf(refused: RefusedRow): readonly RowChange[] {
  return listChanges(refused.row.changes);
}
