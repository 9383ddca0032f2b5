import type { TargetTable } from '../catalogue/target-table.js';
import type { UpsertPlan } from '../dialect/sql-dialect.js';
import { keysOf, type MergeChange, type RowKey } from '../plan/merge-change.js';
import { mergeChanges, type MergeOutcome, type MoveRecord } from '../plan/merge-changes.js';
import type { MergedRow, RowValues, StandingRow } from '../plan/merged-row.js';
import { lookUpRows, lookUpValues, updateVersions, type RowVersionToken } from '../plan/plan-merged-rows.js';
import { planUpserts } from '../plan/plan-upserts.js';
import { readText } from '../plan/read-column.js';
import { keyText } from '../plan/row-key.js';
import { appendChanges, type ChangeList, type RowState } from '../plan/row-state.js';
import { formatRowTimes, isWholeAt, parseRowTimes } from '../plan/row-times.js';
import { SinkError } from '../sink-error.js';
import { Refusal } from '../types/encode-value.js';
import { deleteRows } from './delete-rows.js';
import { keepMoves, readMoves } from './moves.js';
import { readPartialRows, storePartialRows, type PartialRowUpdate, type StoredPartialRow } from './partial-rows.js';
import { readTombstones, TOMBSTONE_PREFIX, tombstoneKey, tombstoneTarget, writeTombstones } from './tombstones.js';
import { isValueError, writeOne, type RefusedRow } from './write-upserts.js';
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

interface Standing extends StandingRow {
  readonly token: RowVersionToken;
}

