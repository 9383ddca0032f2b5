import type { JsonObject, StreamPosition } from '../change-record.js';
import { asObject, asText } from '../envelope/envelope.js';
import { parseTimeMicros } from '../parse-time-micros.js';

/** The fields that a capture puts next to those of the message. */
export const CAPTURE_FIELDS = { stream: 'kinesis', messageId: 'kinesis_msg_id' } as const;

/**
 * Where a captured record stood in its stream, from the fields that the capture put next to the message. `fallback`
 * where there are none, or without a shard and a sequence number; its stream where the capture names none.
 */
export function readCapturePosition(message: JsonObject, fallback: StreamPosition): StreamPosition {
  const kinesis = asObject(message[CAPTURE_FIELDS.stream]);
  const shardId = kinesis && asText(kinesis['shard_id']);
  const sequenceNumber = kinesis && asText(kinesis['seq_no']);
  if (kinesis === undefined || shardId === undefined || sequenceNumber === undefined || !/^\d+$/.test(sequenceNumber))
    return fallback;
  const arrived = kinesis['ts'];
  const arrivalTimeMicros = typeof arrived === 'string' ? parseTimeMicros(arrived) : undefined;
  return {
    stream: asText(kinesis['stream_name']) ?? fallback.stream,
    shardId,
    sequenceNumber,
    ...(arrivalTimeMicros !== undefined && { arrivalTimeMs: Math.floor(arrivalTimeMicros / 1000) }),
  };
}
