import type { TableName } from '@drayage/record-decoder';
import { metadataNames } from '../catalogue/build-target-table.js';
import {
  DELETED_COLUMN,
  ID_COLUMN,
  TIME_COLUMN,
  type TargetColumn,
  type TargetTable,
} from '../catalogue/target-table.js';
import type { Dialect } from '../client/sink-database.js';
import { qualifiedName, quoteIdentifier } from '../names/quote-identifier.js';
import type { Statement } from '../statement.js';
import { columnTypeSql } from '../types/sql-type.js';
import { subscript, universalKeySql } from './universal-layout.js';

/** Makes the table, and its schema where the dialect has them as objects. Does nothing where it exists. */
export function createTable(table: TargetTable): readonly Statement[] {
  const { target, dialect } = table;
  const columns = table.mapping === 'direct' ? directColumns(table) : universalColumns(table);
  const body = [...columns, ...metadataNames(table).map((name) => metadataSql(name, dialect)), keyClause(table)].join(
    ', ',
  );
  const create: Statement = {
    sql: `CREATE TABLE IF NOT EXISTS ${qualifiedName(target.schema, target.table)} (${body})${tableOptions(table)}`,
    parameters: [],
  };
  if (dialect === 'cratedb') return [create];
  return [{ sql: `CREATE SCHEMA IF NOT EXISTS ${quoteIdentifier(target.schema)}`, parameters: [] }, create];
}

/** Adds columns in one statement; CrateDB has no `IF NOT EXISTS` here, and a loser of a race reads the catalogue again. */
export function addColumns(
  table: TargetTable,
  columns: readonly TargetColumn[],
  metadata: readonly string[],
): readonly Statement[] {
  if (columns.length + metadata.length === 0) return [];
  const clause = table.dialect === 'postgresql' ? 'ADD COLUMN IF NOT EXISTS' : 'ADD COLUMN';
  const parts = [
    ...columns.map((column) => `${clause} ${columnName(column)} ${columnTypeSql(column.type, table.dialect)}`),
    ...metadata.map((name) => `${clause} ${metadataSql(name, table.dialect)}`),
  ];
  return [{ sql: `ALTER TABLE ${sqlName(table)} ${parts.join(', ')}`, parameters: [] }];
}

export function renameTargetTable(from: TableName, to: string): Statement {
  return {
    sql: `ALTER TABLE ${qualifiedName(from.schema, from.table)} RENAME TO ${quoteIdentifier(to)}`,
    parameters: [],
  };
}

export function dropTable(target: TableName): Statement {
  return { sql: `DROP TABLE IF EXISTS ${qualifiedName(target.schema, target.table)}`, parameters: [] };
}

export function sqlName(table: TargetTable): string {
  return qualifiedName(table.target.schema, table.target.table);
}

function columnName(column: TargetColumn): string {
  return column.place === 'column' ? quoteIdentifier(column.name) : subscript(column.place, column.name);
}

function directColumns(table: TargetTable): string[] {
  const columns = table.columns.map(
    (column) => `${quoteIdentifier(column.name)} ${columnTypeSql(column.type, table.dialect)}`,
  );
  return table.keyIndexes.length === 0 ? [...columns, `${quoteIdentifier(ID_COLUMN)} TEXT`] : columns;
}

function universalColumns(table: TargetTable): string[] {
  if (table.dialect === 'postgresql') return ['"pk" JSONB', '"data" JSONB', '"aux" JSONB'];
  const elements = (place: TargetColumn['place']): string =>
    table.columns
      .filter((column) => column.place === place)
      .map((column) => `${quoteIdentifier(column.name)} ${columnTypeSql(column.type, 'cratedb')}`)
      .join(', ');
  const key = table.keyIndexes.length === 0 ? `${quoteIdentifier(ID_COLUMN)} TEXT` : elements('pk');
  const data = elements('data');
  return [
    `"pk" OBJECT(STRICT) AS (${key})`,
    data === '' ? '"data" OBJECT(DYNAMIC)' : `"data" OBJECT(DYNAMIC) AS (${data})`,
    '"aux" OBJECT(IGNORED)',
  ];
}

function keyClause(table: TargetTable): string {
  if (table.mapping === 'universal') return `PRIMARY KEY (${universalKeySql(table).join(', ')})`;
  const names =
    table.keyIndexes.length === 0 ? [ID_COLUMN] : table.keyIndexes.map((index) => table.columns[index]?.name ?? '');
  return `PRIMARY KEY (${names.map(quoteIdentifier).join(', ')})`;
}

function metadataSql(name: string, dialect: Dialect): string {
  switch (name) {
    case TIME_COLUMN:
      return `${quoteIdentifier(TIME_COLUMN)} BIGINT`;
    case DELETED_COLUMN:
      return `${quoteIdentifier(DELETED_COLUMN)} TIMESTAMP WITH TIME ZONE`;
    case 'aux':
      return `"aux" ${columnTypeSql({ kind: 'object', policy: 'ignored' }, dialect)}`;
    default:
      return quoteIdentifier(name);
  }
}

function tableOptions(table: TargetTable): string {
  if (table.dialect !== 'cratedb') return '';
  const { shards, replicas, partitionBy, columnPolicy } = table.policy;
  const partitions = partitionBy.flatMap((name) => table.columns.filter((column) => column.source === name));
  const settings = [
    ...(replicas === undefined ? [] : [`number_of_replicas = '${replicas.replaceAll("'", "''")}'`]),
    ...(columnPolicy === undefined ? [] : [`column_policy = '${columnPolicy}'`]),
  ];
  return [
    shards === undefined ? '' : ` CLUSTERED INTO ${shards} SHARDS`,
    partitions.length === 0 ? '' : ` PARTITIONED BY (${partitions.map(columnName).join(', ')})`,
    settings.length === 0 ? '' : ` WITH (${settings.join(', ')})`,
  ].join('');
}