interface DueRow {
  readonly state: RowState;
  readonly standing: Standing | undefined;
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
    const tombstones = await tombstonesOf(context, table, pending);
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

async function readStanding(
  context: WriteContext,
  table: TargetTable,
  changes: readonly MergeChange[],
): Promise<{
  readonly standing: ReadonlyMap<string, Standing>;
  readonly partial: ReadonlyMap<string, StoredPartialRow>;
}> {
  const keys = distinctKeys(changes.flatMap(keysOf));
  const { sql, parameterSets } = lookUpRows(
    table,
    keys.map(({ key }) => key),
  );
  const { rows } = await context.executeBatch(sql, parameterSets);
  // After the rows: times are stored before a row is written.
  const partial = await readPartialRows(
    context,
    table,
    keys.map(({ keyText: text }) => text),
  );
  const standing = new Map<string, Standing>();
  for (const [ordinal, time, ...token] of rows) {
    const key = keys[Number(ordinal)];
    if (key === undefined) continue;
    const stamp = time == null ? -Infinity : Number(time);
    const stored = partial.get(key.keyText);
    standing.set(key.keyText, { stamp, times: parseRowTimes(table, stored?.text, stamp), token });
  }
  return { standing, partial };
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

/** Newer tombstones by the text of the key. */
async function tombstonesOf(
  context: WriteContext,
  table: TargetTable,
  changes: readonly MergeChange[],
): Promise<ReadonlyMap<string, number>> {
  const oldest = changes.reduce((least, { timeMicros }) => Math.min(least, timeMicros ?? Infinity), Infinity);
  if (oldest === Infinity) return new Map();
  const keys = distinctKeys(changes);
  const found = await readTombstones(context, tombstoneTarget(table), oldest, () => keys.map(tombstoneKey));
  return new Map(
    [...found].flatMap(([key, time]) =>
      key.startsWith(TOMBSTONE_PREFIX) ? [[key.slice(TOMBSTONE_PREFIX.length), time]] : [],
    ),
  );
}

/** All values of rows, as they would be sent. What cannot be sent again is left out: nothing is changed to make it fit. */
async function readValues(
  context: WriteContext,
  table: TargetTable,
  keys: readonly RowKey[],
): Promise<ReadonlyMap<string, RowValues>> {
  const values = new Map<string, RowValues>();
  if (keys.length === 0) return values;
  const { sql, parameterSets } = lookUpValues(
    table,
    keys.map(({ key }) => key),
  );
  const { rows } = await context.executeBatch(sql, parameterSets);
  for (const [ordinal, ...texts] of rows) {
    const key = keys[Number(ordinal)];
    if (key === undefined) continue;
    const encoded = table.columns.map((column, index) => {
      const text = readText(column, table.dialect, texts[index]);
      return text === null ? null : column.encode(text);
    });
    const unreadable = encoded.findIndex((value) => value instanceof Refusal);
    if (unreadable !== -1) throw notReadable(table, unreadable);
    values.set(key.keyText, encoded as RowValues);
  }
  return values;
}

/** Rather no new row, and the old one kept, than a new one that lost a value. */
function notReadable(table: TargetTable, index: number): SinkError {
  const name = table.columns[index]?.source ?? '';
  return new SinkError('value-not-castable', {
    message: `The value of ${name} in the row under its old key cannot be taken over.`,
    remedy:
      'Have DMS send all columns (IncludeNullAndEmpty), or change the value in the target, and apply the payload again.',
    column: name,
  });
}

/** What is known of the columns of each row that is to be written: always where something is stored, else where it is not whole. */
function timesToStore(
  table: TargetTable,
  merged: MergeOutcome,
  standing: ReadonlyMap<string, Standing>,
  partial: ReadonlyMap<string, StoredPartialRow>,
): readonly PartialRowUpdate[] {
  return [...merged.rows].flatMap(([text, { row }]) => {
    const present = partial.get(text);
    if (!row.isDirty || !row.exists || (present === undefined && isWholeAt(row.times, row.stamp))) return [];
    const read = { text: present?.text, stamp: standing.get(text)?.stamp ?? -Infinity };
    return [{ keyText: text, text: formatRowTimes(table, row.times, row.stamp, read), present }];
  });
}

function dueRows(
  table: TargetTable,
  merged: MergeOutcome,
  standing: ReadonlyMap<string, Standing>,
  changes: readonly MergeChange[],
): { readonly written: readonly DueRow[]; readonly removed: readonly RowState[] } {
  const written: DueRow[] = [];
  const removed: RowState[] = [];
  const behind = changesByKey(changes);
  for (const [text, { key, row }] of merged.rows) {
    const made = behind.get(text);
    if (!row.isDirty || made === undefined) continue;
    const state: RowState = {
      ...key,
      kind: row.exists ? 'upsert' : 'delete',
      timeMicros: row.exists ? finite(row.stamp) : (row.removedAt ?? null),
      likelyNew: false,
      values: row.exists ? valuesToWrite(table, row, standing.has(text), key) : [],
      fillFrom: undefined,
      ...(row.mark === undefined ? {} : { markedMicros: row.mark }),
      changes: made,
    };
    if (row.exists) written.push({ state, standing: standing.get(text) });
    else removed.push(state);
  }
  return { written, removed };
}

function changesByKey(changes: readonly MergeChange[]): ReadonlyMap<string, ChangeList> {
  const lists = new Map<string, ChangeList>();
  for (const change of changes) {
    for (const { keyText: text } of keysOf(change)) {
      const earlier = lists.get(text);
      lists.set(text, earlier === undefined ? change.changes : appendChanges(earlier, change.changes));
    }
  }
  return lists;
}

/** An update names what it changes; a new row has all its columns. */
function valuesToWrite(table: TargetTable, row: MergedRow, stands: boolean, { key }: RowKey): RowValues {
  return table.columns.map((_, index) => {
    const at = table.keyIndexes.indexOf(index);
    if (at !== -1) return stands ? undefined : (key[at] ?? null);
    return row.changed.has(index) ? (row.changed.get(index) ?? null) : stands ? undefined : null;
  });
}

interface WriteMemory {
  /** Key's text to the version that a write failed on: when it is still the same, the row itself is at fault. */
  readonly stuck: Map<string, string>;
  readonly refused: RefusedRow[];
}

/** Answers whether all rows are settled; those that are not were written by somebody else first, or are at fault. */
async function writeRows(
  context: WriteContext,
  table: TargetTable,
  due: readonly DueRow[],
  memory: WriteMemory,
): Promise<boolean> {
  const left = new Set<string>();
  const again = due.filter(({ state, standing }) => memory.stuck.get(state.keyText) === versionText(standing));
  for (const row of again) {
    if (memory.refused.some((known) => known.row.keyText === row.state.keyText)) continue;
    const error = await writeAlone(context, table, row);
    if (error !== undefined) memory.refused.push({ row: row.state, error });
  }
  const others = due.filter((row) => !again.includes(row));
  const missing = others.filter(({ standing }) => standing === undefined).map(({ state }) => state);
  for (const plan of planUpserts(table, missing)) {
    const inserted = await insertPlan(context, plan);
    if (!inserted) for (const { keyText: text } of plan.rows) left.add(text);
  }
  for (const group of bySetOfColumns(others)) {
    const { sql, parameterSets } = updateVersions(table, group);
    const rowCounts = await updateBatch(context, sql, parameterSets);
    for (const [index, { state }] of group.entries()) if (rowCounts[index] !== 1) left.add(state.keyText);
  }
  for (const { state, standing } of others)
    if (left.has(state.keyText)) memory.stuck.set(state.keyText, versionText(standing));
  return left.size === 0;
}

/** Whether every row was new. */
async function insertPlan(context: WriteContext, plan: UpsertPlan): Promise<boolean> {
  try {
    return (await context.execute(context.dialect.insertMissing(plan))).rowCount === plan.rows.length;
  } catch (error) {
    if (isValueError(error)) return false;
    throw error;
  }
}

async function updateBatch(
  context: WriteContext,
  ...batch: Parameters<WriteContext['executeBatch']>
): Promise<readonly number[]> {
  try {
    return (await context.executeBatch(...batch)).rowCounts;
  } catch (error) {
    if (isValueError(error)) return [];
    throw error;
  }
}

/** One row by itself, so that the server says what is wrong with it. Written meanwhile by another is fine: it is read again. */
async function writeAlone(
  context: WriteContext,
  table: TargetTable,
  { state, standing }: DueRow,
): Promise<SinkError | undefined> {
  try {
    if (standing === undefined) {
      const [plan] = planUpserts(table, [state]);
      return plan === undefined ? undefined : (await writeOne(context, plan, 0)).refused[0]?.error;
    }
    const { sql, parameterSets } = updateVersions(table, [{ state, token: standing.token }]);
    await context.execute({ sql, parameters: parameterSets[0] ?? [] });
    return undefined;
  } catch (error) {
    if (error instanceof SinkError && isValueError(error)) return error;
    throw error;
  }
}

function bySetOfColumns(due: readonly DueRow[]): readonly (readonly { state: RowState; token: RowVersionToken }[])[] {
  const groups = new Map<string, { state: RowState; token: RowVersionToken }[]>();
  for (const { state, standing } of due) {
    if (standing === undefined) continue;
    const set = `${state.markedMicros === undefined ? '-' : '+'}${state.values.map((value) => (value === undefined ? '-' : '+')).join('')}`;
    const group = groups.get(set) ?? [];
    group.push({ state, token: standing.token });
    groups.set(set, group);
  }
  return [...groups.values()];
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
  const tombstones = await tombstonesOf(context, table, changes);
  return changes.flatMap((change): readonly MergeChange[] => {
    const since = tombstones.get(change.keyText) ?? -Infinity;
    const isNews = since > (seen.get(change.keyText) ?? -Infinity);
    if (!isNews || change.kind === 'forward' || change.timeMicros === null || change.timeMicros >= since) return [];
    const { key, keyText: text, changes: behind } = change;
    return [{ kind: 'delete', key, keyText: text, timeMicros: since, values: [], changes: behind }, change];
  });
}

function distinctKeys(keys: readonly RowKey[]): readonly RowKey[] {
  return [...new Map(keys.map((key) => [key.keyText, key])).values()];
}

function versionText(standing: Standing | undefined): string {
  return standing === undefined ? 'missing' : JSON.stringify(standing.token);
}

function finite(time: number): number | null {
  return Number.isFinite(time) ? time : null;
}
