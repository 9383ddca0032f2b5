import { CreateStreamCommand, PutRecordsCommand } from '@aws-sdk/client-kinesis';
import { loadConfig } from '@drayage/config';
import { startPgliteProcess, type PgliteServer } from '@drayage/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';

import type { SinkParts } from '../sink-parts.js';
import { recordingObserver } from '../testing/recording-observer.js';
import { type Ends, startEnds } from '../testing/start-ends.js';
import { openSink } from './open-sink.js';

const STREAM = 'completeness';
const TIMEOUT = { timeout: 20_000, interval: 50 };
/** A key of each shard: the first and the second half of the range. */
const [FIRST, SECOND] = ['0', String(2n ** 127n)] as const;

const stops: (() => Promise<void> | void)[] = [];
let ends: Ends<PgliteServer>;
let sink: SinkParts;

beforeAll(async () => {
  ends = await startEnds(startPgliteProcess);
  stops.push(() => ends.stop());
  await ends.client.send(new CreateStreamCommand({ StreamName: STREAM, ShardCount: 2 }));
  const loaded = await loadConfig({
    env: {
      SINK_URL: ends.target.url,
      KINESIS_STREAM: STREAM,
      KINESIS_ENDPOINT: ends.endpoint,
      DRAYAGE_TARGET_CONNECTIONS: '1',
      DRAYAGE_KINESIS_BEFORE_IMAGE_FIELD: 'was',
    },
    flags: {},
    readFile: () => Promise.reject(Object.assign(new Error('no such file'), { code: 'ENOENT' })),
    cwd: '/nowhere',
    required: [],
  });
  if (!loaded.ok) throw new Error(JSON.stringify(loaded.problems));
  sink = await openSink({ config: loaded.config, targetUrl: ends.target.url, observer: recordingObserver().observer });
  const stop = new AbortController();
  const running = sink.run(stop.signal);
  stops.unshift(async () => {
    stop.abort();
    await running;
    await sink.close();
  });
});
afterAll(async () => {
  for (const stop of stops) {
    await stop();
  }
});

/** No two messages of a task have the same time. */
let messages = 0;
function timestamp(): string {
  messages += 1;
  return new Date().toISOString().replace('Z', `${String(messages).padStart(3, '0')}Z`);
}

function message(
  table: string,
  operation: string,
  data?: Readonly<Record<string, unknown>>,
  was?: Readonly<Record<string, unknown>>,
): string {
  const isRow = data !== undefined;
  const columns = { id: { type: 'INT32', nullable: false }, name: { type: 'WSTRING', length: 20, nullable: true } };
  const control = operation === 'create-table' ? { 'table-def': { columns, 'primary-key': ['id'] } } : {};
  return JSON.stringify({
    ...(isRow ? { data, was } : { control }),
    metadata: {
      timestamp: timestamp(),
      'record-type': isRow ? 'data' : 'control',
      operation,
      'schema-name': 'public',
      'table-name': table,
    },
  });
}

async function put(key: string, ...messages: readonly string[]): Promise<void> {
  const Records = messages.map((text) => ({ Data: Buffer.from(text), PartitionKey: 'key', ExplicitHashKey: key }));
  await ends.client.send(new PutRecordsCommand({ StreamName: STREAM, Records }));
}

const through = (): number => sink.snapshot().completeThroughMs ?? 0;
const tableState = (name: string) => sink.snapshot().tables.find((table) => table.name === name);
const query = async (sql: string) => (await ends.database.execute({ sql, parameters: [] })).rows;
const ids = async (): Promise<string> => (await query('SELECT id FROM public.orders ORDER BY id')).flat().join();
const storedThrough = async (): Promise<number> =>
  Date.parse(
    String((await query("SELECT complete_through FROM drayage.tables WHERE source_table = 'orders'"))[0]?.[0]),
  );

it('stops with the shard that is stalled, moves on with it, and ends a load only then', async () => {
  await put(
    FIRST,
    message('orders', 'create-table'),
    message('orders', 'load', { id: 1 }),
    message('orders', 'load', { id: 2 }),
  );
  await put(FIRST, message('orders', 'insert', { id: 3 }));
  const caughtUpMs = Date.now();
  await vi.waitFor(() => expect(through()).toBeGreaterThan(caughtUpMs), TIMEOUT);
  await vi.waitFor(async () => expect(await storedThrough()).toBeGreaterThan(caughtUpMs), TIMEOUT);
  expect(tableState('orders')).toMatchObject({ state: 'live', reason: null });

  // A row waits for a table that nobody has told of: its shard is not complete beyond it.
  const createLate = message('late', 'create-table');
  await put(SECOND, message('late', 'insert', { id: 1 }));
  await vi.waitFor(() => expect(sink.snapshot().shards[1]?.lagMs).toBeGreaterThan(1_500), TIMEOUT);
  const stoppedAt = through();
  await put(
    FIRST,
    message('orders', 'create-table'),
    message('orders', 'load', { id: 2 }),
    message('orders', 'update', { id: 3 }),
  );
  const reloadedMs = Date.now();
  await vi.waitFor(() => expect(tableState('orders')?.reason).toContain('Its load ended by'), TIMEOUT);
  await put(FIRST, message('orders', 'insert', { id: 4 }));
  await vi.waitFor(async () => expect(await ids()).toBe('1,2,3,4'), TIMEOUT);
  expect(through()).toBe(stoppedAt);
  expect(await storedThrough()).toBeLessThan(reloadedMs);
  expect(tableState('orders')).toMatchObject({ state: 'loading' });

  await put(SECOND, createLate);
  await vi.waitFor(() => expect(through()).toBeGreaterThan(reloadedMs), TIMEOUT);
  await vi.waitFor(async () => expect(await ids()).toBe('2,3,4'), TIMEOUT);
  await vi.waitFor(async () => expect(await storedThrough()).toBeGreaterThan(reloadedMs), TIMEOUT);
  expect(tableState('orders')).toMatchObject({ state: 'live', reason: null });
  expect(await query('SELECT id FROM public.late')).toEqual([['1']]);
}, 90_000);

it('reads before-images under the name that it is told', async () => {
  await put(FIRST, message('moves', 'create-table'), message('moves', 'insert', { id: 1 }));
  await put(FIRST, message('moves', 'update', { id: 9 }, { id: 1 }));
  await vi.waitFor(async () => expect(await query('SELECT id FROM public.moves')).toEqual([['9']]), TIMEOUT);
}, 30_000);
