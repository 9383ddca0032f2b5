import { malformed, notDms } from '../decode-failure.js';
import type { DecodeError } from '../decode-error.js';

const BYTE_ORDER_MARK = 0xfeff;
const REPLACEMENT_CHARACTER = '\ufffd';
/** The first bytes of a record that the Kinesis Producer Library has aggregated. */
const KPL_MAGIC = [0xf3, 0x89, 0x9a, 0xc2] as const;

/**
 * Bytes to text: UTF-8, with or without a byte order mark. Text passes through, less its mark. Bytes that are not UTF-8
 * are an error, never replaced.
 */
export function readText(data: Uint8Array | string): string | DecodeError {
  if (typeof data === 'string') return withoutMark(data);
  if (data[0] === KPL_MAGIC[0] && KPL_MAGIC.every((byte, index) => data[index] === byte))
    return aggregated(data.byteLength);
  const bytes = Buffer.isBuffer(data) ? data : Buffer.from(data.buffer, data.byteOffset, data.byteLength);
  const text = bytes.toString('utf8');
  // The decoder puts U+FFFD for what it cannot read; only then is it worth asking whether the sender wrote it.
  if (text.includes(REPLACEMENT_CHARACTER) && !isUtf8(data)) {
    return malformed(`The message of ${data.byteLength} bytes is not valid UTF-8, or was cut within a character.`);
  }
  return withoutMark(text);
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === BYTE_ORDER_MARK ? text.slice(1) : text;
}

function isUtf8(data: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(data);
    return true;
  } catch {
    return false;
  }
}

function aggregated(byteLength: number): DecodeError {
  return notDms(
    `The record of ${byteLength} bytes is a KPL aggregate (magic number F3 89 9A C2), not a DMS message.`,
    'AWS DMS does not aggregate: find the other producer of this stream, or switch its KPL aggregation off.',
  );
}
