import type { SOURCE_ENGINES } from '../schema/source-section.js';
import type { PARTITION_KEYS } from '../schema/tables-section.js';

export const LOCK_VERSION = 1;
export const TABLE_KINDS = ['table', 'partitioned', 'partition', 'unlogged', 'system-versioned'] as const;
export const REPLICA_IDENTITIES = ['default', 'full', 'index', 'nothing'] as const;

export interface LockedColumn {
  readonly name: string;
  /** As the source writes it. */
  readonly type: string;
  readonly nullable: boolean;
  /** AWS DMS carries it as a large object. */
  readonly lob: boolean;
}

export interface LockedTable {
  readonly schema: string;
  readonly name: string;
  readonly kind: (typeof TABLE_KINDS)[number];
  /** In the order of the key; empty where there is none. */
  readonly primaryKey: readonly string[];
  readonly columns: readonly LockedColumn[];
  /** PostgreSQL only. */
  readonly replicaIdentity?: (typeof REPLICA_IDENTITIES)[number];
  /** What spreads its rows over the shards. */
  readonly partitionKey: (typeof PARTITION_KEYS)[number];
}

/** The tables that AWS DMS replicates, as they stood at the source when the file was made. */
export interface TablesLock {
  readonly engine: (typeof SOURCE_ENGINES)[number];
  /** By schema and name. */
  readonly tables: readonly LockedTable[];
}

/** A table as the source shows it. */
export type LockableTable = Omit<LockedTable, 'partitionKey'>;

/** The lock of these tables, the same whatever order they come in. A table without a key has nothing to spread it by. */
export function lockTables(
  engine: TablesLock['engine'],
  tables: readonly LockableTable[],
  partitionKey: LockedTable['partitionKey'],
): TablesLock {
  return {
    engine,
    tables: tables
      .map(({ schema, name, kind, primaryKey, columns, replicaIdentity }) => ({
        schema,
        name,
        kind,
        primaryKey,
        columns,
        ...(replicaIdentity === undefined ? {} : { replicaIdentity }),
        partitionKey: primaryKey.length === 0 ? 'schema-table' : partitionKey,
      }))
      .toSorted((left, right) => compare(left.schema, right.schema) || compare(left.name, right.name)),
  };
}

function compare(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
