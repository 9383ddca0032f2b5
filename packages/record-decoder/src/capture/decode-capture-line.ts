import type { StreamPosition } from '../change-record.js';
import type { DecodeOptions, DecodeResult } from '../decode-message.js';
import { decodeMessage } from '../decode-message.js';
import { withoutFields } from '../envelope/envelope.js';
import { readMessage } from '../read-message.js';
import { CAPTURE_FIELDS, readCapturePosition } from './capture-wrapper.js';

/**
 * Decodes a line of a capture file, parsing it once: the shortest way from a file to changes. The position is the
 * line's own where it has stream data, else `fallback`. Otherwise as `decodeRecord`. Never throws.
 */
export function decodeCaptureLine(line: string, fallback: StreamPosition, options: DecodeOptions = {}): DecodeResult {
  const read = readMessage(line);
  if (!read.ok) return read;
  const result = decodeMessage(read.message, readCapturePosition(read.message, fallback), options);
  if (!result.ok || result.record.kind !== 'unknown') return result;
  const body = withoutFields(result.record.body, Object.values(CAPTURE_FIELDS));
  return { ok: true, record: { ...result.record, body } };
}
