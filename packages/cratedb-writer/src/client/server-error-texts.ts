import type { Limit } from './cratedb-messages.js';
import type { SinkErrorCode } from '../sink-error.js';

/** Codes that an answer of a server can mean. */
export type ServerErrorCode = Exclude<
  SinkErrorCode,
  | 'foreign-table'
  | 'host-unknown'
  | 'letters-not-stored'
  | 'rows-dropped'
  | 'schema-halted'
  | 'target-in-use'
  | 'tls-refused'
>;

export interface ErrorText {
  readonly message: string;
  readonly remedy: string;
}

/**
 * What is said about an error of a server. The server's own words are not repeated: they quote row values.
 * Messages end without a full stop; what the server named follows in brackets.
 */
export const SERVER_ERROR_TEXTS: Readonly<Record<ServerErrorCode, ErrorText>> = {
  'authentication-failed': {
    message: 'The target refused user name or password',
    remedy:
      'Correct the user and the password of the target URL (percent-encoded), and check that the user exists and may connect from here.',
  },
  'column-exists': {
    message: 'The target already has a column of this name',
    remedy:
      'Nothing to do if another writer added it: the catalogue is read again. A column of another type has to be renamed or dropped.',
  },
  'column-unknown': {
    message: 'The target has no such column',
    remedy: 'Nothing to do: the catalogue is read again, and the column is added if the source defines it.',
  },
  'connection-lost': {
    message: 'The target ended the connection',
    remedy:
      'Nothing to do if this happens now and then: it is opened again. If it goes on, look at the log of the server.',
  },
  'connection-refused': {
    message: 'The target does not accept connections',
    remedy: 'Check that the server is up, and host and port of the target URL.',
  },
  'constraint-violated': {
    message: 'A row violates a constraint of the target table',
    remedy:
      'Drop the CHECK, UNIQUE or FOREIGN KEY constraint in the target, where the source has none, and replay the record.',
  },
  'element-not-castable': {
    message: 'An element of a document has another type than the column knows of it from other rows',
    remedy: 'Store the column as object(ignored) or text by the configuration, or correct the document at the source.',
  },
  'key-mismatch': {
    message: 'The primary key of the target table is not the one that the statement relies on',
    remedy: 'The catalogue is read again. If the key was changed at the source, reload the table.',
  },
  'name-refused': {
    message: 'The target refuses the name of a schema, table, column or object key',
    remedy:
      'Rename it by the configuration (schemas, tables, columns), or store the JSON column as object(ignored) or text.',
  },
  overloaded: {
    message: 'The target is short of memory, connections, queue space or shards',
    remedy:
      'The statement is repeated. If it goes on: smaller batches, fewer lanes, a larger cluster, or a higher shard limit.',
  },
  'permission-denied': {
    message: 'The user of the target URL lacks a privilege',
    remedy:
      'Grant DQL, DML and DDL on the target schemas and on schema drayage (CrateDB), or ownership of them (PostgreSQL).',
  },
  'relation-exists': {
    message: 'The target already has a table or schema of this name',
    remedy: 'Nothing to do if another writer made it: the catalogue is read again and compared.',
  },
  'relation-unknown': {
    message: 'The target has no such table',
    remedy: 'Nothing to do if it was dropped meanwhile: it is made again from the last definition.',
  },
  'schema-unknown': {
    message: 'The target has no such schema, or the user may not see it',
    remedy:
      'CrateDB answers this to a user without rights as well: GRANT DQL, DML, DDL ON SCHEMA … TO the user of the target URL.',
  },
  'shard-unavailable': {
    message: 'A shard of the target table, or the cluster, is not available',
    remedy:
      "The statement is repeated. Look for unassigned shards: SELECT * FROM sys.allocations WHERE current_state <> 'STARTED'.",
  },
  'statement-failed': {
    message: 'The target refused a statement',
    remedy:
      'Look the statement up in the log of the server; please report it, as no statement of this program should be refused.',
  },
  'statement-timeout': {
    message: 'The target gave a statement up because it took too long',
    remedy:
      'The statement is repeated. If it goes on, look at the load of the cluster, or raise the statement time-out.',
  },
  'table-blocked': {
    message: 'The target table does not accept writes at the moment',
    remedy:
      'Make room if disks are full (flood stage); reset blocks.write, blocks.read_only or read_only_allow_delete; open a closed table.',
  },
  'target-invalid': {
    message: 'The target has no such database',
    remedy: 'Correct the path of the target URL, or create the database.',
  },
  'too-many-columns': {
    message: 'The target table has reached its limit of columns',
    remedy: 'Raise mapping.total_fields.limit of the table, exclude columns, or store JSON columns as object(ignored).',
  },
  'type-mismatch': {
    message: 'A column of the target has another type than the statement relies on',
    remedy: 'Nothing to do if it was altered meanwhile: the catalogue is read again.',
  },
  'value-missing': {
    message: 'A column of the target is NOT NULL, but the record has no value for it',
    remedy:
      'Make the column nullable (CrateDB: create the table anew), give it a default, or correct the row at the source.',
  },
  'value-not-castable': {
    message: 'The target cannot convert a value to the type of its column',
    remedy: 'Override the type of the column by the configuration, for example to text, and replay the record.',
  },
  'value-out-of-range': {
    message: 'A number or time is outside the range of its column in the target',
    remedy:
      'Override the type of the column by the configuration with a wider one, numeric or text, and replay the record.',
  },
  'value-too-long': {
    message: 'A text is longer than its column in the target, or the index on it, allows',
    remedy:
      'Override the column by the configuration: text without length; beyond 32,766 bytes long text, which CrateDB does not index.',
  },
  'version-conflict': {
    message: 'Another transaction changed the same rows at the same time',
    remedy: 'Nothing to do: the statement is repeated. If it goes on, look for other writers to the table.',
  },
};

/** `overloaded`, where the server says what ran short. */
export const LIMIT_TEXTS: Readonly<Record<Limit, ErrorText>> = {
  memory: {
    message: 'The target is short of memory',
    remedy:
      'The statement is repeated. If it goes on: smaller batches, fewer lanes, more memory for the nodes (CRATE_HEAP_SIZE) or more of them.',
  },
  queue: {
    message: 'The target has no room in its queues',
    remedy: 'The statement is repeated. If it goes on: fewer lanes, fewer clients beside this one, a larger cluster.',
  },
  shards: {
    message: 'The cluster has as many shards as it may have, so that no table can be made',
    remedy:
      'The statement is repeated: nothing is lost. Fewer shards for small tables (`write.tables[].shards: 1`; CrateDB makes four or more), before ' +
      'they are made; drop tables that nobody needs; more nodes; or SET GLOBAL PERSISTENT "cluster.max_shards_per_node" = 2000.',
  },
};
