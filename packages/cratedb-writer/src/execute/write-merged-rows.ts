import type { TargetTable } from '../catalogue/target-table.js';
import type { UpsertPlan } from '../dialect/sql-dialect.js';
import type { KeyedBatch } from '../plan/look-up.js';
import { updateVersions, type RowVersionToken } from '../plan/plan-merged-rows.js';
import { planUpserts } from '../plan/plan-upserts.js';
import type { RowState } from '../plan/row-state.js';
import { SinkError } from '../sink-error.js';
import type { DueRow } from './due-rows.js';
import type { Standing } from './read-standing.js';
import { isValueError, writeOne, type RefusedRow } from './write-upserts.js';
import type { WriteContext } from './write-context.js';

/** What writing the rows of a batch learnt, from one round to the next. */
export interface WriteMemory {
  /** Key's text to the version that a write failed on: when it is still the same, the row itself is at fault. */
  readonly stuck: Map<string, string>;
  readonly refused: RefusedRow[];
}

/** Answers whether all rows are settled; those that are not were written by somebody else first, or are at fault. */
export async function writeRows(
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
    const rowCounts = await updateBatch(context, table, { sql, parameterSets });
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
  table: TargetTable,
  { sql, parameterSets }: KeyedBatch,
): Promise<readonly number[]> {
  try {
    return (await context.executeBatch(sql, parameterSets)).rowCounts;
  } catch (error) {
    if (refusedValue(table, error) !== undefined) return [];
    throw error;
  }
}

/**
 * The error, if it is about a value of the row. CrateDB 6.2 answers an `UPDATE` of a strict object by a document with a member
 * that the object lacks as it answers a column that is not there: the catalogue would be read again, in vain and for ever.
 */
function refusedValue(table: TargetTable, error: unknown): SinkError | undefined {
  if (isValueError(error)) return error;
  if (!(error instanceof SinkError) || error.code !== 'column-unknown') return undefined;
  const owner = error.column?.split("['", 1)[0];
  if (owner === error.column) return undefined;
  const column = table.columns.find(
    ({ name, place, type }) => name === owner && place === 'column' && type.kind === 'object',
  );
  if (column === undefined) return undefined;
  return new SinkError('value-not-castable', {
    message: `The document has a member that the strict object ${column.source} lacks.`,
    remedy: 'Give the column the type object(dynamic) or object(ignored), or add the member to it in the target.',
    cause: error,
    column: column.source,
  });
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
    const refused = refusedValue(table, error);
    if (refused !== undefined) return refused;
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

function versionText(standing: Standing | undefined): string {
  return standing === undefined ? 'missing' : JSON.stringify(standing.token);
}
