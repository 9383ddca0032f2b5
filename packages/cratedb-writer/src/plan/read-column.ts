import type { TargetColumn } from '../catalogue/target-table.js';
import type { Dialect } from '../client/sink-database.js';
import { quoteIdentifier } from '../names/quote-identifier.js';
import { subscript } from './universal-layout.js';

/** SQL that reads a column's value in either mapping, so that `readText` can make a source value of its text again. */
export function readExpression(column: TargetColumn, dialect: Dialect): string {
  if (dialect === 'postgresql' && column.place !== 'column') {
    return `${quoteIdentifier(column.place)} ->> '${column.name.replaceAll("'", "''")}'`;
  }
  const sql = column.place === 'column' ? quoteIdentifier(column.name) : subscript(column.place, column.name);
  return isWrappedToRead(column, dialect) ? `{v = ${sql}}` : sql;
}

/** The value as the column's encoder takes it; `null` for NULL. */
export function readText(column: TargetColumn, dialect: Dialect, text: string | null | undefined): string | null {
  if (text === null || text === undefined) return null;
  if (!isWrappedToRead(column, dialect)) return text;
  const bare = text.replace(/^\{"v":/u, '').replace(/\}$/u, '');
  return bare === 'null' ? null : bare;
}

/** CrateDB does not escape quotes in the text of an array, so arrays are read within an object, which is JSON. */
function isWrappedToRead(column: TargetColumn, dialect: Dialect): boolean {
  return dialect === 'cratedb' && (column.type.kind === 'array' || column.type.kind === 'float_vector');
}
