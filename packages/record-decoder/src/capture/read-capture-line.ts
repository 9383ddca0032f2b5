import type { StreamPosition } from '../change-record.js';
import { readMessage } from '../read-message.js';
import { readCapturePosition } from './capture-wrapper.js';

/** The wrapper as captures write it: first on the line, a flat object, perhaps followed by a message id. */
const LEADING_WRAPPER = /^\s*\{\s*("kinesis"\s*:\s*\{[^{}]*\})\s*,\s*(?:"kinesis_msg_id"\s*:\s*"[^"\\]*"\s*,\s*)?(?=")/;

/** A line of a capture file: a message to decode, and where it stood in its stream. */
export interface CapturedMessage {
  readonly data: string;
  readonly position: StreamPosition;
}

/**
 * Splits a line of a capture file into message and position. A line is either a bare DMS message, which takes
 * `fallback`, or one with stream data next to it, which tells its own position. The message's text is never written
 * anew: a wrapper at the front is cut off, one elsewhere stays in `data`, where decoding ignores it. Broken lines pass
 * through with `fallback`: decoding says what is wrong with them. Never throws.
 */
export function readCaptureLine(line: string, fallback: StreamPosition): CapturedMessage {
  if (!line.includes('"kinesis"')) return { data: line, position: fallback };
  const [whole, wrapper] = LEADING_WRAPPER.exec(line) ?? [];
  const front = wrapper === undefined ? undefined : readMessage(`{${wrapper}}`);
  if (whole !== undefined && front?.ok) {
    return { data: `{${line.slice(whole.length)}`, position: readCapturePosition(front.message, fallback) };
  }
  const read = readMessage(line);
  return { data: line, position: read.ok ? readCapturePosition(read.message, fallback) : fallback };
}
