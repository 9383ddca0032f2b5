import { setTimeout as sleep } from 'node:timers/promises';

import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { createKinesisClient } from '@drayage/kinesis-source';
import { startKinesisServer, type KinesisServer } from '@drayage/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

import { createFunction, type SinkFunction } from './create-function.js';
import { describeShards } from './stream/describe-shards.js';
import { startContainer, type Container } from './testing/container.js';
import { kinesisEvent, SHARD_ID, type StreamRecord } from './testing/kinesis-event.js';
import { createLocalStream, type LocalStream } from './testing/local-stream.js';
import { createTableAt, rowAt } from './testing/messages.js';
import { invocationContext, testEnvironment, type PrintedLines } from './testing/test-environment.js';

const all = { batchItemFailures: [] };

let server: KinesisServer;
let client: KinesisClient;
let database: SinkDatabase;
let stream: LocalStream;
let containers: Container[] = [];
let runs = 0;

beforeAll(async () => {
  server = await startKinesisServer();
  client = createKinesisClient({ endpoint: server.endpoint, region: 'us-east-1' });
  database = await openSinkDatabase({ address: parseTargetUrl('pglite:'), lanes: 1, applicationName: 'switch' });
});
afterAll(async () => {
  client.destroy();
  await database.close();
  await server.stop();
});
beforeEach(async () => {
  runs += 1;
  stream = await createLocalStream(client, `switch-${runs}`);
});
afterEach(async () => {
  await Promise.all(containers.map((container) => container.stop()));
  containers = [];
});

const schema = (): string => `switch_${runs}`;
const table = {
  get schema() {
    return schema();
  },
};
const text = ({ data }: StreamRecord): string => String(data);
const row = (place: number): string =>
  text(rowAt(place, 'insert', { id: place, name: `row ${place}`, amount: 1 }, table));

function makeFunction(
  env: Readonly<Record<string, string>> = {},
  functionName = 'sink',
): { readonly sink: SinkFunction; readonly environment: PrintedLines } {
  const environment = testEnvironment(database, {
    describeShards,
    env: {
      SINK_URL: 'pglite:',
      KINESIS_ENDPOINT: server.endpoint,
      ABSENT_COLUMNS: 'keep',
      AWS_LAMBDA_FUNCTION_NAME: functionName,
      ...env,
    },
  });
  return { sink: createFunction(environment), environment };
}

function start(): Container {
  const container = startContainer({ database, pipeline: stream.name, endpoint: server.endpoint, stream: stream.name });
  containers.push(container);
  return container;
}

const invoke = (sink: SinkFunction, records: readonly StreamRecord[], shardId = SHARD_ID) =>
  sink.handler(kinesisEvent(records, shardId, stream.arn), invocationContext());

async function ids(): Promise<readonly (string | null | undefined)[]> {
  const { rows } = await database.execute({ sql: `SELECT id FROM ${schema()}.orders ORDER BY id`, parameters: [] });
  return rows.map(([id]) => id);
}

async function checkpoint(shardId = SHARD_ID): Promise<readonly (string | null)[] | undefined> {
  const { rows } = await database.execute({
    sql: 'SELECT sequence_number, arrival_time, owner, stream_created_at FROM drayage.checkpoints WHERE pipeline = $1 AND shard_id = $2',
    parameters: [stream.name, shardId],
  });
  return rows[0];
}

/** A minute has gone by since the last invocation. */
async function leaseRunsOut(): Promise<void> {
  await database.execute({
    sql: `UPDATE drayage.checkpoints SET owner_until = CURRENT_TIMESTAMP - INTERVAL '1 second' WHERE pipeline = $1`,
    parameters: [stream.name],
  });
}

