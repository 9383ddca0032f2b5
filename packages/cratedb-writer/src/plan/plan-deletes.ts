import { TIME_COLUMN, type TargetTable } from '../catalogue/target-table.js';
import { quoteIdentifier } from '../names/quote-identifier.js';
import type { Parameter, Statement } from '../statement.js';
import { unnestColumn } from '../types/unnest-column.js';
import { keyParameters, keySql, keyTypesSql } from './key-columns.js';
import { VERSION_COLUMNS, type KeyedBatch } from './look-up.js';
import type { RowState } from './row-state.js';
import { sqlName } from './table-ddl.js';

/** What was read of a row that is to be deleted. */
export interface RowVersion {
  readonly row: RowState;
  readonly sequenceNumber: string;
  readonly primaryTerm: string;
}

/** CrateDB: deletes by full key, in real time, whatever the row holds. */
export function deleteByKey(table: TargetTable, rows: readonly RowState[]): KeyedBatch {
  return {
    sql: `DELETE FROM ${sqlName(table)} WHERE ${keyConditions(table)}`,
    parameterSets: rows.map((row) => keyParameters(table, row.key)),
  };
}

/**
 * CrateDB: deletes by full key, in real time, only the version that was looked up: a row that somebody wrote meanwhile
 * stays. (A condition on any other column makes the delete search, and a search sees refreshed rows only.)
 */
export function deleteVersions(table: TargetTable, versions: readonly RowVersion[]): KeyedBatch {
  return {
    sql: deleteVersionSql(table),
    parameterSets: versions.map(({ row, sequenceNumber, primaryTerm }) => [
      ...keyParameters(table, row.key),
      sequenceNumber,
      primaryTerm,
    ]),
  };
}

function deleteVersionSql(table: TargetTable): string {
  const next = keySql(table).length + 1;
  return `DELETE FROM ${sqlName(table)} WHERE ${keyConditions(table)} AND _seq_no = $${next} AND _primary_term = $${next + 1}`;
}

/** PostgreSQL: one statement; with stamps, only rows that are not newer than the delete. */
export function deletePostgresql(table: TargetTable, rows: readonly RowState[]): Statement {
  const keys = keySql(table);
  const types = keyTypesSql(table).map((type) => unnestColumn(type, 'postgresql'));
  const parameters: Parameter[] = keys.map((_, at) => rows.map((row) => keyParameters(table, row.key)[at] ?? null));
  const arrays = types.map((type, at) => `$${at + 1}::${type.arrayType}`);
  const aliases = keys.map((_, at) => `k${at}`);
  const conditions = keys.map((key, at) => `t.${key} = ${types[at]?.select(`u.k${at}`) ?? 'NULL'}`);
  if (table.stamped) {
    parameters.push(rows.map((row) => row.timeMicros));
    arrays.push(`$${arrays.length + 1}::bigint[]`);
    aliases.push('stamp');
    conditions.push(`(t.${quoteIdentifier(TIME_COLUMN)} > u.stamp) IS NOT TRUE`);
  }
  const unnested = `UNNEST(${arrays.join(', ')}) AS u(${aliases.join(', ')})`;
  return { sql: `DELETE FROM ${sqlName(table)} AS t USING ${unnested} WHERE ${conditions.join(' AND ')}`, parameters };
}

/** The rows that an era's load did not bring. Not for CrateDB, which would also delete what is written meanwhile. */
export function sweepStatement(table: TargetTable, eraStartedAt: number): Statement {
  return { sql: `DELETE FROM ${sqlName(table)} WHERE ${olderSql()}`, parameters: [eraStartedAt] };
}

/** CrateDB: keys and versions of rows that are older than an era. Refresh the table first, this searches. */
export function readOlderRows(table: TargetTable, eraStartedAt: number, limit: number): Statement {
  const columns = [...keySql(table), ...VERSION_COLUMNS].join(', ');
  return {
    sql: `SELECT ${columns} FROM ${sqlName(table)} WHERE ${olderSql()} LIMIT ${limit}`,
    parameters: [eraStartedAt],
  };
}

/** CrateDB: deletes rows as `readOlderRows` read them, each only in the version that was read. */
export function deleteReadVersions(table: TargetTable, rows: readonly (readonly (string | null)[])[]): KeyedBatch {
  return { sql: deleteVersionSql(table), parameterSets: rows };
}

function olderSql(): string {
  const time = quoteIdentifier(TIME_COLUMN);
  return `${time} < $1 OR ${time} IS NULL`;
}

export function refreshTable(name: string): Statement {
  return { sql: `REFRESH TABLE ${name}`, parameters: [] };
}

function keyConditions(table: TargetTable): string {
  return keySql(table)
    .map((column, index) => `${column} = $${index + 1}`)
    .join(' AND ');
}
