import { Buffer } from 'node:buffer';
import { generateMessages, type DmsRecord } from '@drayage/dms-simulator';
import type { SourceRecord } from '@drayage/pipeline';

/** Keys that most of a hot workload falls on. */
export const HOT_KEYS = 1_000;
/** Of ten records of a hot workload, so many are updates of hot keys; the others insert a key of their own. */
const HOT_OF_TEN = 9;

/** Inserts, a key each. Integers of this workload have fewer than 16 digits, as those of most tables. */
export function* distinctMessages(count: number): IterableIterator<string> {
  for (const record of generateMessages({ count })) yield withShortSerial(record);
}

/** Rows with an integer beyond 2^53 each, which no `number` holds. */
export function* wideMessages(count: number): IterableIterator<string> {
  for (const record of generateMessages({ count })) yield record.data;
}

/** Nine updates of a few keys, then an insert, and so on. */
export function* hotMessages(count: number): IterableIterator<string> {
  const updates = generateMessages({ count, hotKeys: HOT_KEYS });
  const inserts = generateMessages({ count, firstKey: HOT_KEYS + 1 });
  for (let index = 0; index < count; index += 1) {
    const next: IteratorResult<DmsRecord, undefined> = index % 10 < HOT_OF_TEN ? updates.next() : inserts.next();
    if (next.value !== undefined) yield withShortSerial(next.value);
  }
}

/** The same, with one row in the middle of every `rows` whose `serial` is negative. */
export function* withBadRows(messages: Iterable<string>, rows: number): IterableIterator<string> {
  let index = 0;
  for (const message of messages) {
    yield index % rows === Math.floor(rows / 2) ? withSerial(message, () => -1) : message;
    index += 1;
  }
}

/** The bytes as a stream delivers them, each record with its position. */
export function toRecords(messages: Iterable<string>): readonly SourceRecord[] {
  const records: SourceRecord[] = [];
  for (const message of messages) {
    const sequenceNumber = String(records.length + 1);
    records.push({
      data: Buffer.from(message),
      position: { stream: 'bench', shardId: 'shardId-000000000000', sequenceNumber },
    });
  }
  return records;
}

function withShortSerial({ data }: DmsRecord): string {
  return withSerial(data, (serial) => serial % 1_000_000_000);
}

function withSerial(data: string, change: (serial: number) => number): string {
  const message = JSON.parse(data) as { data: { serial: number } };
  message.data.serial = change(message.data.serial);
  return JSON.stringify(message);
}
