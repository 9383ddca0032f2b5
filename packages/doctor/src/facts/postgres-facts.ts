import type { Read } from './read.js';
import type { Hosting, OpenTransaction } from './server-facts.js';
import type { SourceTable } from './table-facts.js';

export interface ReplicationSlot {
  readonly name: string;
  readonly kind: 'logical' | 'physical';
  /** Empty for a physical slot, which is of the whole server. */
  readonly database: string;
  readonly plugin: string;
  readonly active: boolean;
  /** WAL that the server keeps for it. */
  readonly retainedBytes: number;
  /** `reserved`, `extended`, `unreserved`, `lost`; empty before PostgreSQL 13. */
  readonly walStatus: string;
}

/** The objects that AWS DMS uses to notice DDL at a PostgreSQL source. */
export interface DdlAudit {
  readonly schema: string;
  readonly table: boolean;
  readonly function: boolean;
  /** The event trigger, which a database has once; `undefined` where there is none. */
  readonly trigger?: {
    /** `disabled` and `replica` (`ENABLE REPLICA`) do not fire in the sessions of applications. */
    readonly state: 'fires' | 'disabled' | 'replica';
    /** Where the function is that it calls. */
    readonly schema: string;
  };
}

/** What the user of AWS DMS is and may. */
export interface PostgresRights {
  readonly exists: boolean;
  readonly superuser: boolean;
  readonly replication: boolean;
  /** Roles that the user is in, directly or not. */
  readonly memberOf: readonly string[];
  /** Schemas of the tables that the user may not enter. */
  readonly closedSchemas: readonly string[];
  readonly login: {
    /** `LOGIN`. */
    readonly allowed: boolean;
    /** `VALID UNTIL` has passed. */
    readonly expired: boolean;
    /** Connections at once; `-1`: as many as the server has. */
    readonly connectionLimit: number;
    /** `CONNECT` of the database. */
    readonly mayConnect: boolean;
  };
}

/** A line of `pg_hba.conf` for connections by TCP. */
export interface HbaLine {
  /** `all`, `replication`, `sameuser`, … or a name. */
  readonly databases: readonly string[];
  /** `all`, a name, or `+` and the name of a role whose members are meant. */
  readonly users: readonly string[];
  /** `all`, `samenet`, `samehost`, an address or the name of a host; without its mask. */
  readonly address: string;
  readonly mask: string;
  /** `scram-sha-256`, `reject`, … */
  readonly method: string;
}

export interface PostgresFacts {
  readonly engine: 'postgresql';
  /** As `server_version`. */
  readonly version: string;
  readonly hosting: Hosting;
  readonly database: string;
  /** The user of AWS DMS: the one asked for, which need not be the one that reads. */
  readonly user: string;
  /** The user that reads may run `ALTER SYSTEM`. */
  readonly readerIsSuperuser: boolean;
  readonly isReplica: Read<boolean>;
  /** Settings in their base units (milliseconds, megabytes), by name; those that the user may not see are absent. */
  readonly settings: Read<Readonly<Record<string, string>>>;
  /** Values that the configuration files hold and that wait for a restart, by name. */
  readonly pendingSettings: Read<Readonly<Record<string, string>>>;
  readonly rights: Read<PostgresRights>;
  /** Time-outs, in milliseconds, as sessions of the user of AWS DMS begin with them; 0: none. */
  readonly sessionTimeouts: Read<Readonly<Record<string, number>>>;
  /** In their order; `undefined` where the server is not one’s own, or the user that reads may not look. */
  readonly hbaLines: Read<readonly HbaLine[] | undefined>;
  readonly slots: Read<readonly ReplicationSlot[]>;
  readonly pglogical: Read<'absent' | 'available' | 'installed'>;
  readonly ddlAudit: Read<DdlAudit>;
  /** Where the heartbeat writes, and whether the user may make its table there; `undefined`: nobody asked. */
  readonly heartbeat: Read<
    { readonly schema: string; readonly exists: boolean; readonly mayCreate: boolean } | undefined
  >;
  readonly tables: Read<readonly SourceTable[]>;
  readonly openTransactions: Read<readonly OpenTransaction[]>;
}
