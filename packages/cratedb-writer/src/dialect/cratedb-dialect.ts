import { TIME_COLUMN } from '../catalogue/target-table.js';
import { qualifiedName, quoteIdentifier } from '../names/quote-identifier.js';
import { insertMissing, selectUnnested, singleRow } from './sent-rows.js';
import { arrayTypes, type SentColumn, type SqlDialect, type UpsertPlan } from './sql-dialect.js';

/**
 * CrateDB's forms. It knows no `DO UPDATE .. WHERE`, so the guard is a `CASE` on every column; the present value goes
 * by its bare name. One comparison only: an absent stamp compares to NULL and falls to the new value.
 */
export const cratedbDialect: SqlDialect = {
  upsert(plan) {
    return {
      sql: `${insertInto(plan)} ${selectUnnested(plan)} ${onConflict(plan)}${returningStamp(plan)}`,
      parameters: plan.arrays,
      arrayTypes: arrayTypes(plan),
    };
  },

  upsertOne(plan, row) {
    const { values, parameters } = singleRow(plan, row);
    return { sql: `${insertInto(plan)} ${values} ${onConflict(plan)}${returningStamp(plan)}`, parameters };
  },

  insertsFirst: true,

  insertMissing: (plan) => insertMissing(insertInto(plan), plan),
};

function insertInto(plan: UpsertPlan): string {
  const { target } = plan.table;
  return `INSERT INTO ${qualifiedName(target.schema, target.table)} (${plan.columns.map((column) => column.sql).join(', ')})`;
}

function onConflict(plan: UpsertPlan): string {
  const keys = plan.conflict.join(', ');
  const sets = plan.columns.flatMap((column) => setClause(plan, column));
  return sets.length === 0
    ? `ON CONFLICT (${keys}) DO NOTHING`
    : `ON CONFLICT (${keys}) DO UPDATE SET ${sets.join(', ')}`;
}

function setClause(plan: UpsertPlan, column: SentColumn): string[] {
  if (column.set === undefined) return [];
  const value = column.set(`excluded.${column.sql}`, column.sql);
  if (!plan.table.stamped) return [`${column.sql} = ${value}`];
  const time = quoteIdentifier(TIME_COLUMN);
  return [`${column.sql} = CASE WHEN excluded.${time} < ${time} THEN ${column.sql} ELSE ${value} END`];
}

function returningStamp(plan: UpsertPlan): string {
  return plan.table.stamped ? ` RETURNING ${quoteIdentifier(TIME_COLUMN)}` : '';
}