describe('from Lambda to the container', () => {
  it('the container goes on right after the last record that the function made safe', async () => {
    const before = await stream.put([text(createTableAt(1, table)), row(2), row(3)]);
    expect(await invoke(makeFunction().sink, await stream.read(SHARD_ID))).toEqual(all);
    expect(await checkpoint()).toEqual([before[2], expect.any(String), 'lambda:sink', expect.any(String)]);
    const after = await stream.put([row(4), row(5)]);
    await leaseRunsOut();
    const container = start();
    await vi.waitUntil(() => container.handed.length >= 2, { timeout: 20_000 });
    expect(container.handed).toEqual(after);
    await vi.waitFor(async () => expect(await ids()).toEqual(['2', '3', '4', '5']));
    expect(container.told).toEqual([]);
  });

  it('it waits while the function is at work, and says for whom', async () => {
    await stream.put([text(createTableAt(1, table)), row(2)]);
    await invoke(makeFunction().sink, await stream.read(SHARD_ID));
    const container = start();
    await vi.waitUntil(() => container.told.length > 0, { timeout: 20_000 });
    expect(container.told).toEqual([`${SHARD_ID} waits for lambda:sink`]);
    expect(container.handed).toEqual([]);
  });

  it('it begins before what a function was in the middle of, or has handed back', async () => {
    const [, , third, fourth] = await stream.put([
      text(createTableAt(1, table)),
      row(2),
      text(rowAt(3, 'insert', { id: 3 }, { schema: 'unknown_' })),
      row(4),
    ]);
    const records = await stream.read(SHARD_ID);
    expect(await invoke(makeFunction().sink, records)).toEqual({ batchItemFailures: [{ itemIdentifier: third }] });
    await leaseRunsOut();
    const container = start();
    await vi.waitUntil(() => container.handed.length >= 2, { timeout: 20_000 });
    expect(container.handed).toEqual([third, fourth]);
  });

  it('it takes over where Kinesis could not be asked when the stream was made', async () => {
    await stream.put([text(createTableAt(1, table)), row(2)]);
    const { sink } = makeFunction({ KINESIS_ENDPOINT: '', AWS_LAMBDA_FUNCTION_NAME: '' });
    expect(await invoke(sink, await stream.read(SHARD_ID))).toEqual(all);
    expect((await checkpoint())?.[3]).toBeNull();
    const after = await stream.put([row(3)]);
    await leaseRunsOut();
    const container = start();
    await vi.waitUntil(() => container.handed.length > 0, { timeout: 20_000 });
    expect(container.handed).toEqual(after);
  });
});

describe('from the container to Lambda', () => {
  it('a mapping that begins at the oldest arrival time of the positions misses nothing', async () => {
    await stream.put([text(createTableAt(1, table)), row(2), row(3)]);
    const container = start();
    await vi.waitUntil(() => container.handed.length === 3, { timeout: 20_000 });
    await container.stop();
    containers = [];
    const [, arrivalTime] = (await checkpoint()) ?? [];
    // Kinesis takes times of whole seconds and better; a mapping that begins a little early does no harm.
    await sleep(5);
    const after = await stream.put([row(4), row(5)]);
    const records = await stream.read(SHARD_ID, {
      ShardIteratorType: 'AT_TIMESTAMP',
      Timestamp: new Date(Math.floor(Date.parse(arrivalTime ?? '') / 1_000) * 1_000),
    });
    const { sink, environment } = makeFunction();
    expect(await invoke(sink, records)).toEqual(all);
    expect(await ids()).toEqual(['2', '3', '4', '5']);
    expect(await checkpoint()).toEqual([after[1], expect.any(String), 'lambda:sink', expect.any(String)]);
    expect(environment.lines.filter((line) => line.includes('"warn"'))).toEqual([]);
  });
});

