import type { UpsertPlan } from '../dialect/sql-dialect.js';
import { layOut } from '../plan/plan-upserts.js';
import type { RowState } from '../plan/row-state.js';
import { SinkError } from '../sink-error.js';
import { readVersions } from './read-versions.js';
import type { WriteContext } from './write-context.js';

/** A row the database refused, and why. */
export interface RefusedRow {
  readonly row: RowState;
  readonly error: SinkError;
}

export interface UpsertOutcome {
  /** Rows that stood already with a newer stamp. */
  readonly stale: number;
  readonly refused: readonly RefusedRow[];
}

const NOTHING: UpsertOutcome = { stale: 0, refused: [] };
/** So many parts rows are divided into: as many statements as by halves, and fewer rows written in vain. */
const PARTS = 4;

/**
 * Writes one plan on one lane. Every row ends written, stale or refused by name.
 *
 * CrateDB drops failing rows of an `INSERT .. SELECT` without a word, so the count is compared each time. On a shortfall
 * the rows are looked up, and those that do not stand are written again by themselves: for k bad rows of n two further
 * statements, and at most 2·k more. Where an error refused the whole statement, and on PostgreSQL, the plan is divided by
 * four until the rows at fault stand alone: at most 4·k·log4(n) further ones, and 4 more.
 *
 * @throws SinkError where the failure concerns more than a row: connection, blocked table, outdated catalogue.
 */
export async function writeUpserts(context: WriteContext, plan: UpsertPlan, lane: number): Promise<UpsertOutcome> {
  const { dialect } = context;
  const insertsFirst = dialect.insertsFirst && plan.table.stamped && plan.rows.every((row) => row.likelyNew);
  return insertsFirst ? insertNew(context, plan, lane) : writeGuarded(context, plan, lane);
}

/**
 * Rows that are probably new go by `DO NOTHING`, which costs no guard. Asking for the keys of the inserted ones costs every
 * load more than it saves a repeated one: where some were there already, all are looked up.
 */
async function insertNew(context: WriteContext, plan: UpsertPlan, lane: number): Promise<UpsertOutcome> {
  try {
    const { rowCount } = await context.execute(context.dialect.insertMissing(plan), lane);
    if (rowCount === plan.rows.length) return NOTHING;
    const standing = await standingRows(context, plan, lane);
    return withStale(standing.stale, await writeGuarded(context, layOut(plan.table, standing.left), lane));
  } catch (error) {
    if (isValueError(error))
      return plan.rows.length === 1 ? writeOne(context, plan, lane) : writeApart(context, plan, plan.rows, lane);
    throw error;
  }
}

async function writeGuarded(context: WriteContext, plan: UpsertPlan, lane: number): Promise<UpsertOutcome> {
  if (plan.rows.length === 0) return NOTHING;
  if (setsNothing(plan)) return writeKeys(context, plan, lane);
  if (plan.rows.length === 1) return writeOne(context, plan, lane);
  try {
    const { rowCount, rows } = await context.execute(context.dialect.upsert(plan), lane);
    if (plan.table.dialect === 'postgresql')
      return { stale: plan.table.stamped ? plan.rows.length - rowCount : 0, refused: [] };
    if (rowCount === plan.rows.length) return { stale: countStale(plan, rows), refused: [] };
    if (rowCount === 0) await probe(context, plan, lane);
    else if (plan.table.stamped) {
      const standing = await standingRows(context, plan, lane);
      if (standing.left.length < plan.rows.length)
        return withStale(standing.stale, await writeApart(context, plan, standing.left, lane));
    }
  } catch (error) {
    if (!isValueError(error)) throw error;
  }
  return writeApart(context, plan, plan.rows, lane);
}

/** Rows that tell their key alone, and no stamp: where they stand there is nothing to write, and CrateDB counts nothing. */
function setsNothing({ table, columns }: UpsertPlan): boolean {
  return table.dialect === 'cratedb' && !table.stamped && columns.every(({ set }) => set === undefined);
}

