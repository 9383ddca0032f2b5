import type { TargetTable } from '../catalogue/target-table.js';
import type { MergeChange } from '../plan/merge-change.js';
import { mergeChanges, type MergeOutcome, type MoveRecord } from '../plan/merge-changes.js';
import { keyText } from '../plan/row-key.js';
import type { RowState } from '../plan/row-state.js';
import { SinkError } from '../sink-error.js';
import { deleteRows } from './delete-rows.js';
import { dueRows, timesToStore } from './due-rows.js';
import { keepMoves, readMoves } from './moves.js';
import { storePartialRows } from './partial-rows.js';
import { distinctKeys, newerTombstones, readStanding, readValues, type Standing } from './read-standing.js';
import { tombstoneKey, tombstoneTarget, writeTombstones } from './tombstones.js';
import { writeRows, type WriteMemory } from './write-merged-rows.js';
import type { RefusedRow } from './write-upserts.js';
import type { WriteContext } from './write-context.js';

/** Rounds that somebody else's writes made vain before the rows are left to the next attempt of the batch. */
const MAX_VAIN_ROUNDS = 12;

export interface MergeOptions {
  readonly expiresAt: Date;
}

export interface MergeRowsOutcome {
  readonly stale: number;
  readonly refused: readonly RefusedRow[];
}

/**
 * Merges changes that tell parts of rows: reads the rows, merges in memory, and writes each back only if it still is
 * what was read, else reads again. Right between any number of writers: a row is never written over unseen.
 *
 * What is removed goes last. Moves are kept before any row is written.
 *
 * @throws SinkError `version-conflict` where rows kept changing; the batch is repeated.
 */
export async function mergeRows(
  context: WriteContext,
  table: TargetTable,
  changes: readonly MergeChange[],
  options: MergeOptions,
): Promise<MergeRowsOutcome> {
  const memory: WriteMemory = { stuck: new Map(), refused: [] };
  let pending = changes;
  let stale: number | undefined;
  let vain = 0;
  // What follows a row to its next key follows moves ever later in time, and so comes to an end.
  while (vain < MAX_VAIN_ROUNDS) {
    if (pending.length === 0) return { stale: stale ?? 0, refused: memory.refused };
    const { standing, partial } = await readStanding(context, table, pending);
    const tombstones = await newerTombstones(context, table, pending);
    const merged = await merge(context, table, pending, { standing, tombstones });
    stale ??= merged.stale;
    vain += 1;
    if (!(await keepMoves(context, table, merged.moved, options.expiresAt))) continue;
    if (!(await storePartialRows(context, table, timesToStore(table, merged, standing, partial), options.expiresAt)))
      continue;
    const due = dueRows(table, merged, standing, pending);
    if (!(await writeRows(context, table, due.written, memory))) continue;
    const kept = keptKeys(pending, memory.refused);
    const removed = due.removed.filter((row) => !kept.has(row.keyText));
    await removeRows(context, table, removed, options.expiresAt);
    const seen = new Map([...tombstones, ...removed.map((row) => [row.keyText, row.timeMicros ?? 0] as const)]);
    const again = await overtaken(context, table, pending, seen);
    if (again.length === 0) vain = 0;
    pending = [...merged.forwarded, ...again];
  }
  throw new SinkError('version-conflict', {
    message: `Rows of ${table.target.schema}.${table.target.table} kept changing while partial changes were merged into them.`,
    remedy: 'Nothing to do: the batch is repeated. If it goes on, look for another writer on this table.',
  });
}

async function merge(
  context: WriteContext,
  table: TargetTable,
  changes: readonly MergeChange[],
  {
    standing,
    tombstones,
  }: { readonly standing: ReadonlyMap<string, Standing>; readonly tombstones: ReadonlyMap<string, number> },
): Promise<MergeOutcome> {
  const sources = changes.flatMap((change) => (change.kind === 'move' ? [change.from] : []));
  const mayHaveMoved = changes.filter(
    ({ kind, keyText: text, timeMicros }) =>
      kind === 'forward' || (timeMicros ?? Infinity) < (tombstones.get(text) ?? -Infinity),
  );
  const texts = [...new Set([...sources, ...mayHaveMoved].map((key) => key.keyText))];
  const moves: ReadonlyMap<string, readonly MoveRecord[]> = await readMoves(context, table, texts, keyText);
  const values = await readValues(
    context,
    table,
    distinctKeys(sources).filter((key) => standing.has(key.keyText)),
  );
  return mergeChanges(table, changes, { standing, tombstones, moves, valuesOf: (text) => values.get(text) ?? [] });
}

async function removeRows(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
  expiresAt: Date,
): Promise<void> {
  if (rows.length === 0) return;
  const target = tombstoneTarget(table);
  const tombstones = rows.flatMap((row) =>
    row.timeMicros === null ? [] : [{ target, key: tombstoneKey(row), timeMicros: row.timeMicros }],
  );
  await writeTombstones(context, tombstones, expiresAt);
  await deleteRows(context, table, rows, 0);
}

/** The old row of a changed key stays where the new one was refused. */
function keptKeys(changes: readonly MergeChange[], refused: readonly RefusedRow[]): ReadonlySet<string> {
  const lost = new Set(refused.map(({ row }) => row.keyText));
  return new Set(
    changes.flatMap((change) => (change.kind === 'move' && lost.has(change.keyText) ? [change.from.keyText] : [])),
  );
}

/**
 * Changes whose row somebody deleted or moved while they were merged: who deletes leaves the tombstone first, and who
 * merges looks for it afterwards, so that whoever comes second sees the other. What they left behind is voided, and they
 * follow the row.
 */
async function overtaken(
  context: WriteContext,
  table: TargetTable,
  changes: readonly MergeChange[],
  seen: ReadonlyMap<string, number>,
): Promise<readonly MergeChange[]> {
  const tombstones = await newerTombstones(context, table, changes);
  return changes.flatMap((change): readonly MergeChange[] => {
    const since = tombstones.get(change.keyText) ?? -Infinity;
    const isNews = since > (seen.get(change.keyText) ?? -Infinity);
    if (!isNews || change.kind === 'forward' || change.timeMicros === null || change.timeMicros >= since) return [];
    const { key, keyText: text, changes: behind } = change;
    return [{ kind: 'delete', key, keyText: text, timeMicros: since, values: [], changes: behind }, change];
  });
}
