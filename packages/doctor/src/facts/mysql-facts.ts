import type { Read } from './read.js';
import type { Hosting, OpenTransaction } from './server-facts.js';
import type { SourceTable } from './table-facts.js';

/** A foreign key that changes rows of its table when rows of another one change. */
export interface CascadingKey {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly onDelete: string;
  readonly onUpdate: string;
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
