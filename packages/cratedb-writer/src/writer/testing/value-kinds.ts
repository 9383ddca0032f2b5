import { expect, it } from 'vitest';
import { definition, rowChange, tableChange } from '../../testing/change-factories.js';
import type { BehaviourSuite } from './behaviour-suite.js';

const columnTypes = {
  tags: 'array(text)',
  grid: 'array(array(integer))',
  doc: 'object(dynamic)',
  raw: 'object(ignored)',
  place: 'geo_point',
  area: 'geo_shape',
  ip: 'ip',
  uuid: 'uuid',
  vector: 'float_vector(3)',
  code: 'varchar(10)',
  fixed: 'character(4)',
  flags: 'bit(4)',
};

const kinds = definition(
  {
    id: 'INT32',
    truth: 'BOOL',
    small: 'INT16',
    big: 'INT64',
    unsigned: 'UINT64',
    real: 'REAL4',
    double: 'REAL8',
    infinite: 'REAL8',
    dec: { type: 'NUMERIC', precision: 38, scale: 10 },
    word: 'STRING',
    long: 'CLOB',
    at: 'DATETIME',
    day: 'DATE',
    time: 'TIME',
    nothing: 'STRING',
    ...Object.fromEntries(Object.keys(columnTypes).map((name) => [name, 'CLOB'])),
  },
  ['id'],
);

const values = {
  truth: false,
  small: -32_768,
  big: 9_007_199_254_740_993n,
  unsigned: 18_446_744_073_709_551_615n,
  real: 0.1,
  double: 1e-7,
  infinite: 'Infinity',
  dec: { kind: 'decimal', text: '1234567890123456789012345678.9012345678' },
  word: 'ä😀 "x" \\ \' ,{}',
  long: 'x'.repeat(40_000),
  at: '2026-01-02T03:04:05.678Z',
  day: '0044-03-15',
  time: '10:11:12.5',
  nothing: null,
  tags: '["a","b \\"c\\"",null,"","{}","NULL"]',
  grid: '[[1,2],[3,4]]',
  doc: '{"a":{"b":[1,2]},"c":"d"}',
  raw: '{"a.b":[1,"x",{"y":null}]}',
  place: 'POINT (9.7 47.4)',
  area: 'POLYGON ((30 10, 40 40, 20 40, 10 20, 30 10))',
  ip: '10.0.0.1',
  uuid: 'A0EEBC99-9C0B-4EF8-BB6D-6BB9BD380A11',
  vector: '[1.5,-2,0.25]',
  code: 'abc',
  fixed: 'ab',
  flags: '1010',
} as const;

/** Values of every kind, and tables laid out as the policy says. */
export function valueKinds({ target }: BehaviourSuite): void {
  it.each(['direct', 'universal'] as const)(
    'takes values of every kind along when a key changes (%s)',
    async (mapping) => {
      const { newWriter, applyTwice, rows, isCratedb } = target();
      const writer = await newWriter({ mapping, tables: [{ table: 'shop.*', columnTypes }] });
      const written = await applyTwice(writer, [
        tableChange({ definition: kinds }),
        rowChange({ values: { id: 1, ...values, ...(isCratedb ? {} : { flags: '1010' }) } }),
      ]);
      expect(written.refused.map(({ refusal }) => [refusal.column, refusal.message])).toEqual([]);
      const [before] = await rows();
      const outcome = await applyTwice(writer, [
        rowChange({ operation: 'update', values: { id: 2 }, before: { id: 1 } }),
      ]);
      expect(outcome.refused.map(({ refusal }) => [refusal.column, refusal.message])).toEqual([]);
      const [after, ...others] = await rows();
      expect(others).toEqual([]);
      expect(withoutKey(after!)).toEqual(withoutKey(before!));
    },
  );

  it('shards, partitions and replicates as the policy says, and writes and deletes there', async () => {
    const { newWriter, applyTwice, rows, sql, isCratedb, schema } = target();
    const writer = await newWriter({
      tables: [{ table: 'shop.*', shards: 2, replicas: '0', partitionBy: ['day'], columnPolicy: 'dynamic' }],
    });
    const days = definition({ id: 'INT32', day: 'STRING', v: 'STRING' }, ['id', 'day']);
    await applyTwice(writer, [
      tableChange({ definition: days }),
      rowChange({ values: { id: 1, day: 'mon', v: 'a' } }),
      rowChange({ values: { id: 1, day: 'tue', v: 'b' } }),
      rowChange({ values: { id: 2, day: 'tue', v: 'c' } }),
    ]);
    await applyTwice(writer, [
      rowChange({ operation: 'delete', values: { id: 1, day: 'tue' } }),
      rowChange({ operation: 'update', values: { id: 2, day: 'wed' }, before: { day: 'tue' } }),
    ]);
    expect(await rows()).toEqual([
      { id: '1', day: 'mon', v: 'a' },
      { id: '2', day: 'wed', v: 'c' },
    ]);
    if (isCratedb) {
      const [row] = await sql(
        'SELECT number_of_shards, number_of_replicas, partitioned_by FROM information_schema.tables WHERE table_schema = $1',
        [schema],
      );
      expect(row).toEqual(['2', '0', expect.stringContaining('day') as string]);
    }
  });
}

function withoutKey(row: Readonly<Record<string, string | null>>): unknown {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== 'id' && name !== 'pk'));
}
