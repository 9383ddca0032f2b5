import { Decimal, encodeJson, type WireValue } from '@drayage/dms-simulator';
import { familyOf } from '../source/column-shape.ts';
import {
  keyText,
  valueOf,
  type SourceColumn,
  type SourceRow,
  type SourceTable,
  type SourceValue,
} from '../source/source-table.ts';
import { formatMicros } from './format-micros.ts';
import type { SourceMessage } from './source-message.ts';
import type { Position } from './transactions.ts';

export type RowMessage =
  | { readonly operation: 'load' | 'insert' | 'delete'; readonly row: SourceRow }
  | {
      readonly operation: 'update';
      readonly before: SourceRow;
      readonly row: SourceRow;
      readonly sent: readonly string[];
    };

export interface RowMessageParts {
  readonly table: number;
  readonly definition: SourceTable;
  readonly row: RowMessage;
  /** Absent on rows of a load. */
  readonly position: Position | undefined;
  readonly micros: number;
}

/** A data record: every column, NULL as null; on updates the old key where it changed, of tables without a key the old row. */
export function buildRow({ table, definition, row, position, micros }: RowMessageParts): SourceMessage {
  const { name } = definition;
  const schemaTable = `${name.schema}.${name.table}`;
  const keyed = definition.primaryKey.length > 0;
  const byKey = (image: SourceRow): string =>
    `${schemaTable}.${definition.primaryKey.map((key) => valueOf(image, key)).join('.')}`;
  const images = row.operation === 'update' ? [row.row, row.before] : [row.row];
  const primaryKey = keyed ? [...new Set(images.map(byKey))] : [schemaTable];
  const metadata = {
    timestamp: formatMicros(micros),
    'record-type': 'data',
    operation: row.operation,
    'partition-key-type': keyed ? 'primary-key' : 'schema-table',
    'partition-key-value': keyed ? primaryKey[0] : undefined,
    'schema-name': name.schema,
    'table-name': name.table,
    ...(position === undefined ? {} : transactionDetails(position)),
  };
  return {
    table,
    operation: row.operation,
    partitionKeys: { schemaTable, primaryKey },
    data: encodeJson({ ...imagesOf(definition, row), metadata }),
    timeMicros: micros,
  };
}

type WireObject = Readonly<Record<string, WireValue | undefined>>;

function imagesOf(definition: SourceTable, message: RowMessage): WireObject {
  const { columns, primaryKey, images } = definition;
  const isKey = ({ name }: SourceColumn): boolean => primaryKey.includes(name);
  switch (message.operation) {
    case 'load':
    case 'insert': {
      const isSent = ({ name }: SourceColumn): boolean => images === 'full' || valueOf(message.row, name) !== null;
      return { data: encodeRow(columns.filter(isSent), message.row) };
    }
    case 'delete': {
      if (primaryKey.length === 0)
        return { data: encodeRow(columns, message.row), 'before-image': encodeRow(columns, message.row) };
      const key = encodeRow(columns.filter(isKey), message.row);
      return { data: images === 'full' ? { ...encodeRow(columns, {}), ...key } : key };
    }
    case 'update': {
      const data = encodeRow(
        columns.filter(({ name }) => message.sent.includes(name)),
        message.row,
      );
      if (primaryKey.length === 0) return { data, 'before-image': encodeRow(columns, message.before) };
      const moved = keyText(definition, message.before) !== keyText(definition, message.row);
      return { data, 'before-image': moved ? encodeRow(columns.filter(isKey), message.before) : {} };
    }
  }
}

function encodeRow(columns: readonly SourceColumn[], row: SourceRow): WireObject {
  return Object.fromEntries(columns.map((column) => [column.name, encodeValue(column, valueOf(row, column.name))]));
}

/** Numbers are JSON numbers, long integers in scientific notation, unless DMS sends the type as text. */
function encodeValue(shape: SourceColumn, value: SourceValue): WireValue {
  if (value === null) return null;
  switch (familyOf(shape)) {
    case 'boolean':
      return value === 'true';
    case 'integer':
      return shape.sentAsText === true ? value : BigInt(value);
    case 'float':
      return new Decimal(value);
    case 'double':
      // A column that was FLOAT before holds the same numbers, of which DMS now shows more digits.
      return familyOf(shape.drawnAs) === 'float' ? Math.fround(Number(value)) : new Decimal(value);
    case 'decimal':
      return shape.sentAsText === true ? value : new Decimal(value);
    case 'text':
    case 'long text':
    case 'hex':
    case 'timestamp':
    case 'date':
    case 'time':
      return value;
  }
}

/** The change was committed a while before its message was built. */
function transactionDetails({ transactionId, recordId, previous, streamPosition }: Position): WireObject {
  return {
    'transaction-id': transactionId,
    'transaction-record-id': recordId,
    'prev-transaction-id': previous?.transactionId,
    'prev-transaction-record-id': previous?.recordId,
    'commit-timestamp': formatMicros(COMMITTED_MICROS + transactionId),
    'stream-position': streamPosition,
  };
}

const COMMITTED_MICROS = 1_772_323_199_000_000;
