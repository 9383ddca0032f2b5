import type { Parameter, Statement } from '../statement.js';
import { arrayTypes, type UpsertPlan } from './sql-dialect.js';

/** All rows of the plan, from one array for each column. */
export function selectUnnested(plan: UpsertPlan): string {
  const aliases = plan.columns.map((_, index) => `c${index}`);
  const selected = plan.columns.map((column, index) => column.select(aliases[index] ?? '')).join(', ');
  const arrays = plan.columns.map((column, index) => `$${index + 1}::${column.arrayType}`).join(', ');
  return `SELECT ${selected} FROM UNNEST(${arrays}) AS u(${aliases.join(', ')})`;
}

/** One row of the plan, from a parameter for each column. */
export function singleRow(
  plan: UpsertPlan,
  row: number,
): { readonly values: string; readonly parameters: readonly Parameter[] } {
  const values = plan.columns.map((column, index) => column.single(`$${index + 1}`)).join(', ');
  return { values: `VALUES (${values})`, parameters: plan.arrays.map((array) => array[row] ?? null) };
}

/** @param insertInto - As the dialect begins it. */
export function insertMissing(insertInto: string, plan: UpsertPlan): Statement {
  const sql = `${insertInto} ${selectUnnested(plan)} ON CONFLICT (${plan.conflict.join(', ')}) DO NOTHING`;
  return { sql, parameters: plan.arrays, arrayTypes: arrayTypes(plan) };
}
