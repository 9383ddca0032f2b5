import type { TableName } from '@drayage/record-decoder';
import type {
  AbsentColumns,
  ColumnPolicy,
  DeleteMode,
  DropTableMode,
  Mapping,
  Ordering,
  SchemaChanges,
  TablePolicy,
  WritePolicy,
} from '../write-policy.js';
import { matchesTable } from './matches-table.js';

/** What holds for one table once patterns, defaults and renames are applied. */
export interface ResolvedTablePolicy {
  readonly ordering: Ordering;
  readonly mapping: Mapping;
  readonly absentColumns: AbsentColumns;
  readonly deleteMode: DeleteMode;
  readonly onDropTable: DropTableMode;
  readonly schemaChanges: SchemaChanges;
  readonly adopt: boolean;
  /** Names at the target, before the dialect's rewriting. */
  readonly target: TableName;
  readonly primaryKey: readonly string[] | undefined;
  readonly columnTypes: ReadonlyMap<string, string>;
  readonly excludeColumns: ReadonlySet<string>;
  readonly shards: number | undefined;
  readonly replicas: string | undefined;
  readonly partitionBy: readonly string[];
  readonly columnPolicy: ColumnPolicy | undefined;
}

/** Schema that control tables go to with `controlTables: write`; the name the peers use. */
const CONTROL_SCHEMA = 'dms';

const CONTROL_PREFIX = 'awsdms_';

/**
 * Tables of DMS that may have a schema: those which a task writes (`ControlSchema`), and those which it keeps in the
 * source. Nobody gives a table of his own such a name.
 */
const CONTROL_TABLES: ReadonlySet<string> = new Set(
  [
    'status',
    'history',
    'suspended_tables',
    'full_load_exceptions',
    'apply_exceptions',
    'validation_failures_v1',
    'ddl_audit',
    'heartbeat',
  ].map((name) => CONTROL_PREFIX + name),
);

/**
 * Whether DMS keeps this table for itself: without a schema, as its tasks send them, any `awsdms_*`; in a schema the
 * known names alone. What is not known there is a table of the user.
 */
export function isControlTable({ schema, table }: TableName): boolean {
  return schema === '' ? table.startsWith(CONTROL_PREFIX) : CONTROL_TABLES.has(table);
}

/** Whether the policy takes this source table at all. */
export function isIncluded(policy: WritePolicy, table: TableName): boolean {
  return (
    policy.include.some((pattern) => matchesTable(pattern, table)) &&
    !policy.exclude.some((pattern) => matchesTable(pattern, table))
  );
}

/** Pure: the first matching table entry over the policy's own values. */
export function resolveTablePolicy(policy: WritePolicy, table: TableName): ResolvedTablePolicy {
  const entry = policy.tables.find((candidate) => matchesTable(candidate.table, table));
  return {
    ordering: policy.ordering,
    mapping: entry?.mapping ?? policy.mapping,
    absentColumns: entry?.absentColumns ?? policy.absentColumns,
    deleteMode: entry?.deleteMode ?? policy.deleteMode,
    onDropTable: entry?.onDropTable ?? policy.onDropTable,
    schemaChanges: schemaChanges(policy, entry),
    adopt: policy.adopt,
    target: targetName(policy, table, entry),
    primaryKey: entry?.primaryKey,
    columnTypes: new Map(Object.entries(entry?.columnTypes ?? {})),
    excludeColumns: new Set(entry?.excludeColumns ?? []),
    shards: entry?.shards,
    replicas: entry?.replicas,
    partitionBy: entry?.partitionBy ?? [],
    columnPolicy: entry?.columnPolicy,
  };
}

function schemaChanges({ schemaChanges: all }: WritePolicy, entry: TablePolicy | undefined): SchemaChanges {
  const { tables, columns, types } = entry?.schemaChanges ?? {};
  return { tables: tables ?? all.tables, columns: columns ?? all.columns, types: types ?? all.types };
}

function targetName(policy: WritePolicy, table: TableName, entry: TablePolicy | undefined): TableName {
  const renamed = policy.renameSchemas[table.schema];
  const schema = entry?.target?.schema ?? renamed ?? (table.schema || sourcelessSchema(policy, table));
  return { schema, table: entry?.target?.table ?? table.table };
}

function sourcelessSchema(policy: WritePolicy, table: TableName): string {
  return isControlTable(table) ? CONTROL_SCHEMA : policy.defaultSchema;
}
