import type { CascadingKey, SourceColumn, SourceTable } from '@drayage/doctor';
import { booleanOf, textOf } from '../session/row-values.js';
import type { SourceSession } from '../session/source-session.js';

const SYSTEM_SCHEMAS = "('information_schema', 'mysql', 'performance_schema', 'sys')";
const LOB_TYPES = new Set([
  'mediumtext',
  'longtext',
  'json',
  'mediumblob',
  'longblob',
  'geometry',
  'point',
  'linestring',
  'polygon',
  'multipoint',
  'multilinestring',
  'multipolygon',
  'geometrycollection',
  'geomcollection',
]);

type TableName = Pick<SourceTable, 'schema' | 'name'>;

/** Every table with its key and columns, in the order of their names, as far as the user that reads sees them. */
export async function readMysqlTables(
  session: SourceSession,
  mayRead: (table: TableName) => boolean,
): Promise<readonly SourceTable[]> {
  const tables = await session.query(
    `SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, TABLE_TYPE AS table_type FROM information_schema.TABLES
     WHERE TABLE_TYPE IN ('BASE TABLE', 'SYSTEM VERSIONED') AND TABLE_SCHEMA NOT IN ${SYSTEM_SCHEMAS} AND TABLE_NAME NOT LIKE 'awsdms\\_%'
     ORDER BY BINARY TABLE_SCHEMA, BINARY TABLE_NAME`,
  );
  const keys = await readKeys(session);
  const columns = await readColumns(session);
  return tables.map((row) => {
    const table = { schema: textOf(row, 'table_schema'), name: textOf(row, 'table_name') };
    return {
      ...table,
      kind: textOf(row, 'table_type') === 'SYSTEM VERSIONED' ? 'system-versioned' : 'table',
      primaryKey: keys.get(keyOf(table)) ?? [],
      columns: columns.get(keyOf(table)) ?? [],
      readable: mayRead(table),
    };
  });
}

async function readKeys(session: SourceSession): Promise<ReadonlyMap<string, readonly string[]>> {
  const rows = await session.query(
    `SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, COLUMN_NAME AS column_name FROM information_schema.STATISTICS
     WHERE INDEX_NAME = 'PRIMARY' AND TABLE_SCHEMA NOT IN ${SYSTEM_SCHEMAS} ORDER BY TABLE_SCHEMA, TABLE_NAME, SEQ_IN_INDEX`,
  );
  const keys = new Map<string, string[]>();
  for (const row of rows)
    append(
      keys,
      keyOf({ schema: textOf(row, 'table_schema'), name: textOf(row, 'table_name') }),
      textOf(row, 'column_name'),
    );
  return keys;
}

async function readColumns(session: SourceSession): Promise<ReadonlyMap<string, readonly SourceColumn[]>> {
  const rows = await session.query(
    `SELECT TABLE_SCHEMA AS table_schema, TABLE_NAME AS table_name, COLUMN_NAME AS column_name, COLUMN_TYPE AS column_type,
       DATA_TYPE AS data_type, IS_NULLABLE AS is_nullable
     FROM information_schema.COLUMNS WHERE TABLE_SCHEMA NOT IN ${SYSTEM_SCHEMAS} ORDER BY TABLE_SCHEMA, TABLE_NAME, ORDINAL_POSITION`,
  );
  const columns = new Map<string, SourceColumn[]>();
  for (const row of rows) {
    append(columns, keyOf({ schema: textOf(row, 'table_schema'), name: textOf(row, 'table_name') }), {
      name: textOf(row, 'column_name'),
      type: textOf(row, 'column_type'),
      nullable: booleanOf(row, 'is_nullable'),
      lob: LOB_TYPES.has(textOf(row, 'data_type').toLowerCase()),
    });
  }
  return columns;
}

const HARMLESS = "('RESTRICT', 'NO ACTION')";

/** Foreign keys whose changes the storage engine makes by itself. */
export async function readCascadingKeys(session: SourceSession): Promise<readonly CascadingKey[]> {
  const rows = await session.query(
    `SELECT CONSTRAINT_SCHEMA AS table_schema, TABLE_NAME AS table_name, CONSTRAINT_NAME AS name, DELETE_RULE AS on_delete, UPDATE_RULE AS on_update
     FROM information_schema.REFERENTIAL_CONSTRAINTS
     WHERE CONSTRAINT_SCHEMA NOT IN ${SYSTEM_SCHEMAS} AND (DELETE_RULE NOT IN ${HARMLESS} OR UPDATE_RULE NOT IN ${HARMLESS})
     ORDER BY CONSTRAINT_SCHEMA, TABLE_NAME, CONSTRAINT_NAME`,
  );
  return rows.map((row) => ({
    schema: textOf(row, 'table_schema'),
    table: textOf(row, 'table_name'),
    name: textOf(row, 'name'),
    onDelete: textOf(row, 'on_delete'),
    onUpdate: textOf(row, 'on_update'),
  }));
}

function keyOf({ schema, name }: TableName): string {
  return JSON.stringify([schema, name]);
}

function append<T>(map: Map<string, T[]>, key: string, item: T): void {
  const items = map.get(key) ?? [];
  items.push(item);
  map.set(key, items);
}
