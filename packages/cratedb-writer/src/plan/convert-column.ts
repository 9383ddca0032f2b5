import type { Dialect } from '../client/sink-database.js';
import { fits } from '../types/compare-types.js';
import { castTypeSql } from '../types/sql-type.js';
import type { TargetType } from '../types/target-type.js';

const NUMBERS: readonly TargetType['kind'][] = ['smallint', 'integer', 'bigint', 'real', 'double', 'numeric'];
const TEXTS: readonly TargetType['kind'][] = ['text', 'long-text', 'varchar', 'character'];
/** Bytes that CrateDB takes into indexed text. */
const INDEXED_BYTES = 32_766;

/** PostgreSQL casts numbers to numbers, and everything else by its text. */
export function castSql(
  sql: string,
  from: TargetType,
  to: TargetType,
  dialect: Dialect,
  cast: 'CAST' | 'TRY_CAST' = 'CAST',
): string {
  const isDirect = dialect === 'cratedb' || (isNumber(from) && isNumber(to));
  return `${cast}(${isDirect ? sql : `CAST(${sql} AS TEXT)`} AS ${castTypeSql(to, dialect)})`;
}

function isNumber({ kind }: TargetType): boolean {
  return NUMBERS.includes(kind);
}

/** When a value would not come out of the cast as it went in. PostgreSQL fails instead where it cannot cast at all. */
export function lossConditions(column: string, from: TargetType, to: TargetType, dialect: Dialect): readonly string[] {
  const crate = dialect === 'cratedb';
  const cast = crate ? 'TRY_CAST' : 'CAST';
  const there = castSql(column, from, to, dialect, cast);
  const areNumbers = isNumber(from) && isNumber(to);
  const isIndexed = crate && from.kind === 'long-text' && TEXTS.includes(to.kind) && to.kind !== 'long-text';
  return [
    `${there} IS NULL`,
    ...(areNumbers ? [`${castSql(there, to, from, dialect, cast)} <> ${column}`] : []),
    ...(isIndexed ? [`OCTET_LENGTH(${column}) > ${String(INDEXED_BYTES)}`] : []),
  ];
}

/** Whether a column may stay as it is when a load would fill another: it takes every value, and does not make text of it. */
export function holds(there: TargetType, wanted: TargetType): boolean {
  return fits(wanted, there) && (!TEXTS.includes(there.kind) || TEXTS.includes(wanted.kind));
}
