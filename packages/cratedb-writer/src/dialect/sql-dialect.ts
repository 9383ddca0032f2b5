import type { TargetTable } from '../catalogue/target-table.js';
import type { ScalarParameter, Statement } from '../statement.js';
import type { RowState } from '../plan/row-state.js';

/** One column as it is sent: its SQL name, its array type in `UNNEST`, and how it is read from it. */
export interface SentColumn {
  /** Quoted name in the column list. */
  readonly sql: string;
  /** Type of the array parameter, for example `array(bigint)` or `bigint[]`. */
  readonly arrayType: string;
  /** Expression over the unnested element. */
  readonly select: (alias: string) => string;
  /** Expression over a single bound parameter. */
  readonly single: (parameter: string) => string;
  /** What to set on conflict; `undefined` for key columns. */
  readonly set: ((excluded: string, current: string) => string) | undefined;
}

/** Rows of one table with the same set of columns, as arrays. */
export interface UpsertPlan {
  readonly table: TargetTable;
  readonly rows: readonly RowState[];
  readonly columns: readonly SentColumn[];
  /** One array for each of `columns`, all of the length of `rows`. */
  readonly arrays: readonly (readonly ScalarParameter[])[];
  /** Conflict target, for example `"id"` or `"pk"['id']`. */
  readonly conflict: readonly string[];
}

/** How two databases that both speak SQL over the PostgreSQL wire want to be written. Pure. */
export interface SqlDialect {
  /** The upsert that takes only what is not older (stamped), or everything (arrival). */
  upsert(plan: UpsertPlan): Statement;
  /** One row of it, so that the server says what is wrong with it. */
  upsertOne(plan: UpsertPlan, row: number): Statement;
  /** Inserts what is not there, and leaves alone what is. */
  insertMissing(plan: UpsertPlan): Statement;
  /** Whether inserting what is probably new costs less than upserting it. */
  readonly insertsFirst: boolean;
}

export function arrayTypes(plan: UpsertPlan): readonly string[] {
  return plan.columns.map((column) => column.arrayType);
}
