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

export interface AccountRights {
  /** As `name@host`. */
  readonly account: string;
  /** Privileges on `*.*`, in upper case. */
  readonly global: readonly string[];
  /** Schemas with tables that it may not read. */
  readonly closedSchemas: readonly string[];
}

/** `binlog-do-db` and `binlog-ignore-db`; both empty: all schemas are logged. */
export interface BinlogFilter {
  readonly only: readonly string[];
  readonly without: readonly string[];
}

/** What TIMESTAMPs are shown in by default. */
export interface ServerTimeZone {
  /** As the server has it: `+02:00`, `Europe/Vienna`, or a short name of the machine’s such as `CEST`. */
  readonly name: string;
  /** Minutes that it is ahead of UTC in January and in July. */
  readonly offsets: readonly [number, number];
}

export interface MysqlFacts {
  readonly engine: 'mysql' | 'mariadb';
  readonly version: string;
  readonly hosting: Hosting;
  readonly user: string;
  /** Accounts with that name that AWS DMS may come in by, as `name@host`; empty where there is none. */
  readonly accounts: Read<readonly string[]>;
  /** What each of them may do, by its default roles as well. */
  readonly rights: Read<readonly AccountRights[]>;
  /** Global variables in lower case, by name. */
  readonly variables: Read<Readonly<Record<string, string>>>;
  /** It receives its changes from another server. */
  readonly isReplica: Read<boolean>;
  /** Which schemas the binary log is of. */
  readonly binlogFilter: Read<BinlogFilter>;
  readonly timeZone: Read<ServerTimeZone>;
  /** RDS: hours that binary logs are kept; `null`: removed at once. `undefined` elsewhere. */
  readonly rdsBinlogRetentionHours: Read<number | null | undefined>;
  readonly tables: Read<readonly SourceTable[]>;
  readonly cascadingKeys: Read<readonly CascadingKey[]>;
  readonly openTransactions: Read<readonly OpenTransaction[]>;
}

export type SourceFacts = PostgresFacts | MysqlFacts;
