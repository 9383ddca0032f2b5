import type { SinkDatabase } from '@drayage/cratedb-writer';
import { describe, expect, it } from 'vitest';

import type { BatchAnswer } from '../environment.js';
import { failFrom } from './fail-from.js';
import { kinesisEvent, SHARD_ID } from './kinesis-event.js';
import { createTableAt, recordAt, rowAt, sequenceAt } from './messages.js';
import { sandboxDatabase } from './sandbox-database.js';
import { invocationContext } from './test-environment.js';
import { useFunction } from './use-function.js';

const MINUTE_MS = 60_000;
const all: BatchAnswer = { batchItemFailures: [] };
const from = (place: number): BatchAnswer => ({ batchItemFailures: [{ itemIdentifier: sequenceAt(place) }] });

/** What the function does, whatever the database. */
export function lambdaBehaviours(open: () => Promise<SinkDatabase>): void {
  const bench = useFunction(open);
  const { clock, invoke, letters, make, position, read, refresh, rows, settings, table } = bench;

  describe('a batch', () => {
    it('is written whole, and its position kept; the same batch again changes nothing', async () => {
      const { sink } = make();
      const records = [
        createTableAt(1, table),
        rowAt(2, 'insert', { id: 1, name: 'one', amount: 10 }, table),
        rowAt(3, 'insert', { id: 2, name: 'two' }, table),
        rowAt(4, 'delete', { id: 2 }, table),
      ];
      for (let times = 0; times < 2; times += 1) {
        expect(await invoke(sink, records)).toEqual(all);
        expect(await rows()).toEqual([['1', 'one', '10']]);
        expect(await position()).toBe(sequenceAt(4));
      }
      expect(sink.lastReport()).toMatchObject({ records: 4, handedBack: 0, deadLetters: 0 });
    });

    it('of updates and deletes alone works in a sandbox that knows nothing', async () => {
      await invoke(make().sink, [
        createTableAt(1, table),
        rowAt(2, 'insert', { id: 1, name: 'one', amount: 1 }, table),
        rowAt(3, 'insert', { id: 2, name: 'two', amount: 2 }, table),
      ]);
      expect(
        await invoke(make().sink, [
          rowAt(4, 'update', { id: 1, name: 'uno', amount: 1 }, table),
          rowAt(5, 'delete', { id: 2 }, table),
        ]),
      ).toEqual(all);
      expect(await rows()).toEqual([['1', 'uno', '1']]);
    });

    it('goes on past poison, which is kept: the shard is not blocked and nothing is skipped', async () => {
      const { sink } = make();
      const poison = [
        recordAt(3, '{"data": {"id": 7'),
        recordAt(4, JSON.stringify({ no: 'metadata' })),
        recordAt(5, Uint8Array.from([0xf3, 0x89, 0x9a, 0xc2, 1, 2, 3, 4])),
        rowAt(6, 'insert', { id: 6, name: 'six', amount: 'sixty' }, table),
        rowAt(7, 'update', { name: 'no key' }, table),
      ];
      expect(
        await invoke(sink, [
          createTableAt(1, table),
          rowAt(2, 'insert', { id: 1, name: 'one' }, table),
          ...poison,
          rowAt(8, 'insert', { id: 2, name: 'two' }, table),
        ]),
      ).toEqual(all);
      expect(await rows()).toEqual([
        ['1', 'one', null],
        ['2', 'two', null],
      ]);
      expect((await letters()).map(({ code }) => code).sort()).toEqual([
        'incomplete-key',
        'malformed',
        'not-dms',
        'not-dms',
        'value-not-castable',
      ]);
      expect(sink.lastReport()).toMatchObject({ records: 8, deadLetters: 5 });
    });

    it('keeps a record that is not base64 as it came', async () => {
      const event = kinesisEvent([createTableAt(1, table), recordAt(2, 'x')]) as {
        Records: { kinesis: { data: string } }[];
      };
      event.Records[1]!.kinesis.data = '{"data": "not base64"}';
      expect(await make().sink.handler(event, invocationContext())).toEqual(all);
      expect(await letters()).toEqual([{ code: 'malformed', state: 'open', payload: '{"data": "not base64"}' }]);
    });

    it('is written in the order of the shard, whatever the order of the event', async () => {
      const records = [
        rowAt(3, 'update', { id: 1, name: 'new', amount: 1 }, table),
        createTableAt(1, table),
        rowAt(2, 'insert', { id: 1, name: 'old', amount: 1 }, table),
      ];
      expect(await invoke(make({ env: settings({ ORDERING: 'arrival' }) }).sink, records)).toEqual(all);
      expect(await rows()).toEqual([['1', 'new', '1']]);
    });
  });

  describe('a before-image under another name', () => {
    const told = () => make({ env: settings({ DRAYAGE_KINESIS_BEFORE_IMAGE_FIELD: 'was' }) }).sink;
    const moved = (place: number) => rowAt(place, 'update', { id: 9, name: 'one' }, table, { was: { id: 1 } });

    it('tells the old key', async () => {
      const insert = rowAt(2, 'insert', { id: 1, name: 'one' }, table);
      expect(await invoke(told(), [createTableAt(1, table), insert, moved(3)])).toEqual(all);
      expect(await rows()).toEqual([['9', 'one', null]]);
    });
  });

  describe('what cannot be written now', () => {
    it('is handed back from the first record on, never from the last that was written', async () => {
      const { sink } = make();
      const records = [
        createTableAt(1, table),
        rowAt(2, 'insert', { id: 1, name: 'one' }, table),
        rowAt(3, 'insert', { id: 2, name: 'two' }, table),
      ];
      let handedBack = 0;
      // Each call fails in turn, and so often that the function gives up.
      for (let call = 1; call < 40; call += 1) {
        const failing = sandboxDatabase(bench.database);
        const attempt = make({ openDatabase: failFrom(failing.open, call), sliceRecords: 1 });
        const { batchItemFailures } = await invoke(attempt.sink, records);
        const [failure] = batchItemFailures;
        if (failure === undefined) break;
        handedBack += 1;
        const place = records.findIndex(({ sequenceNumber }) => sequenceNumber === failure.itemIdentifier);
        expect(place).toBeGreaterThanOrEqual(0);
        // Everything before it is in the table.
        const names = await rows().catch(() => []);
        expect(names.length).toBeGreaterThanOrEqual(Math.max(0, place - 1));
        expect(attempt.sink.lastReport()).toMatchObject({
          records: place,
          handedBack: 3 - place,
          reason: 'connection-lost',
        });
      }
      expect(handedBack).toBeGreaterThan(3);
      expect(await invoke(sink, records)).toEqual(all);
      expect(await rows()).toEqual([
        ['1', 'one', null],
        ['2', 'two', null],
      ]);
      expect(await position()).toBe(sequenceAt(3));
    });

    it('because a letter cannot be stored is handed back, and the letter is there in the end', async () => {
      const records = [
        createTableAt(1, table),
        recordAt(2, 'broken'),
        rowAt(3, 'insert', { id: 1, name: 'one' }, table),
      ];
      const refusing = (): Promise<SinkDatabase> =>
        Promise.resolve({
          ...bench.database,
          close: () => Promise.resolve(),
          executeBatch: (sql, sets, lane) =>
            sql.includes('drayage.dead_letters')
              ? Promise.reject(new Error('no'))
              : bench.database.executeBatch(sql, sets, lane),
        });
      expect(await invoke(make({ openDatabase: refusing }).sink, records)).toEqual(from(1));
      expect(await letters()).toEqual([]);
      expect(await invoke(make().sink, records)).toEqual(all);
      expect(await letters()).toMatchObject([{ code: 'malformed' }]);
    });

    it('halts where the configuration says so, and names the record', async () => {
      const { sink, environment } = make({ env: settings({ ON_ERROR: 'halt' }) });
      expect(await invoke(sink, [createTableAt(1, table), recordAt(2, 'broken')])).toEqual(from(1));
      expect(sink.lastReport()).toMatchObject({ reason: 'malformed', handedBack: 2 });
      expect(environment.lines.join('')).toContain(sequenceAt(2));
    });
  });

  describe('time', () => {
    it('that is short is kept: what is written stays, the rest is handed back', async () => {
      let remainingMs = 60_000;
      const { sink } = make({ sliceRecords: 1, now: () => (clock.nowMs += 10) });
      const records = [
        createTableAt(1, table),
        ...Array.from({ length: 9 }, (_, index) => rowAt(2 + index, 'insert', { id: index, name: 'row' }, table)),
      ];
      const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => (remainingMs -= 6_000) };
      const { batchItemFailures } = await sink.handler(kinesisEvent(records), context);
      const place = records.findIndex(({ sequenceNumber }) => sequenceNumber === batchItemFailures[0]?.itemIdentifier);
      expect(place).toBeGreaterThan(0);
      expect(sink.lastReport()).toMatchObject({ reason: 'no-time', records: place });
      expect(await rows()).toHaveLength(place - 1);
    });

    it('that has run out ends an invocation whose statement is never answered, and the next one begins anew', async () => {
      await invoke(make().sink, [createTableAt(1, table)]);
      let isStuck = true;
      const outlived: (() => Promise<unknown>)[] = [];
      const stuck = (): Promise<SinkDatabase> => {
        let closed = false;
        return Promise.resolve({
          ...bench.database,
          execute: (statement, lane) => {
            if (closed) return Promise.reject(new Error('It is closed.'));
            if (!isStuck || !statement.sql.includes(`"${bench.schema}"`))
              return bench.database.execute(statement, lane);
            outlived.push(() => bench.database.execute(statement, lane));
            return new Promise(() => undefined);
          },
          close: () => {
            closed = true;
            return Promise.resolve();
          },
        });
      };
      const { sink } = make({ openDatabase: stuck });
      const old = [rowAt(2, 'insert', { id: 1, name: 'old', amount: 1 }, table)];
      // Time enough to come to the statement, on a machine that does other things as well.
      expect(await sink.handler(kinesisEvent(old), invocationContext(3_000))).toEqual(from(2));
      expect(sink.lastReport()).toMatchObject({ reason: 'out-of-time' });
      isStuck = false;
      expect(await invoke(sink, [...old, rowAt(3, 'update', { id: 1, name: 'new', amount: 1 }, table)])).toEqual(all);
      // What the target executes at last, nobody waits for: it is older than what is there.
      for (const execute of outlived) await execute();
      expect(outlived).not.toEqual([]);
      expect(await rows()).toEqual([['1', 'new', '1']]);
    });
  });

  describe('rows of a table that nobody told of', () => {
    const early = () => rowAt(5, 'insert', { id: 1, name: 'early', amount: 1 }, table);

    it('are handed back until their table comes from another shard', async () => {
      const { sink } = make();
      expect(await invoke(sink, [early(), recordAt(6, 'broken')])).toEqual(from(5));
      expect(sink.lastReport()).toMatchObject({ reason: 'waiting' });
      expect(await invoke(make().sink, [createTableAt(1, table)], 'shardId-000000000001')).toEqual(all);
      expect(await invoke(sink, [early(), recordAt(6, 'broken')])).toEqual(all);
      expect(await rows()).toEqual([['1', 'early', '1']]);
    });

    it('become letters when their time is up, which are applied as soon as their table comes, in any sandbox', async () => {
      const { sink } = make();
      expect(await invoke(sink, [early()])).toEqual(from(5));
      clock.nowMs += MINUTE_MS - 1;
      expect(await invoke(sink, [early()])).toEqual(from(5));
      clock.nowMs += 1;
      expect(await invoke(sink, [early()])).toEqual(all);
      expect(await letters()).toMatchObject([{ code: 'unknown-table', state: 'open' }]);
      expect(await invoke(make().sink, [createTableAt(1, table)], 'shardId-000000000001')).toEqual(all);
      expect(await rows()).toEqual([['1', 'early', '1']]);
      expect(await letters()).toMatchObject([{ code: 'unknown-table', state: 'retried' }]);
    });

    it('are applied where another invocation made the table between the look at it and the letter', async () => {
      let hasCome = false;
      const racing = (): Promise<SinkDatabase> =>
        Promise.resolve({
          ...bench.database,
          close: () => Promise.resolve(),
          executeBatch: async (sql, sets, lane) => {
            if (sql.includes('INSERT INTO drayage.dead_letters') && !hasCome) {
              hasCome = true;
              await invoke(make().sink, [createTableAt(1, table)], 'shardId-000000000001');
            }
            return bench.database.executeBatch(sql, sets, lane);
          },
        });
      const { sink } = make({ openDatabase: racing, env: settings({ DRAYAGE_ERRORS_UNKNOWN_TABLE_TIMEOUT_MS: '0' }) });
      expect(await invoke(sink, [early()])).toEqual(all);
      expect(hasCome).toBe(true);
      expect(await rows()).toEqual([['1', 'early', '1']]);
      expect(await letters()).toMatchObject([{ code: 'unknown-table', state: 'retried' }]);
    });
  });

  describe('what is printed', () => {
    it.each(['incomplete', 'suspended'])('counts a table that is %s', async (state) => {
      await invoke(make().sink, [
        createTableAt(1, table),
        rowAt(2, 'insert', { id: 1, name: 'one', amount: 1 }, table),
      ]);
      await read('UPDATE drayage.tables SET state = $2 WHERE pipeline = $1', [bench.schema, state]);
      await refresh('drayage.tables');
      const { sink, environment } = make();
      await invoke(sink, [rowAt(3, 'insert', { id: 2, name: 'two', amount: 2 }, table)]);
      const lines = environment.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines.find((line) => '_aws' in line)).toMatchObject({ drayage_tables_incomplete: 1 });
      expect(sink.lastReport()).toMatchObject({ tablesIncomplete: 1 });
    });

    it('has each warning of the tables once', async () => {
      const { sink, environment } = make();
      const old = { old: { id: 1 } };
      await invoke(sink, [createTableAt(1, table), rowAt(2, 'update', { id: 2, name: 'two', amount: 2 }, table, old)]);
      await invoke(sink, [rowAt(3, 'update', { id: 3, name: 'three', amount: 3 }, table, old)]);
      const lines = environment.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines.filter(({ level }) => level === 'warn')).toEqual([
        expect.objectContaining({ topic: 'tables', msg: expect.stringContaining('"old"') as string }),
      ]);
    });

    it('has the names of the container, and no values', async () => {
      const { sink, environment } = make();
      await invoke(sink, [
        createTableAt(1, table),
        rowAt(2, 'insert', { id: 1, name: 'planted-value', amount: 1 }, table),
        recordAt(3, '{"planted-value'),
      ]);
      const lines = environment.lines.map((line) => JSON.parse(line) as Record<string, unknown>);
      expect(lines.find(({ msg }) => msg === 'batch written')).toMatchObject({
        level: 'info',
        service: 'drayage-lambda-sink',
        pipeline: bench.schema,
        shardId: SHARD_ID,
        records: 3,
        rowsUpserted: 1,
        rowsDeleted: 0,
        deadLetters: 1,
        skipped: 0,
        staleSkipped: 0,
        tables: 1,
      });
      expect(lines.find((line) => '_aws' in line)).toMatchObject({
        pipeline: bench.schema,
        drayage_batches_total: 1,
        drayage_records_total: 3,
        drayage_rows_upserted_total: 1,
        drayage_rows_deleted_total: 0,
        drayage_dead_letters_total: 1,
        drayage_records_handed_back_total: 0,
        drayage_retries_total: 0,
        drayage_tables_incomplete: 0,
      });
      expect(environment.lines.join('')).not.toContain('planted-value');
      expect(
        (await read('SELECT batches FROM drayage.checkpoints WHERE pipeline = $1', [bench.schema])).rows.join(''),
      ).not.toMatch(/planted|data/u);
    });
  });
}