async function writeKeys(context: WriteContext, plan: UpsertPlan, lane: number): Promise<UpsertOutcome> {
  try {
    const { rowCount } = await context.execute(context.dialect.upsert(plan), lane);
    if (rowCount === plan.rows.length) return NOTHING;
  } catch (error) {
    if (!isValueError(error)) throw error;
  }
  const versions = await readVersions(context, plan.table, plan.rows, lane);
  const refused: RefusedRow[] = [];
  for (const row of plan.rows) {
    if (versions.has(row)) continue;
    refused.push(...(await writeOne(context, layOut(plan.table, [row]), lane)).refused);
  }
  return { stale: 0, refused };
}

/** Rows that did not get written together, in parts. */
async function writeApart(
  context: WriteContext,
  { table }: UpsertPlan,
  rows: readonly RowState[],
  lane: number,
): Promise<UpsertOutcome> {
  const size = Math.ceil(rows.length / PARTS);
  let whole = NOTHING;
  for (let from = 0; from < rows.length; from += size) {
    const part = await writeGuarded(context, layOut(table, rows.slice(from, from + size)), lane);
    whole = { stale: whole.stale + part.stale, refused: [...whole.refused, ...part.refused] };
  }
  return whole;
}

/** Which rows of a plan do not stand in the state that it has of them, or a newer one; and how many newer ones there are. */
async function standingRows(
  context: WriteContext,
  { table, rows }: UpsertPlan,
  lane: number,
): Promise<{ readonly left: readonly RowState[]; readonly stale: number }> {
  const versions = await readVersions(context, table, rows, lane);
  const left: RowState[] = [];
  let stale = 0;
  for (const row of rows) {
    const stamp = versions.get(row)?.stamp ?? null;
    if (stamp === null || row.timeMicros === null || stamp < row.timeMicros) left.push(row);
    else if (stamp > row.timeMicros) stale += 1;
  }
  return { left, stale };
}

function withStale(stale: number, outcome: UpsertOutcome): UpsertOutcome {
  return { ...outcome, stale: outcome.stale + stale };
}

export async function writeOne(context: WriteContext, plan: UpsertPlan, lane: number): Promise<UpsertOutcome> {
  const row = plan.rows[0];
  if (row === undefined) return NOTHING;
  try {
    const { rowCount, rows } = await context.execute(context.dialect.upsertOne(plan, 0), lane);
    if (plan.table.dialect === 'postgresql') return { stale: plan.table.stamped ? 1 - rowCount : 0, refused: [] };
    if (rowCount === 1) return { stale: countStale(plan, rows), refused: [] };
    return { stale: 0, refused: [{ row, error: droppedRow() }] };
  } catch (error) {
    if (isValueError(error)) return { stale: 0, refused: [{ row, error }] };
    throw error;
  }
}

/**
 * Nothing of a statement was written: a blocked table answers so too, with no error. One row by `VALUES` gets the
 * reason; what is not the row's own fault is thrown.
 */
async function probe(context: WriteContext, plan: UpsertPlan, lane: number): Promise<void> {
  await writeOne(context, layOut(plan.table, plan.rows.slice(0, 1)), lane);
}

/**
 * Whether it is a value that the target refuses, and nothing that concerns other rows. For rows alone: CrateDB 6.2 tells of a
 * member that has another type in a document than in the column as of a column that is there already, which no fresh look at
 * the catalogue mends.
 */
export function isValueError(error: unknown): error is SinkError {
  if (!(error instanceof SinkError)) return false;
  return error.reaction === 'reject' || (error.code === 'column-exists' && error.column?.includes("['") === true);
}

function droppedRow(): SinkError {
  return new SinkError('rows-dropped', {
    message: 'The target took the statement and dropped the row without naming a reason.',
    remedy: 'Compare the payload with the column types of the table; for objects, look for mixed types in an array.',
  });
}

/** Rows whose returned stamp is none of those sent: the target kept a newer one. */
function countStale(plan: UpsertPlan, returned: readonly (readonly (string | null)[])[]): number {
  if (!plan.table.stamped) return 0;
  const sent = new Map<string, number>();
  for (const { timeMicros } of plan.rows) {
    const stamp = String(timeMicros);
    sent.set(stamp, (sent.get(stamp) ?? 0) + 1);
  }
  let stale = 0;
  for (const [stamp] of returned) {
    const left = sent.get(String(stamp)) ?? 0;
    if (left > 0) sent.set(String(stamp), left - 1);
    else stale += 1;
  }
  return stale;
}
