import { describe, expect, it } from 'vitest';
import { createDmsTask, type DmsTask } from './dms-task.ts';
import { decimal } from './source-row.ts';
import type { SourceTable } from './source-table.ts';

const PARTS: SourceTable = {
  schema: 'depot',
  name: 'parts',
  columns: [
    { name: 'id', type: 'INT64', nullable: false },
    { name: 'price', type: 'NUMERIC', precision: 12, scale: 2, nullable: true },
    { name: 'label', type: 'STRING', length: 40, nullable: true },
  ],
  primaryKey: ['id'],
};
const NOTES: SourceTable = { ...PARTS, name: 'notes', primaryKey: [] };
const row = { id: 7n, price: decimal(1250, 2), label: null };

function task(partitionBy: 'primary-key' | 'schema-table' = 'primary-key'): DmsTask {
  return createDmsTask({ nowMicros: () => Date.UTC(2026, 2, 1, 8) * 1000 + 5, taskId: 'TASK', partitionBy });
}

describe('createDmsTask', () => {
  it('builds a create-table record', () => {
    expect(task().control('create-table', PARTS)).toEqual({
      partitionKey: 'TASK.depot.parts',
      data:
        '{"control":{"table-def":{"columns":{"id":{"type":"INT64","nullable":false},' +
        '"price":{"type":"NUMERIC","precision":12,"scale":2,"nullable":true},' +
        '"label":{"type":"STRING","length":40,"nullable":true}},"primary-key":["id"]}},' +
        '"metadata":{"timestamp":"2026-03-01T08:00:00.000005Z","record-type":"control","operation":"create-table",' +
        '"partition-key-type":"task-id","partition-key-value":"TASK","schema-name":"depot","table-name":"parts"}}',
    });
  });

  it('leaves the primary key out of the definition of a table without one', () => {
    expect(task().control('create-table', NOTES).data).not.toContain('primary-key');
  });

  it('builds a load record without transaction details', () => {
    expect(task().load(PARTS, row)).toEqual({
      partitionKey: 'depot.parts.7',
      data:
        '{"data":{"id":7,"price":12.50,"label":null},' +
        '"metadata":{"timestamp":"2026-03-01T08:00:00.000005Z","record-type":"data","operation":"load",' +
        '"partition-key-type":"primary-key","partition-key-value":"depot.parts.7","schema-name":"depot","table-name":"parts"}}',
    });
  });

  it('builds an update with an empty before-image and transaction details', () => {
    const [record] = task('schema-table').commit([{ kind: 'update', table: PARTS, row, previous: row }]);
    expect(record).toEqual({
      partitionKey: 'depot.parts',
      data:
        '{"data":{"id":7,"price":12.50,"label":null},"before-image":{},' +
        '"metadata":{"timestamp":"2026-03-01T08:00:00.000005Z","record-type":"data","operation":"update",' +
        '"partition-key-type":"schema-table","schema-name":"depot","table-name":"parts",' +
        '"transaction-id":4712,"transaction-record-id":1,"commit-timestamp":"2026-03-01T08:00:00.000005Z",' +
        '"stream-position":"00000001/F0A41000.2.00000001/F0A41000"}}',
    });
  });

  it('puts the old key into the before-image and the new one into the partition key', () => {
    const [record] = task().commit([{ kind: 'update', table: PARTS, row: { ...row, id: 8n }, previous: row }]);
    expect(record?.partitionKey).toBe('depot.parts.8');
    expect(record?.data).toContain('"before-image":{"id":7}');
  });

  it('sends the key and nulls for a deleted row', () => {
    const [record] = task().commit([{ kind: 'delete', table: PARTS, row }]);
    expect(record?.data).toContain('{"data":{"id":7,"price":null,"label":null},"metadata"');
  });

  it('names the transaction before, from the second one on', () => {
    const running = task();
    const insert = { kind: 'insert', table: PARTS, row } as const;
    running.commit([insert, insert]);
    const [first, second] = running.commit([insert, insert]);
    for (const record of [first, second]) {
      expect(record?.data).toContain('"prev-transaction-id":4712,"prev-transaction-record-id":2');
    }
  });

  it('sends a table without a key by its name even where keys pick the shard', () => {
    expect(task().load(NOTES, row).partitionKey).toBe('depot.notes');
  });

  it('never repeats a time, even if the clock stands still', () => {
    const running = task();
    const times = [1, 2, 3].map(() => /"timestamp":"([^"]+)"/.exec(running.load(PARTS, row).data)?.[1]);
    expect(times).toEqual([
      '2026-03-01T08:00:00.000005Z',
      '2026-03-01T08:00:00.000006Z',
      '2026-03-01T08:00:00.000007Z',
    ]);
  });
});
