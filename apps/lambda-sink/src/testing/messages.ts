import type { StreamRecord } from './kinesis-event.js';

const FIRST_TIME_MS = Date.parse('2026-01-01T00:00:00Z');
const FIRST_SEQUENCE = 49_664_459_213_214_506_049_272_029_928_136_046_394_554_240n;

/** The record at a place of the shard: later ones have greater numbers and times. */
export function recordAt(place: number, data: string | Uint8Array, partitionKey = 'shop.orders'): StreamRecord {
  return { data, partitionKey, sequenceNumber: sequenceAt(place), arrivalTimeMs: FIRST_TIME_MS + place * 1_000 };
}

export function sequenceAt(place: number): string {
  return String(FIRST_SEQUENCE + BigInt(place) * 17n);
}

export interface TableOf {
  readonly schema: string;
  readonly table?: string;
}

function metadata(place: number, recordType: string, operation: string, { schema, table = 'orders' }: TableOf): object {
  const timestamp = new Date(FIRST_TIME_MS + place * 1_000).toISOString();
  return {
    timestamp,
    'record-type': recordType,
    operation,
    'partition-key-type': 'schema-table',
    'schema-name': schema,
    'table-name': table,
  };
}

/** A row as DMS sends it, with `others` beside it. */
export function rowAt(
  place: number,
  operation: string,
  data: object,
  table: TableOf,
  others: object = {},
): StreamRecord {
  return recordAt(place, JSON.stringify({ data, ...others, metadata: metadata(place, 'data', operation, table) }));
}

/** A `create-table` of columns `id`, `name` and `amount` under the key `id`. */
export function createTableAt(place: number, table: TableOf): StreamRecord {
  const columns = {
    id: { type: 'INT32', nullable: false },
    name: { type: 'STRING', length: 40, nullable: true },
    amount: { type: 'INT32', nullable: true },
  };
  const control = { 'table-def': { columns, 'primary-key': ['id'] } };
  return recordAt(place, JSON.stringify({ control, metadata: metadata(place, 'control', 'create-table', table) }));
}
