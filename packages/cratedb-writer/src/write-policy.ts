/** How changes become rows. The configuration file and the environment fill these; defaults live here. */

export const ORDERINGS = ['stamped', 'arrival'] as const;
export const MAPPINGS = ['direct', 'universal'] as const;
export const ABSENT_COLUMNS = ['keep', 'null'] as const;
export const DELETE_MODES = ['hard', 'soft', 'ignore'] as const;
export const DROP_TABLE_MODES = ['keep', 'apply'] as const;
export const CONTROL_TABLE_MODES = ['signal', 'write', 'ignore'] as const;
export const COLUMN_POLICIES = ['strict', 'dynamic', 'ignored'] as const;
export const SCHEMA_REACTIONS = ['evolve', 'freeze', 'discard', 'halt'] as const;

/** `stamped`: `drayage_time` guards every row. `arrival`: no metadata column; one reader, one shard. */
export type Ordering = (typeof ORDERINGS)[number];
export type Mapping = (typeof MAPPINGS)[number];
/** What a column that an `update` lacks means: unchanged, or NULL. */
export type AbsentColumns = (typeof ABSENT_COLUMNS)[number];
export type DeleteMode = (typeof DELETE_MODES)[number];
export type DropTableMode = (typeof DROP_TABLE_MODES)[number];
export type ControlTableMode = (typeof CONTROL_TABLE_MODES)[number];
export type ColumnPolicy = (typeof COLUMN_POLICIES)[number];

/**
 * What follows when the source's schema changes: the target `evolve`s; it stays and what does not fit becomes dead letters
 * (`freeze`); it stays and what does not fit is left out (`discard`); the process stops (`halt`).
 */
export type SchemaReaction = (typeof SCHEMA_REACTIONS)[number];

/** One reaction each for tables, columns and types that are not those of the target. */
export interface SchemaChanges {
  /** Tables that are neither known nor there, and tables that get another name. */
  readonly tables: SchemaReaction;
  /** Columns that are new, renamed or dropped. */
  readonly columns: SchemaReaction;
  /** Columns whose type changes, and values that their column does not hold. */
  readonly types: SchemaReaction;
}

/** Settings for the tables a pattern matches; what is absent falls back to the policy's own. */
export interface TablePolicy {
  /** `schema.table` at the source; `*` matches any run of characters in either part. */
  readonly table: string;
  readonly mapping?: Mapping | undefined;
  readonly absentColumns?: AbsentColumns | undefined;
  readonly deleteMode?: DeleteMode | undefined;
  readonly onDropTable?: DropTableMode | undefined;
  readonly schemaChanges?: { readonly [K in keyof SchemaChanges]?: SchemaChanges[K] | undefined } | undefined;
  /** Where the rows go, when not to the same names. */
  readonly target?: { readonly schema?: string | undefined; readonly table?: string | undefined } | undefined;
  /** The key to use where the source tells none. */
  readonly primaryKey?: readonly string[] | undefined;
  /** Column name to target type, e.g. `{ attributes: 'object(dynamic)', tags: 'array(text)' }`. */
  readonly columnTypes?: Readonly<Record<string, string>> | undefined;
  readonly excludeColumns?: readonly string[] | undefined;
  /** CrateDB: `CLUSTERED INTO n SHARDS`. */
  readonly shards?: number | undefined;
  /** CrateDB: `number_of_replicas`, a number or a range such as `0-1`. */
  readonly replicas?: string | undefined;
  /** CrateDB: columns of the primary key to partition by. */
  readonly partitionBy?: readonly string[] | undefined;
  readonly columnPolicy?: ColumnPolicy | undefined;
}

export interface WritePolicy {
  readonly ordering: Ordering;
  readonly mapping: Mapping;
  readonly absentColumns: AbsentColumns;
  readonly deleteMode: DeleteMode;
  readonly onDropTable: DropTableMode;
  readonly schemaChanges: SchemaChanges;
  readonly controlTables: ControlTableMode;
  /** Take over tables that hold rows and belong to no pipeline. */
  readonly adopt: boolean;
  /** Patterns of source tables to take (default: all) and to leave out. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  /** Source schema to target schema. */
  readonly renameSchemas: Readonly<Record<string, string>>;
  /** First match wins. */
  readonly tables: readonly TablePolicy[];
  /** Schema for source tables that have none. */
  readonly defaultSchema: string;
  /** How long tombstones are kept, in hours: the stream's retention and a day. */
  readonly tombstoneRetentionHours: number;
}

export const DEFAULT_WRITE_POLICY: WritePolicy = {
  ordering: 'stamped',
  mapping: 'direct',
  absentColumns: 'keep',
  deleteMode: 'hard',
  onDropTable: 'keep',
  schemaChanges: { tables: 'evolve', columns: 'evolve', types: 'evolve' },
  controlTables: 'signal',
  adopt: false,
  include: ['*.*'],
  exclude: [],
  renameSchemas: {},
  tables: [],
  defaultSchema: 'doc',
  tombstoneRetentionHours: 192,
};
