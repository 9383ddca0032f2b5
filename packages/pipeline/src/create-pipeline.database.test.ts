import { createTargetDeadLetterStore, createWriter, DEFAULT_WRITE_POLICY, openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPipeline, type Pipeline } from './create-pipeline.js';
import type { SourceRecord } from './source-record.js';
import { brokenMessage, createTableMessage, rowMessage } from './testing/dms-messages.js';
import { fakeClock } from './testing/fake-ports.js';

const clock = fakeClock();
const { signal } = new AbortController();
let database: SinkDatabase;

beforeAll(async () => {
  database = await openSinkDatabase({ address: parseTargetUrl('pglite:'), lanes: 1, applicationName: 'drayage-test' });
});
afterAll(() => database.close());

async function startedPipeline(name: string): Promise<Pipeline> {
  const pipeline = createPipeline({
    writer: createWriter({ database, pipeline: name, policy: { ...DEFAULT_WRITE_POLICY, renameSchemas: { shop: name } }, now: clock.now }),
    deadLetters: createTargetDeadLetterStore(database, name, clock.now),
    onError: 'dead-letter',
    unknownTableTimeoutMs: 60_000,
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0.5,
  });
  await pipeline.start(signal);
  return pipeline;
}

function apply(pipeline: Pipeline, records: readonly SourceRecord[], shardId = 'shard-a') {
  return pipeline.apply(pipeline.decode(records), { stream: 'orders-stream', shardId }, signal);
}

async function rows(sql: string): Promise<readonly (readonly (string | null)[])[]> {
  return (await database.execute({ sql, parameters: [] })).rows;
}

it('carries messages into the target, keeps what fails, and tells the same numbers a second time', async () => {
  const pipeline = await startedPipeline('one');
  const records = [
    createTableMessage(),
    rowMessage('load', { id: 1, name: 'a' }),
    rowMessage('load', { id: 2, name: 'b' }),
    rowMessage('update', { id: 1, name: 'z' }),
    rowMessage('delete', { id: 2 }),
    rowMessage('insert', { id: 'x', name: 'c' }),
    brokenMessage(),
  ];
  const first = await apply(pipeline, records);
  expect(first).toMatchObject({ records: 7, rowsUpserted: 1, rowsDeleted: 1, deadLetters: 2, safeThrough: records[6]?.position });
  expect(await apply(pipeline, records)).toMatchObject({ rowsUpserted: 1, rowsDeleted: 1, deadLetters: 2 });
  expect(await rows('SELECT id, name FROM one.orders')).toEqual([['1', 'z']]);
  expect(await rows("SELECT code, attempts FROM drayage.dead_letters WHERE pipeline = 'one' ORDER BY code")).toEqual([
    ['malformed', '2'],
    ['value-not-castable', '2'],
  ]);
  expect(pipeline.tables()).toMatchObject([{ schema: 'one', name: 'orders', state: 'incomplete', deadLetters: 1 }]);
});

it('holds rows until another shard brings their table', async () => {
  const pipeline = await startedPipeline('two');
  const create = createTableMessage({ shardId: 'shard-b' });
  const early = rowMessage('load', { id: 1, name: 'a' });
  expect(await apply(pipeline, [early])).toMatchObject({ rowsUpserted: 0, safeThrough: undefined });
  expect(await apply(pipeline, [create], 'shard-b')).toMatchObject({ safeThrough: create.position });
  expect(await apply(pipeline, [])).toMatchObject({ rowsUpserted: 1, safeThrough: early.position });
  expect(await rows('SELECT id, name FROM two.orders')).toEqual([['1', 'a']]);
});

it('makes letters of rows whose table never comes, and counts them at the next start', async () => {
  const pipeline = await startedPipeline('three');
  await apply(pipeline, [rowMessage('load', { id: 1 })]);
  clock.nowMs += 60_000;
  expect(await apply(pipeline, [])).toMatchObject({ deadLetters: 1 });
  expect((await startedPipeline('three')).tables()).toMatchObject([{ schema: 'shop', name: 'orders', state: 'incomplete', deadLetters: 1 }]);
});
