export type { CapturedMessage } from './capture/read-capture-line.js';
export { decodeCaptureLine } from './capture/decode-capture-line.js';
export { readCaptureLine } from './capture/read-capture-line.js';
export type {
  ChangeRecord,
  ColumnDefinition,
  ExactDecimal,
  JsonObject,
  JsonValue,
  Row,
  RowChange,
  RowOperation,
  SourcePosition,
  StreamPosition,
  TableChange,
  TableDefinition,
  TableName,
  TableOperation,
  TransactionDetails,
  UnknownChange,
} from './change-record.js';
export type { DecodeError, DecodeErrorCode } from './decode-error.js';
export type { DecodeOptions, DecodeResult } from './decode-message.js';
export { decodeRecord } from './decode-record.js';
export { describeRecord } from './describe-record.js';
export { isExactDecimal } from './json/exact-number.js';
export { ROW_OPERATIONS, TABLE_OPERATIONS } from './operations.js';
export { parseSourcePosition } from './parse-source-position.js';
export { parseTimeMicros } from './parse-time-micros.js';
