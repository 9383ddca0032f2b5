/** Messages of a small table, as AWS DMS writes them. */

export interface MessageOptions {
  readonly schema?: string;
  readonly table?: string;
  /** Seconds after midnight: later ones are newer. */
  readonly at?: number;
  /** The old row, and under which name the message has it. */
  readonly old?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Wrapper {
  readonly sequenceNumber: string;
  readonly shardId?: string;
  readonly streamName?: string;
}

export function createTable(options: MessageOptions = {}): string {
  const columns = {
    id: { type: 'INT64', nullable: false },
    name: { type: 'STRING', length: 40, nullable: true },
    amount: { type: 'NUMERIC', precision: 12, scale: 2, nullable: true },
  };
  const control = { 'table-def': { columns, 'primary-key': ['id'] } };
  return JSON.stringify({ control, metadata: metadata('control', 'create-table', options) });
}

export function dropTable(options: MessageOptions = {}): string {
  return JSON.stringify({ control: {}, metadata: metadata('control', 'drop-table', options) });
}

export function change(
  operation: 'load' | 'insert' | 'update' | 'delete',
  data: Readonly<Record<string, unknown>>,
  options: MessageOptions = {},
): string {
  return JSON.stringify({ data, ...options.old, metadata: metadata('data', operation, options) });
}

/** The same message as a capture keeps it, with where it stood in its stream. */
export function wrapped(
  message: string,
  { sequenceNumber, shardId = 'shardId-000000000001', streamName }: Wrapper,
): string {
  const kinesis = {
    shard_id: shardId,
    seq_no: sequenceNumber,
    ts: '2026-01-01 00:00:00.000000+00:00',
    partition: 'p',
    ...(streamName === undefined ? {} : { stream_name: streamName }),
  };
  return `{"kinesis":${JSON.stringify(kinesis)},"kinesis_msg_id":"m${sequenceNumber}",${message.slice(1)}`;
}

function metadata(recordType: string, operation: string, options: MessageOptions): Readonly<Record<string, string>> {
  const { schema = 'shop', table = 'orders', at = 0 } = options;
  return {
    timestamp: new Date(Date.UTC(2026, 0, 1) + at * 1000).toISOString().replace('Z', '000Z'),
    'record-type': recordType,
    operation,
    'partition-key-type': 'schema-table',
    'schema-name': schema,
    'table-name': table,
  };
}
