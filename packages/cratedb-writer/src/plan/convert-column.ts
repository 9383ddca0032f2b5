import type { Dialect } from '../client/sink-database.js';
import { fits } from '../types/compare-types.js';
import { canCastOnCratedb } from '../types/cratedb-casts.js';
import { castTypeSql } from '../types/sql-type.js';
import type { TargetType } from '../types/target-type.js';

const NUMBERS: readonly TargetType['kind'][] = ['smallint', 'integer', 'bigint', 'real', 'double', 'numeric'];
const TEXTS: readonly TargetType['kind'][] = ['text', 'long-text', 'varchar', 'character'];
const TIMES: readonly TargetType['kind'][] = ['timestamptz', 'timestamp'];
/** Bytes that CrateDB takes into indexed text. */
const INDEXED_BYTES = 32_766;

/** Whether values of one type can become values of another at all. PostgreSQL says so by an error, value for value. */
export function canConvert(from: TargetType, to: TargetType, dialect: Dialect): boolean {
  return dialect === 'postgresql' || canCastOnCratedb(from, to) || detour('', from, to, dialect) !== undefined;
}

/**
 * PostgreSQL casts numbers to numbers, and everything else by its text. CrateDB refuses a cast that it does not have for
 * no row too: NULL takes its place.
 */
export function castSql(
  sql: string,
  from: TargetType,
  to: TargetType,
  dialect: Dialect,
  cast: 'CAST' | 'TRY_CAST' = 'CAST',
): string {
  if (!canConvert(from, to, dialect)) return 'NULL';
  const isDirect = dialect === 'cratedb' || (isNumber(from) && isNumber(to));
  const value = detour(sql, from, to, dialect) ?? (isDirect ? sql : `CAST(${sql} AS TEXT)`);
  return `${cast}(${value} AS ${castTypeSql(to, dialect)})`;
}

/** What to cast instead of the column where the databases have no cast, or CrateDB one that gives other words. */
function detour(sql: string, from: TargetType, to: TargetType, dialect: Dialect): string | undefined {
  // A number that came into a column of another type before its own was told is 1 or 0, or milliseconds, there.
  if (from.kind === 'boolean' && isNumber(to)) return `CASE WHEN ${sql} THEN 1 WHEN NOT ${sql} THEN 0 END`;
  if (dialect === 'postgresql') return undefined;
  if (from.kind === 'boolean' && TEXTS.includes(to.kind))
    return `CASE WHEN ${sql} THEN 'true' WHEN NOT ${sql} THEN 'false' END`;
  if (!TIMES.includes(from.kind)) return undefined;
  if (TEXTS.includes(to.kind))
    return `DATE_FORMAT('%Y-%m-%dT%H:%i:%s.%f${from.kind === 'timestamptz' ? 'Z' : ''}', ${sql})`;
  return isNumber(to) ? `CAST(${sql} AS BIGINT)` : undefined;
}

function isNumber({ kind }: TargetType): boolean {
  return NUMBERS.includes(kind);
}

/** When a value would not come out of the cast as it went in. PostgreSQL fails instead where it cannot cast at all. */
export function lossConditions(column: string, from: TargetType, to: TargetType, dialect: Dialect): readonly string[] {
  if (!canConvert(from, to, dialect)) return ['TRUE'];
  const crate = dialect === 'cratedb';
  const cast = crate ? 'TRY_CAST' : 'CAST';
  const there = castSql(column, from, to, dialect, cast);
  const areNumbers = isNumber(from) && isNumber(to);
  const isIndexed = crate && from.kind === 'long-text' && TEXTS.includes(to.kind) && to.kind !== 'long-text';
  return [
    `${there} IS NULL`,
    ...(areNumbers ? [`${castSql(there, to, from, dialect, cast)} <> ${column}`] : []),
    // CrateDB takes any number but zero for true.
    ...(crate && isNumber(from) && to.kind === 'boolean' ? [`(${column} <> 0 AND ${column} <> 1)`] : []),
    ...(isIndexed ? [`OCTET_LENGTH(${column}) > ${String(INDEXED_BYTES)}`] : []),
  ];
}

/** Whether a column may stay as it is when a load would fill another: it takes every value, and does not make text of it. */
export function holds(there: TargetType, wanted: TargetType): boolean {
  return fits(wanted, there) && (!TEXTS.includes(there.kind) || TEXTS.includes(wanted.kind));
}
