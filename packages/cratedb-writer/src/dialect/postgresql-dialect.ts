import { TIME_COLUMN } from '../catalogue/target-table.js';
import { qualifiedName, quoteIdentifier } from '../names/quote-identifier.js';
import type { Parameter, Statement } from '../statement.js';
import { arrayTypes, type SentColumn, type SqlDialect, type UpsertPlan } from './sql-dialect.js';

/** PostgreSQL's forms: the guard is one `WHERE`, and a refused row is not counted. */
export const postgresqlDialect: SqlDialect = {
  insertsFirst: false,

  upsert(plan) {
    return { sql: `${insertSelect(plan)} ${onConflict(plan)}`, parameters: plan.arrays, arrayTypes: arrayTypes(plan) };
  },

  insertMissing(plan) {
    const keys = plan.conflict.join(', ');
    return { sql: `${insertSelect(plan)} ON CONFLICT (${keys}) DO NOTHING`, parameters: plan.arrays, arrayTypes: arrayTypes(plan) };
  },

  upsertOne(plan, row): Statement {
    const parameters: Parameter[] = plan.arrays.map((array) => array[row] ?? null);
    const values = plan.columns.map((column, index) => column.single(`$${index + 1}`)).join(', ');
    return { sql: `${insertInto(plan)} VALUES (${values}) ${onConflict(plan)}`, parameters };
  },
};

function insertInto(plan: UpsertPlan): string {
  const { target } = plan.table;
  const columns = plan.columns.map((column) => column.sql).join(', ');
  return `INSERT INTO ${qualifiedName(target.schema, target.table)} AS t (${columns})`;
}

function insertSelect(plan: UpsertPlan): string {
  const aliases = plan.columns.map((_, index) => `c${index}`);
  const selected = plan.columns.map((column, index) => column.select(aliases[index] ?? '')).join(', ');
  const arrays = plan.columns.map((column, index) => `$${index + 1}::${column.arrayType}`).join(', ');
  return `${insertInto(plan)} SELECT ${selected} FROM UNNEST(${arrays}) AS u(${aliases.join(', ')})`;
}

function onConflict(plan: UpsertPlan): string {
  const keys = plan.conflict.join(', ');
  const sets = plan.columns.flatMap(setClause);
  if (sets.length === 0) return `ON CONFLICT (${keys}) DO NOTHING`;
  const update = `ON CONFLICT (${keys}) DO UPDATE SET ${sets.join(', ')}`;
  if (!plan.table.stamped) return update;
  const time = quoteIdentifier(TIME_COLUMN);
  return `${update} WHERE (excluded.${time} < t.${time}) IS NOT TRUE`;
}

function setClause(column: SentColumn): string[] {
  return column.set === undefined ? [] : [`${column.sql} = ${column.set(`excluded.${column.sql}`, `t.${column.sql}`)}`];
}
