import { TIME_COLUMN } from '../catalogue/target-table.js';
import { qualifiedName, quoteIdentifier } from '../names/quote-identifier.js';
import type { Statement } from '../statement.js';
import { insertMissing, selectUnnested, singleRow } from './sent-rows.js';
import { arrayTypes, type SentColumn, type SqlDialect, type UpsertPlan } from './sql-dialect.js';

/** PostgreSQL's forms: the guard is one `WHERE`, and a refused row is not counted. */
export const postgresqlDialect: SqlDialect = {
  insertsFirst: false,

  upsert(plan) {
    return {
      sql: `${insertInto(plan)} ${selectUnnested(plan)} ${onConflict(plan)}`,
      parameters: plan.arrays,
      arrayTypes: arrayTypes(plan),
    };
  },

  insertMissing: (plan) => insertMissing(insertInto(plan), plan),

  upsertOne(plan, row): Statement {
    const { values, parameters } = singleRow(plan, row);
    return { sql: `${insertInto(plan)} ${values} ${onConflict(plan)}`, parameters };
  },
};

function insertInto(plan: UpsertPlan): string {
  const { target } = plan.table;
  const columns = plan.columns.map((column) => column.sql).join(', ');
  return `INSERT INTO ${qualifiedName(target.schema, target.table)} AS t (${columns})`;
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
