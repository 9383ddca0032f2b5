import type { DmsRecord } from '../dms/dms-record.ts';
import { encodeJson } from '../dms/encode-json.ts';
import { formatMicros } from '../dms/format-micros.ts';
import { decimal, type SourceRow } from '../dms/source-row.ts';
import { keyText, type SourceTable } from '../dms/source-table.ts';
import { describeTable } from '../dms/table-def.ts';
import { createRandom, type Random } from '../random.ts';

/** The table that the benchmark writes: eight columns, a number as its key. */
export const BENCHMARK_TABLE: SourceTable = {
  schema: 'bench',
  name: 'readings',
  columns: [
    { name: 'id', type: 'INT64', nullable: false },
    { name: 'device', type: 'STRING', length: 40, nullable: false },
    { name: 'place', type: 'STRING', length: 80, nullable: true },
    { name: 'measured_at', type: 'TIMESTAMP', nullable: false },
    { name: 'temperature', type: 'DOUBLE', nullable: true },
    { name: 'cost', type: 'NUMERIC', precision: 12, scale: 2, nullable: false },
    { name: 'valid', type: 'BOOL', nullable: false },
    { name: 'serial', type: 'INT64', nullable: false },
  ],
  primaryKey: ['id'],
};

export interface MessageOptions {
  readonly count: number;
  /** Default 1. */
  readonly seed?: number;
  /** With it, all messages are updates of this many keys; without it, inserts with a key each. */
  readonly hotKeys?: number;
  /** The first key of distinct keys. Default 1. */
  readonly firstKey?: number;
  /** Time of the first message; each next one is a microsecond later. Default 2026-01-01. */
  readonly startMicros?: number;
}

const DEFAULT_START_MICROS = Date.UTC(2026, 0, 1) * 1000;

/** The control record that announces the benchmark's table. */
export function generateCreateTable(startMicros = DEFAULT_START_MICROS - 1): DmsRecord {
  const { schema, name } = BENCHMARK_TABLE;
  const metadata = {
    timestamp: formatMicros(startMicros),
    'record-type': 'control',
    operation: 'create-table',
    'partition-key-type': 'task-id',
    'partition-key-value': 'BENCHTASK',
    'schema-name': schema,
    'table-name': name,
  };
  const control = { 'table-def': describeTable(BENCHMARK_TABLE) };
  return { partitionKey: `BENCHTASK.${schema}.${name}`, data: encodeJson({ control, metadata }) };
}

/**
 * Row messages of about 400 bytes, one at a time and the same for the same options: a stream of any length costs no
 * memory. They carry no transaction details.
 */
export function* generateMessages(options: MessageOptions): IterableIterator<DmsRecord> {
  const { count, hotKeys, firstKey = 1, startMicros = DEFAULT_START_MICROS } = options;
  const random = createRandom(options.seed ?? 1);
  for (let index = 0; index < count; index += 1) {
    const id = hotKeys === undefined ? firstKey + index : random.integer(1, hotKeys);
    const row = readingRow(random, BigInt(id), startMicros + index);
    yield message(hotKeys === undefined ? 'insert' : 'update', row, startMicros + index);
  }
}

function message(operation: 'insert' | 'update', row: SourceRow, micros: number): DmsRecord {
  const { schema, name } = BENCHMARK_TABLE;
  const partitionKey = `${schema}.${name}.${keyText(BENCHMARK_TABLE, row)}`;
  const metadata = {
    timestamp: formatMicros(micros),
    'record-type': 'data',
    operation,
    'partition-key-type': 'primary-key',
    'partition-key-value': partitionKey,
    'schema-name': schema,
    'table-name': name,
  };
  const beforeImage = operation === 'update' ? {} : undefined;
  return { partitionKey, data: encodeJson({ data: row, 'before-image': beforeImage, metadata }) };
}

function readingRow(random: Random, id: bigint, micros: number): SourceRow {
  return {
    id,
    device: `sensor-${String(random.integer(0, 9999)).padStart(4, '0')}`,
    place: random.chance(0.1) ? null : `Hall ${random.integer(1, 40)}`,
    measured_at: formatMicros(micros),
    temperature: random.integer(-4000, 12_000) / 128,
    cost: decimal(random.integer(0, 999_999), 2),
    valid: random.chance(0.95),
    serial: 9_007_199_254_740_993n + BigInt(random.integer(0, 999_999)),
  };
}
