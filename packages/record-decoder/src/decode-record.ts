import type { StreamPosition } from './change-record.js';
import type { DecodeOptions, DecodeResult } from './decode-message.js';
import { decodeMessage } from './decode-message.js';
import { readMessage } from './read-message.js';

/**
 * Decodes one AWS DMS message, in either of its formats (`json`, `json-unformatted`), from the bytes of a Kinesis record.
 *
 * Numbers keep every digit, columns come through as sent, and an operation nobody described is a record of kind
 * `unknown`. Bytes that are no DMS message are an error that names neither a value nor a column. Never throws.
 * `position` is passed on as it is.
 */
export function decodeRecord(
  data: Uint8Array | string,
  position: StreamPosition,
  options: DecodeOptions = {},
): DecodeResult {
  const read = readMessage(data);
  return read.ok ? decodeMessage(read.message, position, options) : read;
}
