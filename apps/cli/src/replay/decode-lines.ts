import type { DecodedRecord } from '@drayage/pipeline';
import { decodeCaptureLine, decodeRecord, type DecodeResult, type StreamPosition } from '@drayage/record-decoder';
import type { Line } from './read-lines.js';

export interface DecodeLinesOptions {
  /** `file:<sha256>`: where lines stood that tell no position of their own. */
  readonly fileStream: string;
  /** Replaces the stream's name in every position. */
  readonly streamName: string | undefined;
  /** Name of the member with the before-image. */
  readonly beforeImageField: string;
}

/**
 * Decodes capture lines, with or without a `kinesis` wrapper. A broken line becomes an error with its line number.
 *
 * Invariant: two lines have the same position only if they are the same record. Under another stream name, lines
 * without a position of their own are therefore told apart by their file, as by a shard.
 */
export function decodeLines(lines: readonly Line[], options: DecodeLinesOptions): readonly DecodedRecord[] {
  const { fileStream, streamName } = options;
  return lines.map((line): DecodedRecord => {
    const sequenceNumber = String(line.number);
    const position: StreamPosition =
      streamName === undefined
        ? { stream: fileStream, shardId: 'lines', sequenceNumber }
        : { stream: streamName, shardId: fileStream, sequenceNumber };
    const result = named(line.cut ? tooLong : decode(line.text, position, options), streamName);
    // The bytes are kept, not the text: those are outside of the heap, and hardly any of them are looked at again.
    if (result.ok) return { data: line.text, position: result.record.position, result };
    const error = { ...result.error, message: `Line ${line.number}: ${result.error.message}` };
    return { data: line.text, position, result: { ok: false, error } };
  });
}

const tooLong: DecodeResult = {
  ok: false,
  error: {
    code: 'malformed',
    message: 'The line is too long for a DMS message; only its beginning is kept.',
    remedy: 'Check that the file has one message a line.',
  },
};

function decode(line: Buffer, position: StreamPosition, { beforeImageField }: DecodeLinesOptions): DecodeResult {
  const text = line.toString('utf8');
  // Where the text has the character that stands for unreadable bytes, the bytes themselves decide.
  const strict = text.includes('\uFFFD') ? decodeRecord(line, position, { beforeImageField }) : undefined;
  return strict?.ok === false ? strict : decodeCaptureLine(text, position, { beforeImageField });
}

function named(result: DecodeResult, streamName: string | undefined): DecodeResult {
  if (!result.ok || streamName === undefined || result.record.position.stream === streamName) return result;
  const position = { ...result.record.position, stream: streamName };
  return { ok: true, record: { ...result.record, position } };
}
