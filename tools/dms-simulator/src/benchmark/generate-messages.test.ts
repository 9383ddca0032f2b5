import { describe, expect, it } from 'vitest';
import { decodeOrThrow } from '../testing/fold-records.ts';
import { BENCHMARK_TABLE, generateCreateTable, generateMessages } from './generate-messages.ts';

describe('generateMessages', () => {
  it('makes inserts of about 400 bytes with eight columns and a key each', () => {
    const messages = [...generateMessages({ count: 500 })];
    const records = messages.map(decodeOrThrow);
    expect(messages.reduce((bytes, { data }) => bytes + data.length, 0) / 500).toBeCloseTo(405, -1);
    expect(records.every((record) => record.kind === 'row' && Object.keys(record.values).length === 8)).toBe(true);
    expect(new Set(messages.map(({ partitionKey }) => partitionKey)).size).toBe(500);
  });

  it('makes updates of a few keys where keys are hot', () => {
    const messages = [...generateMessages({ count: 500, hotKeys: 4 })];
    expect(new Set(messages.map(({ partitionKey }) => partitionKey)).size).toBe(4);
    expect(messages.map(decodeOrThrow).every((record) => record.kind === 'row' && record.operation === 'update')).toBe(
      true,
    );
  });

  it('makes the same messages again for the same options', () => {
    expect([...generateMessages({ count: 50, seed: 9 })]).toEqual([...generateMessages({ count: 50, seed: 9 })]);
  });

  it('streams: the first message of a billion costs nothing', () => {
    expect(generateMessages({ count: 1_000_000_000 }).next().done).toBe(false);
  });

  it('comes with a definition of its table that is older than its rows', () => {
    const [first] = [...generateMessages({ count: 1 })].map(decodeOrThrow);
    const created = decodeOrThrow(generateCreateTable());
    expect(created.kind === 'table' && created.definition?.columns).toHaveLength(BENCHMARK_TABLE.columns.length);
    expect(created.timeMicros ?? 0).toBeLessThan(first?.timeMicros ?? 0);
  });
});
