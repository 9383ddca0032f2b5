import type { SourceRecord } from '@drayage/kinesis-source';

/**
 * A record as a line of a capture, which `dray replay` reads: its message, and first in it where it stood in the stream.
 * The message's text is never written anew, so that no number is rounded; only line breaks between its parts go. What is no JSON object has
 * no place for that, and stands in its line alone, to become a dead letter at the replay as it would in the sink.
 */
export function captureLine({ data, partitionKey, position }: SourceRecord): string {
  const message = Buffer.from(data)
    .toString('utf8')
    .replaceAll(/[\r\n]+/gu, ' ')
    .trim();
  if (!message.startsWith('{')) return `${message}\n`;
  const kinesis = {
    stream_name: position.stream,
    shard_id: position.shardId,
    seq_no: position.sequenceNumber,
    ...(position.arrivalTimeMs === undefined ? {} : { ts: new Date(position.arrivalTimeMs).toISOString() }),
    partition: partitionKey,
  };
  const rest = message.slice(1).trimStart();
  return `{"kinesis":${JSON.stringify(kinesis)}${rest.startsWith('}') ? '' : ','}${rest}\n`;
}
