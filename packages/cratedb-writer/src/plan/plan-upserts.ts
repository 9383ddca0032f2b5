import type { TargetTable } from '../catalogue/target-table.js';
import type { SentColumn, UpsertPlan } from '../dialect/sql-dialect.js';
import type { ScalarParameter } from '../statement.js';
import { directLayout } from './direct-layout.js';
import type { RowState } from './row-state.js';
import { universalLayout } from './universal-layout.js';

/** Most rows in one statement: beyond it CrateDB gains nothing and one statement holds too much memory. */
export const MAX_ROWS_PER_STATEMENT = 10_000;

/** How the rows of one column set are sent. */
export interface Layout {
  readonly columns: readonly SentColumn[];
  readonly conflict: readonly string[];
  /** The parameter of each of `columns` for one row. */
  readonly valuesOf: readonly ((row: RowState) => ScalarParameter)[];
}

/**
 * Groups upserts by the columns they set and lays each group out as arrays: statements grow with column sets, not with
 * rows. On CrateDB rows that are probably new go apart, as they have a cheaper way.
 */
export function planUpserts(table: TargetTable, rows: readonly RowState[]): readonly UpsertPlan[] {
  const apart = table.dialect === 'cratedb' && table.stamped;
  const groups = new Map<string, RowState[]>();
  for (const row of rows) {
    const set = apart && row.likelyNew ? `new ${columnSet(row)}` : columnSet(row);
    const group = groups.get(set);
    if (group === undefined) groups.set(set, [row]);
    else group.push(row);
  }
  return [...groups.values()].flatMap((group) => chunks(group).map((chunk) => layOut(table, chunk)));
}

/** How many statements `planUpserts` makes of these rows. */
export function countPlans(rows: readonly RowState[]): number {
  const sizes = new Map<string, number>();
  for (const row of rows) {
    const set = columnSet(row);
    sizes.set(set, (sizes.get(set) ?? 0) + 1);
  }
  return [...sizes.values()].reduce((sum, size) => sum + Math.ceil(size / MAX_ROWS_PER_STATEMENT), 0);
}

/** Lays rows of the same column set out as one statement's arrays. */
export function layOut(table: TargetTable, rows: readonly RowState[]): UpsertPlan {
  const first = rows[0];
  const present = first === undefined ? [] : presentIndexes(first);
  const layout = table.mapping === 'direct' ? directLayout(table, present) : universalLayout(table, present);
  const arrays = layout.valuesOf.map((valueOf) => rows.map((row) => valueOf(row)));
  return { table, rows, columns: layout.columns, arrays, conflict: layout.conflict };
}

function columnSet(row: RowState): string {
  const { values } = row;
  if (!values.includes(undefined)) return '';
  let set = '';
  for (const value of values) set += value === undefined ? '-' : '+';
  return set;
}

function presentIndexes(row: RowState): number[] {
  const indexes: number[] = [];
  for (let index = 0; index < row.values.length; index += 1) if (row.values[index] !== undefined) indexes.push(index);
  return indexes;
}

function chunks(rows: RowState[]): readonly RowState[][] {
  if (rows.length <= MAX_ROWS_PER_STATEMENT) return [rows];
  const parts: RowState[][] = [];
  for (let from = 0; from < rows.length; from += MAX_ROWS_PER_STATEMENT) {
    parts.push(rows.slice(from, from + MAX_ROWS_PER_STATEMENT));
  }
  return parts;
}
