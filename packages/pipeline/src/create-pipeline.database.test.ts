import {
  createTargetDeadLetterStore,
  createWriter,
  DEFAULT_WRITE_POLICY,
  openSinkDatabase,
  parseTargetUrl,
  type SinkDatabase,
} from '@drayage/cratedb-writer';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createPipeline, type Pipeline, type PipelineOptions } from './create-pipeline.js';
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

async function startedPipeline(name: string, options: Partial<PipelineOptions> = {}): Promise<Pipeline> {
  const pipeline = createPipeline({
    writer: createWriter({
      database,
      pipeline: name,
      policy: { ...DEFAULT_WRITE_POLICY, renameSchemas: { shop: name } },
      now: clock.now,
    }),
    deadLetters: createTargetDeadLetterStore(database, name, clock.now),
    onError: 'dead-letter',
    unknownTableTimeoutMs: 60_000,
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0.5,
    ...options,
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
  expect(first).toMatchObject({
    records: 7,
    rowsUpserted: 1,
    rowsDeleted: 1,
    deadLetters: 2,
    safeThrough: records[6]?.position,
  });
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
  expect((await startedPipeline('three')).tables()).toMatchObject([
    { schema: 'shop', name: 'orders', state: 'incomplete', deadLetters: 1 },
  ]);
});

it('parks what follows a letter in another process, tells of it, and closes it with the whole row', async () => {
  const first = await startedPipeline('four');
  const other = await startedPipeline('four');
  await apply(first, [createTableMessage(), rowMessage('insert', { id: 1, name: 'NUL \u0000' })]);
  clock.nowMs += 5_000;
  expect(await apply(other, [rowMessage('update', { id: 1 })])).toMatchObject({ deadLetters: 1, rowsUpserted: 0 });
  expect(other.tables()).toMatchObject([{ state: 'incomplete', deadLetters: 2 }]);
  expect(
    await rows(`SELECT code, "key", "time" > 0 FROM drayage.dead_letters WHERE pipeline = 'four' ORDER BY "time"`),
  ).toEqual([
    ['value-not-castable', '{"id":1}', 't'],
    ['parked', '{"id":1}', 't'],
  ]);
  await apply(await startedPipeline('four'), [rowMessage('insert', { id: 1, name: 'good' })]);
  expect(await rows('SELECT id, name FROM four.orders')).toEqual([['1', 'good']]);
  expect(await rows("SELECT DISTINCT state FROM drayage.dead_letters WHERE pipeline = 'four'")).toEqual([
    ['superseded'],
  ]);
  clock.nowMs += 5_000;
  await apply(first, []);
  expect(first.tables()).toMatchObject([{ state: 'loading', deadLetters: 0 }]);
  expect(await rows("SELECT state FROM drayage.tables WHERE pipeline = 'four'")).toEqual([['live']]);
});

it('stores the letter of a column that is called as no database can store it', async () => {
  const pipeline = await startedPipeline('nul');
  const name = 'x\u0000y';
  await apply(pipeline, [createTableMessage(), rowMessage('insert', { id: 1, [name]: 'a' })]);
  await apply(pipeline, [rowMessage('insert', { id: 1, [name]: 'NUL \u0000' })]);
  // A control record that tells the type of the column would have come by then.
  clock.nowMs += 60_000;
  expect(await apply(pipeline, [])).toMatchObject({ deadLetters: 1 });
  expect(await rows("SELECT code, column_name FROM drayage.dead_letters WHERE pipeline = 'nul'")).toEqual([
    ['value-not-castable', String.raw`x\u0000y`],
  ]);
});

it('suspends a table with too many letters, and goes on with the others', async () => {
  const pipeline = await startedPipeline('five', { suspendAfter: 3 });
  await apply(pipeline, [
    createTableMessage(),
    createTableMessage({ table: 'other' }),
    ...[1, 2, 3].map((id) => rowMessage('insert', { id, name: 'NUL \u0000' })),
  ]);
  const next = [
    rowMessage('insert', { id: 4, name: 'good' }),
    rowMessage('insert', { id: 4, name: 'good' }, { table: 'other' }),
  ];
  expect(await apply(pipeline, next)).toMatchObject({ deadLetters: 1, rowsUpserted: 1 });
  expect(pipeline.tables()).toMatchObject([
    {
      name: 'orders',
      state: 'suspended',
      deadLetters: 4,
      reason: expect.stringMatching(/^too-many-letters: 3 open dead letters\./u) as string,
    },
    { name: 'other', state: 'live', deadLetters: 0 },
  ]);
  const reload = [
    createTableMessage(),
    rowMessage('load', { id: 1, name: 'one' }),
    rowMessage('load', { id: 4, name: 'four' }),
  ];
  expect(await apply(await startedPipeline('five', { suspendAfter: 3 }), reload)).toMatchObject({
    deadLetters: 0,
    rowsUpserted: 2,
  });
  expect(await rows("SELECT state, count(*) FROM drayage.dead_letters WHERE pipeline = 'five' GROUP BY state")).toEqual(
    [['superseded', '4']],
  );
});
