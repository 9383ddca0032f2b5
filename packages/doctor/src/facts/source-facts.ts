import type { PostgresFacts, PostgresTraits } from './postgres-facts.js';
import type { Read } from './read.js';

export type {
  DdlAudit,
  HbaLine,
  PostgresFacts,
  PostgresRights,
  PostgresTraits,
  ReplicationSlot,
} from './postgres-facts.js';

export type SourceEngine = 'postgresql' | 'mysql' | 'mariadb';
/** `rds` is Amazon RDS or Aurora, where settings stand in parameter groups and nobody is a superuser. */
export type Hosting = 'rds' | 'self-managed';

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

/** A foreign key that changes rows of its table when rows of another one change. */
export interface CascadingKey {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly onDelete: string;
  readonly onUpdate: string;
}

/** A transaction that has been open for a while; without its statement, which may hold values. */
export interface OpenTransaction {
  /** Process id or thread id, for `pg_terminate_backend` or `KILL`. */
  readonly id: string;
  readonly user: string;
  readonly state: string;
  readonly openForSeconds: number;
  readonly application: string;
}

export interface MysqlFacts {
  readonly engine: 'mysql' | 'mariadb';
  readonly version: string;
  readonly hosting: Hosting;
  readonly user: string;
  /** Accounts with that name, as `name@host`; empty where there is none. */
  readonly accounts: Read<readonly string[]>;
  /** Global variables in lower case, by name. */
  readonly variables: Read<Readonly<Record<string, string>>>;
  /** It receives its changes from another server. */
  readonly isReplica: Read<boolean>;
  /** Privileges on `*.*`, in upper case. */
  readonly globalRights: Read<readonly string[]>;
  /** RDS: hours that binary logs are kept; `null`: removed at once. `undefined` elsewhere. */
  readonly rdsBinlogRetentionHours: Read<number | null | undefined>;
  readonly tables: Read<readonly SourceTable[]>;
  readonly cascadingKeys: Read<readonly CascadingKey[]>;
  readonly openTransactions: Read<readonly OpenTransaction[]>;
}

export type SourceFacts = PostgresFacts | MysqlFacts;
