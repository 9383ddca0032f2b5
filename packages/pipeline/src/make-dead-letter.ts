import { refuse, type DeadLetter, type RefusedChange } from '@drayage/cratedb-writer';
import type { DecodeError } from '@drayage/record-decoder';
import type { SourceRecord } from './source-record.js';

/** The letter of a record that could not be decoded. */
export function letterOfUndecodable(record: SourceRecord, error: DecodeError): DeadLetter {
  return {
    position: record.position,
    table: undefined,
    key: null,
    movedFrom: null,
    operation: null,
    code: error.code,
    column: undefined,
    message: error.message,
    remedy: error.remedy === '' ? refuse(error.code, '').remedy : error.remedy,
    payload: payloadText(record.data),
    timeMicros: null,
  };
}

/** The letter of a change that could not be applied. */
export function letterOfRefused(record: SourceRecord, refused: RefusedChange): DeadLetter {
  const { change, refusal, key, movedFrom } = refused;
  return {
    position: record.position,
    table: change.table,
    key,
    movedFrom,
    operation: change.operation,
    code: refusal.code,
    column: refusal.column === undefined ? undefined : withoutNul(refusal.column),
    message: withoutNul(refusal.message),
    remedy: withoutNul(refusal.remedy),
    payload: payloadText(record.data),
    timeMicros: change.timeMicros ?? null,
  };
}

/** PostgreSQL stores no text with NUL, and a column may be called so by the record: a letter must be stored whatever it tells. */
function withoutNul(text: string): string {
  return text.replaceAll('\u0000', String.raw`\u0000`);
}

/** Bytes that are no text, or text that not every target can hold, are kept as base64. */
function payloadText(data: Uint8Array | string): string {
  const bytes =
    typeof data === 'string' ? Buffer.from(data, 'utf8') : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const text = typeof data === 'string' ? data : bytes.toString('utf8');
  const isPlain =
    !text.includes('\u0000') && text.isWellFormed() && (typeof data === 'string' || !text.includes('\uFFFD'));
  return isPlain ? text : `base64:${bytes.toString('base64')}`;
}

/** What a letter's payload was made of: text, or bytes. */
export function payloadData(payload: string): Uint8Array | string {
  return payload.startsWith('base64:') ? Buffer.from(payload.slice('base64:'.length), 'base64') : payload;
}