describe('both at once', () => {
  it('write side by side, which does no harm; the position is the container’s', async () => {
    await stream.put([text(createTableAt(1, table)), row(2), row(3)]);
    const container = start();
    await vi.waitUntil(() => container.handed.length === 3, { timeout: 20_000 });
    const { sink, environment } = makeFunction({ LOG_LEVEL: 'warn' });
    expect(await invoke(sink, await stream.read(SHARD_ID))).toEqual(all);
    expect((await checkpoint())?.[2]).toBe('container');
    expect(environment.lines.join('')).toContain('container reads shardId-000000000000, too.');
    await stream.put([row(4)]);
    await vi.waitUntil(() => container.handed.length === 4, { timeout: 20_000 });
    await vi.waitFor(async () => expect(await ids()).toEqual(['2', '3', '4']));
  });

  it('without stamps the function hands everything back, and says for whom', async () => {
    await stream.put([text(createTableAt(1, table))]);
    const container = start();
    await vi.waitUntil(() => container.handed.length === 1, { timeout: 20_000 });
    const [first] = await stream.put([row(2)]);
    const records = (await stream.read(SHARD_ID)).slice(1);
    const { sink } = makeFunction({ ORDERING: 'arrival' });
    expect(await invoke(sink, records)).toEqual({ batchItemFailures: [{ itemIdentifier: first }] });
    expect(sink.lastReport()).toMatchObject({ reason: 'shard-held' });
  });
});

describe('what the stream tells', () => {
  it('a shard whose children come is at its end, so that no container misses it', async () => {
    await stream.put([text(createTableAt(1, table)), row(2)]);
    const { sink } = makeFunction();
    await invoke(sink, await stream.read(SHARD_ID));
    const [left, right] = await stream.split(SHARD_ID);
    await stream.put([row(3)], '0');
    const fresh = makeFunction();
    expect(await invoke(fresh.sink, await stream.read(left!), left)).toEqual(all);
    expect((await checkpoint())?.[0]).toBe('SHARD_END');
    await leaseRunsOut();
    await stream.put([row(4)], String(2n ** 127n));
    const container = start();
    await vi.waitFor(async () => expect(await ids()).toEqual(['2', '3', '4']), { timeout: 20_000 });
    expect(container.told).toEqual([]);
    expect(right).toBeDefined();
  });

  it('says how far the tables are complete, once all shards were seen', async () => {
    await stream.put([
      text(createTableAt(1, table)),
      row(2),
      text(rowAt(3, 'update', { id: 2, name: 'changed', amount: 1 }, table)),
    ]);
    const records = await stream.read(SHARD_ID);
    await invoke(makeFunction().sink, records);
    const { rows } = await database.execute({
      sql: 'SELECT state, complete_through FROM drayage.tables WHERE pipeline = $1',
      parameters: [stream.name],
    });
    expect(rows[0]?.[0]).toBe('live');
    expect(Date.parse(rows[0]?.[1] ?? '')).toBe(records.at(-1)?.arrivalTimeMs);
  });

  it('a stream that was made anew halts the function, and the tables are incomplete; it goes on if it may', async () => {
    await stream.put([text(createTableAt(1, table)), row(2)]);
    const records = await stream.read(SHARD_ID);
    await invoke(makeFunction().sink, records);
    await database.execute({
      sql: `UPDATE drayage.checkpoints SET stream_created_at = '2020-01-01T00:00:00Z' WHERE pipeline = $1`,
      parameters: [stream.name],
    });
    const halted = makeFunction();
    expect(await invoke(halted.sink, records)).toEqual({
      batchItemFailures: [{ itemIdentifier: records[0]?.sequenceNumber }],
    });
    expect(halted.sink.lastReport()).toMatchObject({ reason: 'gap' });
    const state = async () =>
      (
        await database.execute({
          sql: 'SELECT state, reason FROM drayage.tables WHERE pipeline = $1',
          parameters: [stream.name],
        })
      ).rows[0];
    expect(await state()).toEqual(['incomplete', expect.stringContaining('made anew under the same name')]);
    const going = makeFunction({ DRAYAGE_KINESIS_ON_GAP: 'continue' });
    expect(await invoke(going.sink, records)).toEqual(all);
    expect(await invoke(makeFunction().sink, records)).toEqual(all);
  });
});
