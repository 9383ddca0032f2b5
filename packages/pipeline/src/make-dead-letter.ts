import { refuse, type DeadLetter, type RefusedChange } from '@drayage/cratedb-writer';
import type { DecodeError } from '@drayage/record-decoder';
import type { SourceRecord } from './source-record.js';

/** The letter of a record that could not be decoded. */
export function letterOfUndecodable(record: SourceRecord, error: DecodeError): DeadLetter {
  return {
    position: record.position,
    table: undefined,
    key: null,
    operation: null,
    code: error.code,
    column: undefined,
    message: error.message,
    remedy: error.remedy === '' ? refuse(error.code, '').remedy : error.remedy,
    payload: payloadText(record.data),
  };
}

/** The letter of a change that could not be applied. */
export function letterOfRefused(record: SourceRecord, refused: RefusedChange): DeadLetter {
  const { change, refusal, key } = refused;
  return {
    position: record.position,
    table: change.table,
    key,
    operation: change.operation,
    code: refusal.code,
    column: refusal.column,
    message: refusal.message,
    remedy: refusal.remedy,
    payload: payloadText(record.data),
  };
}

/** Bytes that are no text, or text that not every target can hold, are kept as base64. */
function payloadText(data: Uint8Array | string): string {
  const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const text = typeof data === 'string' ? data : bytes.toString('utf8');
  const isPlain = !text.includes('\u0000') && text.isWellFormed() && (typeof data === 'string' || !text.includes('\uFFFD'));
  return isPlain ? text : `base64:${bytes.toString('base64')}`;
}
