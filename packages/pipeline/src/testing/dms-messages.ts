import type { StreamPosition } from '@drayage/record-decoder';
import type { SourceRecord } from '../source-record.js';

let sequence = 0;

/** The next position of a shard; numbers grow over all shards of a test file. */
export function nextPosition(shardId = 'shard-a'): StreamPosition {
  sequence += 1;
  return { stream: 'orders-stream', shardId, sequenceNumber: String(sequence) };
}

export interface MessageOptions {
  readonly shardId?: string;
  readonly schema?: string;
  readonly table?: string;
}

function metadata(
  recordType: string,
  operation: string,
  { schema = 'shop', table = 'orders' }: MessageOptions,
): object {
  const timestamp = new Date(Date.parse('2026-01-01T00:00:00Z') + sequence * 1_000).toISOString();
  return {
    timestamp,
    'record-type': recordType,
    operation,
    'partition-key-type': 'schema-table',
    'schema-name': schema,
    'table-name': table,
  };
}

/** A row as DMS sends it. */
export function rowMessage(operation: string, data: object, options: MessageOptions = {}): SourceRecord {
  const position = nextPosition(options.shardId);
  return { data: JSON.stringify({ data, metadata: metadata('data', operation, options) }), position };
}

/** A `create-table` of columns `id` and `name`. */
export function createTableMessage(options: MessageOptions = {}): SourceRecord {
  const position = nextPosition(options.shardId);
  const columns = { id: { type: 'INT32', nullable: false }, name: { type: 'STRING', length: 40, nullable: true } };
  const control = { 'table-def': { columns, 'primary-key': ['id'] } };
  return { data: JSON.stringify({ control, metadata: metadata('control', 'create-table', options) }), position };
}

/** Bytes that no decoder takes. */
export function brokenMessage(data: Uint8Array | string = '{"data": {', shardId?: string): SourceRecord {
  return { data, position: nextPosition(shardId) };
}
