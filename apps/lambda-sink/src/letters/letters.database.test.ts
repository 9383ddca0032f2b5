import {
  openSinkDatabase,
  parseTargetUrl,
  readDeadLetters,
  type ObjectPort,
  type QueuePort,
  type SinkDatabase,
} from '@drayage/cratedb-writer';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';

import { createFunction } from '../create-function.js';
import type { LambdaEnvironment } from '../environment.js';
import { kinesisEvent, type StreamRecord } from '../testing/kinesis-event.js';
import { createTableAt, recordAt, rowAt, sequenceAt } from '../testing/messages.js';
import { invocationContext, testEnvironment } from '../testing/test-environment.js';

let database: SinkDatabase;
let pipeline: string;
let objects: Map<string, string>;
let messages: string[];
/** Buckets and queues that were opened. */
let clients: string[];
let isRefusing: boolean;
let runs = 0;

beforeAll(async () => {
  database = await openSinkDatabase({ address: parseTargetUrl('pglite:'), lanes: 1, applicationName: 'letters' });
});
afterAll(() => database.close());
beforeEach(() => {
  runs += 1;
  pipeline = `letters_${runs}`;
  [objects, messages, clients, isRefusing] = [new Map<string, string>(), [], [], false];
});

const bucket: ObjectPort = {
  bucket: 'letters',
  putObject: ({ key, body }) => {
    if (isRefusing) return Promise.reject(new Error('AccessDenied'));
    objects.set(key, body);
    return Promise.resolve();
  },
};
const queue: QueuePort = {
  queue: 'dead',
  sendMessage: ({ body }) => {
    messages.push(body);
    return Promise.resolve();
  },
};

function make(env: Readonly<Record<string, string>>) {
  const changes: Partial<LambdaEnvironment> = {
    env: { SINK_URL: 'pglite:', PIPELINE: pipeline, ...env },
    openBucket: (name) => {
      clients.push(`bucket ${name}`);
      return Promise.resolve(bucket);
    },
    openQueue: (url) => {
      clients.push(`queue ${url}`);
      return Promise.resolve(queue);
    },
  };
  const sink = createFunction(testEnvironment(database, changes));
  return {
    sink,
    invoke: (records: readonly StreamRecord[]) => sink.handler(kinesisEvent(records), invocationContext()),
  };
}

const table = {
  get schema() {
    return pipeline;
  },
};
const broken = (place: number, length = 10): StreamRecord => recordAt(place, `{${'x'.repeat(length)}`);
const stored = async () =>
  (await readDeadLetters(database, pipeline, {}, { payloads: true })).map(({ code, payload, state }) => ({
    code,
    state,
    payload: payload.slice(0, 60),
  }));
const S3 = {
  DRAYAGE_LAMBDA_DEAD_LETTERS: 's3',
  DRAYAGE_LAMBDA_DEAD_LETTER_BUCKET: 'letters',
  DRAYAGE_LAMBDA_DEAD_LETTER_PREFIX: 'dead',
};
const QUEUE_URL = 'https://sqs.eu-central-1.amazonaws.com/111122223333/dead';
const SQS = { DRAYAGE_LAMBDA_DEAD_LETTERS: 'sqs', DRAYAGE_LAMBDA_DEAD_LETTER_QUEUE_URL: QUEUE_URL };

it('go to S3 with their payload, under their day, and what is known of them to the target', async () => {
  const { invoke } = make(S3);
  expect(await invoke([broken(1)])).toEqual({ batchItemFailures: [] });
  const [[key, body] = ['', '']] = [...objects];
  expect(key).toMatch(new RegExp(`^dead/${pipeline}/_/_/2026/01/01/[0-9a-f]{32}\\.json$`, 'u'));
  expect(JSON.parse(body)).toMatchObject({ code: 'malformed', payload: '{xxxxxxxxxx', state: 'open' });
  expect(await stored()).toEqual([{ code: 'malformed', state: 'open', payload: `s3://letters/${key}`.slice(0, 60) }]);
});

it('need no client of AWS before there is one', async () => {
  const { invoke } = make(S3);
  await invoke([createTableAt(1, table), rowAt(2, 'insert', { id: 1, name: 'one' }, table)]);
  expect(clients).toEqual([]);
  await invoke([broken(3)]);
  await invoke([broken(4)]);
  expect(clients).toEqual(['bucket letters']);
});

it('that S3 does not take are handed back with their batch', async () => {
  isRefusing = true;
  const { invoke, sink } = make(S3);
  expect(await invoke([broken(1), broken(2)])).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceAt(1) }] });
  expect(sink.lastReport()).toMatchObject({ reason: 'letters-not-stored' });
  expect(await stored()).toEqual([]);
  isRefusing = false;
  expect(await invoke([broken(1), broken(2)])).toEqual({ batchItemFailures: [] });
  expect(objects.size).toBe(2);
});

it('go to SQS, and those that are too large whole into the target', async () => {
  const { invoke } = make(SQS);
  await invoke([broken(1), broken(2, 270_000)]);
  expect(messages.map((body) => (JSON.parse(body) as { payload: string }).payload)).toEqual(['{xxxxxxxxxx']);
  const letters = await readDeadLetters(database, pipeline, {}, { payloads: true });
  expect(letters.map(({ payload }) => payload.length).sort((one, other) => one - other)).toEqual([
    expect.any(Number),
    270_001,
  ]);
  expect(clients).toEqual([`queue ${QUEUE_URL}`]);
});

it('that are too large for SQS go to S3 where there is a bucket', async () => {
  const { invoke } = make({ ...SQS, DRAYAGE_LAMBDA_DEAD_LETTER_BUCKET: 'letters' });
  await invoke([broken(1, 270_000)]);
  expect(messages).toEqual([]);
  expect(objects.size).toBe(1);
});

it('may be as large as the queue takes', async () => {
  const { invoke } = make({ ...SQS, DRAYAGE_LAMBDA_DEAD_LETTER_MAX_MESSAGE_BYTES: '1048576' });
  await invoke([broken(1, 270_000)]);
  expect(messages).toHaveLength(1);
});

it('of rows that wait for their table stay in the target, where they are applied as soon as it comes', async () => {
  const { invoke } = make({ ...S3, DRAYAGE_ERRORS_UNKNOWN_TABLE_TIMEOUT_MS: '0' });
  await invoke([rowAt(2, 'insert', { id: 1, name: 'early' }, table)]);
  expect(objects.size).toBe(0);
  expect(await stored()).toMatchObject([
    { code: 'unknown-table', state: 'open', payload: expect.stringContaining('{"data"') as string },
  ]);
  await invoke([createTableAt(1, table)]);
  expect(await stored()).toMatchObject([{ code: 'unknown-table', state: 'retried' }]);
  expect((await database.execute({ sql: `SELECT name FROM ${pipeline}.orders`, parameters: [] })).rows).toEqual([
    ['early'],
  ]);
});
