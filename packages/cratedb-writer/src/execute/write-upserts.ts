import type { UpsertPlan } from '../dialect/sql-dialect.js';
import { layOut } from '../plan/plan-upserts.js';
import type { RowState } from '../plan/row-state.js';
import { SinkError } from '../sink-error.js';
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

/**
 * Writes one plan on one lane. Every row ends written, stale or refused by name.
 *
 * CrateDB drops failing rows of an `INSERT .. SELECT` without a word, so the count is compared each time; on a
 * shortfall, and on an error that a value caused, the plan is halved until the rows at fault stand alone:
 * about 2·log2(n) further statements for one bad row of n.
 *
 * @throws SinkError where the failure concerns more than a row: connection, blocked table, outdated catalogue.
 */
export async function writeUpserts(context: WriteContext, plan: UpsertPlan, lane: number): Promise<UpsertOutcome> {
  const rest = await insertNew(context, plan, lane);
  return rest === undefined ? NOTHING : writeGuarded(context, rest, lane);
}

/**
 * Where the dialect has it: rows that are probably new go by `DO NOTHING`, which costs no guard. Answers what is left
 * to write: nothing where all were new, else all of them, as the guard lets the new ones be. Asking for the keys of the
 * inserted ones costs every load more than it saves a repeated one.
 */
async function insertNew(context: WriteContext, plan: UpsertPlan, lane: number): Promise<UpsertPlan | undefined> {
  const { dialect } = context;
  if (!dialect.insertsFirst || !plan.table.stamped || !plan.rows.every((row) => row.likelyNew)) return plan;
  try {
    const { rowCount } = await context.execute(dialect.insertMissing(plan), lane);
    return rowCount === plan.rows.length ? undefined : plan;
  } catch (error) {
    if (isValueError(error)) return plan;
    throw error;
  }
}

async function writeGuarded(context: WriteContext, plan: UpsertPlan, lane: number): Promise<UpsertOutcome> {
  if (plan.rows.length === 0) return NOTHING;
  if (plan.rows.length === 1) return writeOne(context, plan, lane);
  try {
    const { rowCount, rows } = await context.execute(context.dialect.upsert(plan), lane);
    if (plan.table.dialect === 'postgresql') return { stale: plan.table.stamped ? plan.rows.length - rowCount : 0, refused: [] };
    if (rowCount === plan.rows.length) return { stale: countStale(plan, rows), refused: [] };
    if (rowCount === 0) await probe(context, plan, lane);
  } catch (error) {
    if (!isValueError(error)) throw error;
  }
  const middle = Math.ceil(plan.rows.length / 2);
  const first = await writeGuarded(context, layOut(plan.table, plan.rows.slice(0, middle)), lane);
  const second = await writeGuarded(context, layOut(plan.table, plan.rows.slice(middle)), lane);
  return { stale: first.stale + second.stale, refused: [...first.refused, ...second.refused] };
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
    if (error instanceof SinkError && isValueError(error)) return { stale: 0, refused: [{ row, error }] };
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

export function isValueError(error: unknown): boolean {
  return error instanceof SinkError && error.reaction === 'reject';
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
