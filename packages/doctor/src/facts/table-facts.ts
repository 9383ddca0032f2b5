export interface SourceColumn {
  readonly name: string;
  /** As the source writes it: `numeric(10,2)`, `bigint unsigned`. */
  readonly type: string;
  /** What a domain stands for, through domains of domains; absent where `type` is no domain. */
  readonly baseType?: string;
  readonly nullable: boolean;
  /** AWS DMS carries it as a large object (CLOB, NCLOB, BLOB). */
  readonly lob: boolean;
}

export interface SourceTable {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'partitioned' | 'partition' | 'unlogged' | 'system-versioned';
  /** Columns of the primary key, in its order; empty where there is none. */
  readonly primaryKey: readonly string[];
  readonly columns: readonly SourceColumn[];
  /** PostgreSQL only. */
  readonly replicaIdentity?: 'default' | 'full' | 'index' | 'nothing';
  /** PostgreSQL only; absent where the table is known by the lock file alone. */
  readonly traits?: PostgresTraits;
  /** The user of AWS DMS may read it. */
  readonly readable: boolean;
}

/** What reading a PostgreSQL table and its changes depends on, beside its key and its replica identity. */
export interface PostgresTraits {
  /** The primary key is DEFERRABLE: PostgreSQL does not tell rows by it. */
  readonly deferrableKey: boolean;
  /** Columns of the index of `REPLICA IDENTITY USING INDEX`; empty where that index is gone, or there never was one. */
  readonly identityColumns: readonly string[];
  /**
   * Row-level security holds rows back from the user of AWS DMS: no policy lets any through (`no-policy`), policies let
   * some through (`some-rows`), or a restrictive one takes away from what others let through (`restricted`).
   */
  readonly hidesRows?: 'no-policy' | 'some-rows' | 'restricted';
  /** Tables that inherit from it (`INHERITS`, no partitions), as `schema.name`. */
  readonly children: readonly string[];
  /** UNLOGGED tables that its foreign keys refer to: it cannot be logged before they are. */
  readonly unloggedReferences: readonly { readonly schema: string; readonly name: string }[];
}
