/**
 * What a message says, neutral of its wire format. Everything downstream of the decoder works on these types.
 */

/** A table as the source names it. `schema` is empty for the tables that a task of DMS writes (`awsdms_*`). */
export interface TableName {
  readonly schema: string;
  readonly table: string;
}

/**
 * Where a record stands in its stream. `sequenceNumber` is a decimal number as text and compares, as a big integer,
 * within one shard only. For lines of a capture file without stream data: `stream` is `file:<sha256>`, `shardId` is
 * `lines` and `sequenceNumber` the line number.
 */
export interface StreamPosition {
  readonly stream: string;
  readonly shardId: string;
  readonly sequenceNumber: string;
  /** When the stream took the record, in milliseconds since the epoch. */
  readonly arrivalTimeMs?: number | undefined;
}

/** A number whose digits a JavaScript `number` would lose and that is not an integer (those are `bigint`). */
export interface ExactDecimal {
  readonly kind: 'decimal';
  /** Plain decimal notation, no exponent: `-12345678901234567890.0123456789`. */
  readonly text: string;
}

export type JsonValue = null | boolean | number | bigint | string | ExactDecimal | readonly JsonValue[] | JsonObject;
export interface JsonObject {
  readonly [key: string]: JsonValue;
}

/** Column name to value, as sent: a column that the message lacks is absent, a NULL is `null`. Null-prototype safe. */
export type Row = Readonly<Record<string, JsonValue>>;

/** A position in the source's own log. Only positions of the same `engine` compare, by `sortKey` as text. */
export type SourcePosition =
  | {
      readonly comparable: true;
      readonly engine: 'postgresql' | 'mysql';
      readonly sortKey: string;
      readonly text: string;
    }
  | { readonly comparable: false; readonly text: string };

/** Transaction details, present with `IncludeTransactionDetails` on changes, never on `load`. */
export interface TransactionDetails {
  readonly transactionId?: string;
  readonly transactionRecordId?: string;
  readonly previousTransactionId?: string;
  readonly previousTransactionRecordId?: string;
  /** Microseconds since the epoch. */
  readonly commitTimeMicros?: number;
}

interface ChangeBase {
  readonly table: TableName;
  /** When DMS built the message, in microseconds since the epoch; `undefined` where the message does not say. */
  readonly timeMicros: number | undefined;
  readonly position: StreamPosition;
  readonly sourcePosition: SourcePosition | undefined;
  readonly transaction: TransactionDetails | undefined;
}

export type RowOperation = 'load' | 'insert' | 'update' | 'delete';

/** One row was loaded, inserted, updated or deleted. */
export interface RowChange extends ChangeBase {
  readonly kind: 'row';
  readonly operation: RowOperation;
  readonly values: Row;
  /** The before-image, `undefined` where the message has none; `{}` where DMS sent an empty one. */
  readonly before: Row | undefined;
  /** Of an update without a before-image: a member of the message that looks like one under another name. */
  readonly unreadImage?: string;
}

export type TableOperation =
  | 'create-table'
  | 'drop-table'
  | 'rename-table'
  | 'change-columns'
  | 'add-column'
  | 'drop-column'
  | 'rename-column'
  | 'column-type-change';

export interface ColumnDefinition {
  readonly name: string;
  /** The DMS type name as sent, upper-cased (`INT64`, `STRING`, …); unknown names are kept. */
  readonly type: string;
  readonly nullable: boolean;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
}

/** A table's columns in the order sent, and its primary key (empty: the table has none). */
export interface TableDefinition {
  readonly columns: readonly ColumnDefinition[];
  readonly primaryKey: readonly string[];
}

/** A table was created, dropped or altered. */
export interface TableChange extends ChangeBase {
  readonly kind: 'table';
  readonly operation: TableOperation;
  /** From `control.table-def`; `undefined` without `IncludeControlDetails`. */
  readonly definition: TableDefinition | undefined;
  /** For `rename-table`, where the message names it. */
  readonly renamedTo: TableName | undefined;
  /** For `rename-column`, where the message names both. */
  readonly renamedColumn: { readonly from: string; readonly to: string } | undefined;
  /** For `drop-column`, where the message names them. */
  readonly droppedColumns: readonly string[];
  /** The DMS task that sent it, where the message says (`IncludePartitionValue`). */
  readonly taskId?: string | undefined;
  /** The control body as sent. */
  readonly control: JsonObject;
}

/** A well-formed message with an operation nobody described; kept whole. */
export interface UnknownChange extends ChangeBase {
  readonly kind: 'unknown';
  readonly recordType: string;
  readonly operation: string;
  readonly body: JsonObject;
}

export type ChangeRecord = RowChange | TableChange | UnknownChange;
