import type { Dialect } from '../client/sink-database.js';
import { castTypeSql } from './sql-type.js';
import type { TargetType } from './target-type.js';

/** How a column travels in a bulk statement: one array parameter, cast to `arrayType`, read through `select`. */
export interface UnnestColumn {
  /** Type of the array parameter: `$1::<arrayType>`. */
  readonly arrayType: string;
  /** The column's value from the alias of the unnested column. */
  readonly select: (alias: string) => string;
}

const itself = (sql: string): string => sql;

/**
 * How a column of a type is passed to `UNNEST`. CrateDB has no array of arrays there, and none of vectors; those and
 * the geographic types travel in a helper object `{"v": …}` (`isWrapped`), which needs
 * `SET error_on_unknown_object_key = false` on the connection.
 */
export function unnestColumn(type: TargetType, dialect: Dialect): UnnestColumn {
  if (dialect === 'postgresql') return unnestForPostgresql(type);
  if (isWrapped(type, dialect)) return { arrayType: 'array(object(ignored))', select: (alias) => unwrap(alias, type) };
  // An array of texts has a binary form, one of numbers of any size has none that CrateDB reads right.
  if (type.kind === 'numeric')
    return { arrayType: 'array(text)', select: (alias) => `${alias}::${wireTypeForCratedb(type)}` };
  return { arrayType: `array(${wireTypeForCratedb(type)})`, select: itself };
}

/**
 * How the same encoded parameter is written in a one-row `VALUES ($1, …)`, which unlike `INSERT … SELECT` says why a row
 * is refused. Takes the placeholder, gives the expression.
 */
export function singleParameter(type: TargetType, dialect: Dialect): (placeholder: string) => string {
  if (dialect === 'postgresql') {
    const sql = castTypeSql(type, dialect);
    return isPlainTextForPostgresql(type)
      ? (placeholder) => `${placeholder}::text`
      : (placeholder) => `${placeholder}::${sql}`;
  }
  if (isWrapped(type, dialect)) return (placeholder) => unwrap(`${placeholder}::object(ignored)`, type);
  const wireType = wireTypeForCratedb(type);
  return type.kind === 'other' ? itself : (placeholder) => `${placeholder}::${wireType}`;
}

/** Whether the parameter of a column is the helper object `{"v": …}`. */
export function isWrapped(type: TargetType, dialect: Dialect): boolean {
  if (dialect === 'postgresql') return false;
  return (
    type.kind === 'array' || type.kind === 'float_vector' || type.kind === 'geo_point' || type.kind === 'geo_shape'
  );
}

function unwrap(sql: string, type: TargetType): string {
  return `(${sql}['v'])::${castTypeSql(type, 'cratedb').toLowerCase()}`;
}

/** Text goes as text: a cast to VARCHAR(n) or BIT(n) would cut without a word. */
function wireTypeForCratedb(type: TargetType): string {
  switch (type.kind) {
    case 'varchar':
    case 'character':
    case 'bit':
    case 'other':
      return 'text';
    case 'object':
      return 'object(ignored)';
    default:
      return castTypeSql(type, 'cratedb').toLowerCase();
  }
}

function unnestForPostgresql(type: TargetType): UnnestColumn {
  const sql = castTypeSql(type, 'postgresql');
  if (isPlainTextForPostgresql(type)) return { arrayType: 'text[]', select: itself };
  switch (type.kind) {
    case 'array':
    case 'float_vector':
    case 'object':
    case 'geo_point':
    case 'bit':
    case 'other':
      return { arrayType: 'text[]', select: (alias) => `${alias}::${sql}` };
    default:
      return { arrayType: `${sql.toLowerCase()}[]`, select: itself };
  }
}

/** Text is assigned as it is, so that PostgreSQL complains of what is too long instead of cutting it. */
function isPlainTextForPostgresql({ kind }: TargetType): boolean {
  return kind === 'text' || kind === 'long-text' || kind === 'varchar' || kind === 'character' || kind === 'geo_shape';
}
