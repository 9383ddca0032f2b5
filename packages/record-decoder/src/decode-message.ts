import type { ChangeRecord, JsonObject, StreamPosition } from './change-record.js';
import type { DecodeError } from './decode-error.js';
import { malformed, notDms } from './decode-failure.js';
import type { Envelope } from './envelope/envelope.js';
import { DEFAULT_BEFORE_IMAGE_FIELD, findUnreadImage, readEnvelope } from './envelope/envelope.js';
import { readTableChange } from './envelope/read-table-change.js';
import { holdsNul } from './json/holds-nul.js';
import { findOperation } from './operations.js';

/** A change, or why there is none. */
export type DecodeResult =
  { readonly ok: true; readonly record: ChangeRecord } | { readonly ok: false; readonly error: DecodeError };

/** How the stream's DMS endpoint and task are set up. */
export interface DecodeOptions {
  /** The task's `BeforeImageSettings.FieldName`. Default: `before-image`. */
  readonly beforeImageField?: string | undefined;
}

/** Decodes a message that is parsed already. Never throws. */
export function decodeMessage(message: JsonObject, position: StreamPosition, options: DecodeOptions): DecodeResult {
  const envelope = readEnvelope(message, options.beforeImageField ?? DEFAULT_BEFORE_IMAGE_FIELD);
  if (envelope === undefined) {
    return failed(
      notDms('The JSON object is not a DMS message: expected "metadata" with "record-type" and "operation".'),
    );
  }
  const { recordType, operation, schema, table } = envelope;
  // Each by itself: this is the way of every row.
  if (holdsNul(recordType) || holdsNul(operation) || holdsNul(schema) || holdsNul(table)) return nulInName('metadata');
  const known = findOperation(operation);
  if (known === undefined || (recordType !== '' && recordType !== known.recordType)) {
    return decodeUnknown(message, envelope, position);
  }
  if (known.recordType === 'data') return decodeRow(known.operation, { message, envelope }, position);
  // All texts of a control body are names, or words about them.
  if (envelope.control !== undefined && holdsNul(envelope.control)) return nulInName('control');
  const { timeMicros, sourcePosition, transaction, taskId } = envelope;
  const details = readTableChange(known.operation, tableName(envelope), envelope.control ?? {});
  return {
    ok: true,
    record: {
      kind: 'table',
      operation: known.operation,
      ...details,
      timeMicros,
      position,
      sourcePosition,
      transaction,
      ...(taskId === undefined ? {} : { taskId }),
    },
  };
}

/** A delete may come without `data` if its before-image names the row; no other change can do without. */
function decodeRow(
  operation: Extract<ChangeRecord, { kind: 'row' }>['operation'],
  { message, envelope }: { readonly message: JsonObject; readonly envelope: Envelope },
  position: StreamPosition,
): DecodeResult {
  const { before, timeMicros, sourcePosition, transaction } = envelope;
  const values = envelope.data ?? (operation === 'delete' && before !== undefined ? {} : undefined);
  if (envelope.table === '')
    return failed(malformed('The data message names no table: expected "table-name" in "metadata".'));
  if (values === undefined) return failed(malformed('The data message has no row: expected an object as "data".'));
  const table = tableName(envelope);
  const unreadImage = operation === 'update' && before === undefined ? findUnreadImage(message, values) : undefined;
  return {
    ok: true,
    record: {
      kind: 'row',
      operation,
      table,
      values,
      before,
      timeMicros,
      position,
      sourcePosition,
      transaction,
      ...(unreadImage === undefined ? {} : { unreadImage }),
    },
  };
}

function decodeUnknown(body: JsonObject, envelope: Envelope, position: StreamPosition): DecodeResult {
  const { recordType, operation, timeMicros, sourcePosition, transaction } = envelope;
  const table = tableName(envelope);
  return {
    ok: true,
    record: { kind: 'unknown', recordType, operation, table, body, timeMicros, position, sourcePosition, transaction },
  };
}

function tableName({ schema, table }: Envelope): { schema: string; table: string } {
  return { schema, table };
}

/** No database has NUL in a name, and many cannot even store a text with one. */
function nulInName(part: string): DecodeResult {
  return failed(malformed(`A name in "${part}" has the character NUL (U+0000) in it, which no database allows.`));
}

function failed(error: DecodeError): DecodeResult {
  return { ok: false, error };
}
