import type { JsonObject, JsonValue, SourcePosition, TransactionDetails } from '../change-record.js';
import { isExactDecimal } from '../json/exact-number.js';
import { parseSourcePosition } from '../parse-source-position.js';
import { parseTimeMicros } from '../parse-time-micros.js';

/** The name that AWS DMS gives the before-image unless told otherwise (`BeforeImageSettings.FieldName`). */
export const DEFAULT_BEFORE_IMAGE_FIELD = 'before-image';

/** What an update's message consists of, with `kinesis`, which lines of a capture have beside it. */
const READ_MEMBERS: ReadonlySet<string> = new Set(['data', 'metadata', 'control', 'kinesis']);

/** Where `map-record-to-document` puts the columns. */
const DOCUMENT_FIELD = '_doc';

/**
 * The names that control bodies use, in the spelling of AWS DMS: each list in order of preference. Only `table-def`,
 * `columns` and `primary-key` are known; the others are guesses at bodies that nobody has published.
 */
export const CONTROL_NAMES = {
  tableDefinition: spellings('table-def', 'table-definition'),
  columns: spellings('columns'),
  primaryKey: spellings('primary-key'),
  name: spellings('name', 'column-name'),
  type: spellings('type', 'data-type'),
  nullable: spellings('nullable', 'is-nullable'),
  length: spellings('length', 'max-length'),
  precision: spellings('precision', 'numeric-precision'),
  scale: spellings('scale', 'numeric-scale'),
  oldTable: spellings('old-table-name', 'old-table', 'old-name'),
  oldSchema: spellings('old-schema-name', 'old-schema'),
  newTable: spellings('new-table-name', 'new-table', 'new-name', 'renamed-to'),
  newSchema: spellings('new-schema-name', 'new-schema'),
  column: spellings('column-name', 'column'),
  oldColumn: spellings('old-column-name', 'old-column', 'old-name'),
  newColumn: spellings('new-column-name', 'new-column', 'new-name', 'renamed-to'),
  dropped: spellings(
    'dropped-columns',
    'dropped-column',
    'drop-columns',
    'column-names',
    'column-name',
    'column',
    'columns',
  ),
} as const;

/** What the envelope says about a message, with its wire names translated. Texts are empty where they are missing. */
export interface Envelope {
  readonly recordType: string;
  readonly operation: string;
  readonly schema: string;
  readonly table: string;
  readonly timeMicros: number | undefined;
  readonly sourcePosition: SourcePosition | undefined;
  readonly transaction: TransactionDetails | undefined;
  readonly data: JsonObject | undefined;
  readonly before: JsonObject | undefined;
  readonly control: JsonObject | undefined;
  /** The partition key's value, where it is the task's id: of control messages. */
  readonly taskId: string | undefined;
}

/** Reads the envelope of a message; `undefined` if it has no `metadata` that says what it is about. */
export function readEnvelope(message: JsonObject, beforeImageField: string): Envelope | undefined {
  const metadata = asObject(message['metadata']);
  if (metadata === undefined) return undefined;
  const recordType = asText(metadata['record-type']);
  const operation = asText(metadata['operation']);
  if (recordType === undefined && operation === undefined) return undefined;
  const timestamp = metadata['timestamp'];
  const streamPosition = asText(metadata['stream-position']);
  const recordId = asText(metadata['transaction-record-id']);
  return {
    recordType: recordType ?? '',
    operation: operation ?? '',
    schema: asText(metadata['schema-name']) ?? '',
    table: asText(metadata['table-name']) ?? '',
    timeMicros: typeof timestamp === 'string' ? parseTimeMicros(timestamp) : undefined,
    sourcePosition: streamPosition === undefined ? undefined : parseSourcePosition(streamPosition, recordId),
    transaction: readTransaction(metadata, recordId),
    data: asColumns(message['data']),
    before: Object.hasOwn(message, beforeImageField) ? asColumns(message[beforeImageField]) : undefined,
    control: asObject(message['control']),
    taskId: metadata['partition-key-type'] === 'task-id' ? asText(metadata['partition-key-value']) : undefined,
  };
}

/** The name of a member that nobody reads and that holds no other columns than the row: an image of it, by its looks. */
export function findUnreadImage(message: JsonObject, row: JsonObject): string | undefined {
  return Object.keys(message).find((name) => {
    if (READ_MEMBERS.has(name)) return false;
    const columns = asColumns(message[name]);
    return columns !== undefined && Object.keys(columns).every((column) => Object.hasOwn(row, column));
  });
}

/** The first of these fields that an object has itself, or `undefined`. */
export function readField(object: JsonObject, names: readonly string[]): JsonValue | undefined {
  const name = names.find((candidate) => Object.hasOwn(object, candidate));
  return name === undefined ? undefined : object[name];
}

/** A copy of an object that lacks the named fields. */
export function withoutFields(object: JsonObject, names: readonly string[]): JsonObject {
  return Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)));
}

/** A JSON object, or `undefined` for any other value. */
export function asObject(value: JsonValue | undefined): JsonObject | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  return isExactDecimal(value) && Object.isFrozen(value) ? undefined : (value as JsonObject);
}

/** A text that is not empty; numbers are written out. */
export function asText(value: JsonValue | undefined): string | undefined {
  if (typeof value === 'string') return value === '' ? undefined : value;
  return typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined;
}

/** A row image. A column that is itself called `_doc` is a scalar, as all of them: an object is DMS's document mapping. */
function asColumns(value: JsonValue | undefined): JsonObject | undefined {
  const columns = asObject(value);
  const document = columns && asObject(columns[DOCUMENT_FIELD]);
  if (columns === undefined || document === undefined) return columns;
  return { ...withoutFields(columns, [DOCUMENT_FIELD]), ...document };
}

function readTransaction(metadata: JsonObject, recordId: string | undefined): TransactionDetails | undefined {
  const id = asText(metadata['transaction-id']);
  const previousId = asText(metadata['prev-transaction-id']);
  const previousRecordId = asText(metadata['prev-transaction-record-id']);
  const commitTime = metadata['commit-timestamp'];
  const commitTimeMicros = typeof commitTime === 'string' ? parseTimeMicros(commitTime) : undefined;
  if ((id ?? recordId ?? previousId ?? previousRecordId ?? commitTimeMicros) === undefined) return undefined;
  const details: { -readonly [Name in keyof TransactionDetails]: TransactionDetails[Name] } = {};
  if (id !== undefined) details.transactionId = id;
  if (recordId !== undefined) details.transactionRecordId = recordId;
  if (previousId !== undefined) details.previousTransactionId = previousId;
  if (previousRecordId !== undefined) details.previousTransactionRecordId = previousRecordId;
  if (commitTimeMicros !== undefined) details.commitTimeMicros = commitTimeMicros;
  return details;
}

/** Kebab-case names with their camelCase and snake_case spellings. */
function spellings(...names: readonly string[]): readonly string[] {
  return names.flatMap((name) => [
    ...new Set([name, name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase()), name.replaceAll('-', '_')]),
  ]);
}
