import type { ChangeRecord, TableChange } from '@drayage/record-decoder';
import { describe, expect, it } from 'vitest';
import type { DmsRecord } from '../dms/dms-record.ts';
import { decodeOrThrow } from '../testing/fold-records.ts';
import { steadyClock } from '../testing/steady-clock.ts';
import { createShop } from './create-shop.ts';

const shop = createShop({ seed: 3, nowMicros: steadyClock(30_000), customers: 20, alterAfter: 200 });
const start = [...shop.start()];
const changes = Array.from({ length: 2_000 }, () => shop.nextTransaction()).flat();
const records = [...start, ...changes].map(decodeOrThrow);
const rows = records.filter((record) => record.kind === 'row');

const isTable = (record: ChangeRecord): record is TableChange =>
  record.kind === 'table' && record.table.schema === 'shop';

describe('what a shop puts on the stream', () => {
  it('has nothing that the decoder does not know', () => {
    expect(records.filter((record) => record.kind === 'unknown')).toEqual([]);
  });

  it('drops, then creates, then loads each table', () => {
    const firsts = ['drop-table', 'create-table', 'load'].map((operation) =>
      records.findIndex(
        (record) => record.table.table === 'orders' && record.kind !== 'unknown' && record.operation === operation,
      ),
    );
    expect(firsts).toEqual([...firsts].sort((a, b) => a - b));
    expect(firsts).not.toContain(-1);
  });

  it('loads rows without transaction details and out of the order of their times', () => {
    const loads = rows.filter(({ operation, table }) => operation === 'load' && table.table === 'order_items');
    const times = loads.map(({ timeMicros }) => timeMicros ?? 0);
    expect(
      loads.every(({ transaction, sourcePosition }) => transaction === undefined && sourcePosition === undefined),
    ).toBe(true);
    expect(times).not.toEqual([...times].sort((a, b) => a - b));
  });

  it('never repeats a message time', () => {
    const times = records.map(({ timeMicros }) => timeMicros);
    expect(new Set(times).size).toBe(times.length);
  });

  it('gives changes a position that grows in the order of the log, in spite of counters that are not padded', () => {
    const keys = rows.map(({ sourcePosition }) => (sourcePosition?.comparable === true ? sourcePosition.sortKey : ''));
    const changed = keys.filter((key) => key !== '');
    expect(changed.length).toBeGreaterThan(2_000);
    expect(changed).toEqual([...changed].sort());
    expect(changes.some(({ data }) => /"stream-position":"[^."]+\.1\d\./.test(data))).toBe(true);
  });

  it('changes keys: of one column, of a composite key, and in chains', () => {
    const moved = rows.filter(({ before }) => before !== undefined && Object.keys(before).length > 0);
    expect(moved.some(({ table }) => table.table === 'products')).toBe(true);
    expect(
      moved.filter(({ table }) => table.table === 'order_items').map(({ before }) => Object.keys(before ?? {})),
    ).toContainEqual(['order_id', 'line']);
  });

  it('announces each new column before the first row that has it', () => {
    const altered = records
      .filter(isTable)
      .filter(({ operation }) => operation === 'add-column' || operation === 'change-columns');
    expect(altered.map(({ operation, definition }) => [operation, definition?.columns.at(-1)?.name])).toEqual([
      ['add-column', 'coupon'],
      ['change-columns', 'credit'],
    ]);
    const announced = records.findIndex((record) => isTable(record) && record.operation === 'add-column');
    const used = records.findIndex(
      (record) => record.kind === 'row' && record.table.table === 'orders' && 'coupon' in record.values,
    );
    expect(used).toBeGreaterThan(announced);
  });

  it('reports the status of the task now and then, under a key of its own', () => {
    const status = (record: DmsRecord) => record.partitionKey === '.awsdms_status';
    expect(start.filter(status)).toHaveLength(3);
    expect(changes.filter(status).length).toBeGreaterThan(1);
  });

  it('holds integers beyond 2^53, of 16 digits and of more', () => {
    expect([...start, ...changes].some(({ data }) => /"loyalty_number":\d{16},/.test(data))).toBe(true);
    expect([...start, ...changes].some(({ data }) => /"loyalty_number":\d\.\d+e\+\d\d,/.test(data))).toBe(true);
  });

  it('spreads keyed tables by key and the keyless one by its name', () => {
    const keys = new Set(changes.map(({ partitionKey }) => partitionKey));
    expect(keys).toContain('shop.events');
    expect([...keys].some((key) => /^shop\.order_items\.\d+\.\d+$/.test(key))).toBe(true);
  });
});
