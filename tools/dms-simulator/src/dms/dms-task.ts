import type { DmsRecord } from './dms-record.ts';
import { encodeJson, type WireObject } from './encode-json.ts';
import { formatMicros } from './format-micros.ts';
import { createSourceLog, type LogEntry } from './source-log.ts';
import type { SourceRow } from './source-row.ts';
import { keyOf, keyText, type SourceTable } from './source-table.ts';
import { describeTable } from './table-def.ts';

/** One row of a transaction, with the row as it was before where there was one. */
export type RowMutation =
  | { readonly kind: 'insert'; readonly table: SourceTable; readonly row: SourceRow }
  | { readonly kind: 'update'; readonly table: SourceTable; readonly row: SourceRow; readonly previous: SourceRow }
  | { readonly kind: 'delete'; readonly table: SourceTable; readonly row: SourceRow };

/** The control operations that a task sends here; DMS knows more of them. */
export type ControlOperation = 'create-table' | 'drop-table' | 'add-column' | 'change-columns';

export interface DmsTaskOptions {
  /** Wall clock, in microseconds since the epoch. */
  readonly nowMicros: () => number;
  /** The identifier in the partition keys of control records. */
  readonly taskId: string;
  /** Object mapping of the tables that have a key; the others always go by `schema-table`. */
  readonly partitionBy: 'primary-key' | 'schema-table';
}

/**
 * Builds messages as a task of DMS does with a PostgreSQL source and all details switched on: control details, alter
 * operations, transaction details, partition values with schema and table, nulls kept, before-image of the key.
 * Message times never repeat and never step back, even where the clock does.
 */
export interface DmsTask {
  /** A control record. Its Kinesis key names the table, its `partition-key-value` the task alone: as seen in captures. */
  control(operation: ControlOperation, table: SourceTable): DmsRecord;
  /** A row of the full load. */
  load(table: SourceTable, row: SourceRow): DmsRecord;
  /** One transaction of the source, a record for each of its rows. */
  commit(mutations: readonly RowMutation[]): readonly DmsRecord[];
  /** A row outside of any transaction: what DMS writes to its own tables before changes flow. */
  write(mutation: RowMutation): DmsRecord;
  /** Where the source's log stands, in the form of `stream-position`; empty before the first transaction. */
  position(): string;
}

/** Starts a task; nothing is sent before a method is called. */
export function createDmsTask(options: DmsTaskOptions): DmsTask {
  const log = createSourceLog();
  let lastMicros = 0;

  function nextTimestamp(): string {
    lastMicros = Math.max(lastMicros + 1, options.nowMicros());
    return formatMicros(lastMicros);
  }

  function data(operation: string, table: SourceTable, image: RowImage, entry?: LogEntry): DmsRecord {
    const schemaTable = `${table.schema}.${table.name}`;
    const byKey = options.partitionBy === 'primary-key' && table.schema !== '' && table.primaryKey.length > 0;
    const partitionKey = byKey ? `${schemaTable}.${keyText(table, image.data)}` : schemaTable;
    const metadata = {
      timestamp: nextTimestamp(),
      'record-type': 'data',
      operation,
      'partition-key-type': byKey ? 'primary-key' : 'schema-table',
      'partition-key-value': byKey ? partitionKey : undefined,
      'schema-name': table.schema,
      'table-name': table.name,
      ...(entry === undefined ? {} : transactionDetails(entry, table)),
    };
    return { partitionKey, data: encodeJson({ ...image, metadata }) };
  }

  function change(mutation: RowMutation, entry?: LogEntry): DmsRecord {
    return data(mutation.kind, mutation.table, imageOf(mutation), entry);
  }

  return {
    control: (operation, table) => {
      const metadata = {
        timestamp: nextTimestamp(),
        'record-type': 'control',
        operation,
        'partition-key-type': 'task-id',
        'partition-key-value': options.taskId,
        'schema-name': table.schema,
        'table-name': table.name,
      };
      const control = operation === 'drop-table' ? {} : { 'table-def': describeTable(table) };
      return {
        partitionKey: `${options.taskId}.${table.schema}.${table.name}`,
        data: encodeJson({ control, metadata }),
      };
    },
    load: (table, row) => data('load', table, { data: row }),
    commit: (mutations) => {
      const transaction = log.begin(Math.max(lastMicros + 1, options.nowMicros()));
      const records = mutations.map((mutation) => change(mutation, transaction.next()));
      transaction.end();
      return records;
    },
    write: (mutation) => change(mutation),
    position: () => log.position(),
  };
}

/** What a data record says of its row; `before-image` on updates alone. */
type RowImage = { readonly data: SourceRow } | { readonly data: SourceRow; readonly 'before-image': SourceRow };

function imageOf(mutation: RowMutation): RowImage {
  const { table, row } = mutation;
  switch (mutation.kind) {
    case 'insert':
      return { data: row };
    case 'update':
      return { data: row, 'before-image': beforeImage(table, row, mutation.previous) };
    case 'delete':
      return { data: deletedRow(table, row) };
  }
}

/** The old key where it changed, else `{}`; for DMS's own tables the key in either case. */
function beforeImage(table: SourceTable, row: SourceRow, previous: SourceRow): SourceRow {
  const moved = keyText(table, row) !== keyText(table, previous);
  return moved || table.schema === '' ? keyOf(table, previous) : {};
}

/** The key, every other column null; of DMS's own tables what it deletes by, which may be part of the key. */
function deletedRow(table: SourceTable, row: SourceRow): SourceRow {
  if (table.schema === '') return row;
  const key = keyOf(table, row);
  return Object.fromEntries(table.columns.map(({ name }) => [name, key[name] ?? null]));
}

function transactionDetails(entry: LogEntry, table: SourceTable): WireObject {
  return {
    'transaction-id': entry.transactionId,
    'transaction-record-id': entry.recordId,
    'prev-transaction-id': entry.previous?.transactionId,
    'prev-transaction-record-id': entry.previous?.recordId,
    'commit-timestamp': formatMicros(entry.commitMicros),
    'stream-position': table.schema === '' ? undefined : entry.position,
  };
}
