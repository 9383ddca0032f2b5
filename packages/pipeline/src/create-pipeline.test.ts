import { beforeEach, describe, expect, it } from 'vitest';
import { addOutcomes } from './add-outcomes.js';
import { createPipeline, type Pipeline, type PipelineOptions } from './create-pipeline.js';
import { PipelineHalted } from './pipeline-halted.js';
import type { ProcessOutcome } from './process-outcome.js';
import type { SourceRecord } from './source-record.js';
import { brokenMessage, createTableMessage, rowMessage } from './testing/dms-messages.js';
import {
  fakeClock,
  fakeLetters,
  fakeWriter,
  sinkError,
  type FakeClock,
  type FakeLetters,
  type FakeWriter,
} from './testing/fake-ports.js';

const TIMEOUT_MS = 60_000;
const shardA = { stream: 'orders-stream', shardId: 'shard-a' };
const shardB = { stream: 'orders-stream', shardId: 'shard-b' };
const { signal } = new AbortController();

let writer: FakeWriter;
let letters: FakeLetters;
let clock: FakeClock;

beforeEach(() => {
  writer = fakeWriter();
  letters = fakeLetters();
  clock = fakeClock();
});

function pipelineOf(options: Partial<PipelineOptions> = {}): Pipeline {
  return createPipeline({
    writer,
    deadLetters: letters,
    onError: 'dead-letter',
    unknownTableTimeoutMs: TIMEOUT_MS,
    now: clock.now,
    sleep: clock.sleep,
    random: () => 0.5,
    ...options,
  });
}

function apply(pipeline: Pipeline, records: readonly SourceRecord[], shard = shardA): Promise<ProcessOutcome> {
  return pipeline.apply(pipeline.decode(records), shard, signal);
}

describe('a batch', () => {
  it('is decoded, written and counted, and safe to its end', async () => {
    const records = [createTableMessage(), rowMessage('load', { id: 1 }), rowMessage('insert', { id: 2 })];
    const outcome = await apply(pipelineOf(), records);
    expect(outcome).toMatchObject({
      records: 3,
      rowsUpserted: 3,
      deadLetters: 0,
      skipped: 0,
      tables: [{ name: 'orders', rowsUpserted: 3, deadLetters: 0 }],
    });
    expect(outcome.safeThrough).toEqual(records[2]?.position);
    expect(writer.calls).toMatchObject([
      { unknownTables: 'wait', changes: [{ kind: 'table' }, { kind: 'row' }, { kind: 'row' }] },
    ]);
  });

  it('of nothing does nothing', async () => {
    expect(await apply(pipelineOf(), [])).toMatchObject({ records: 0, safeThrough: undefined });
    expect(writer.calls).toEqual([]);
  });

  it('takes the name of the before-image that the task has', () => {
    const record = {
      ...rowMessage('update', {}),
      data: JSON.stringify({
        data: { id: 2 },
        'old-row': { id: 1 },
        metadata: { 'record-type': 'data', operation: 'update', 'schema-name': 's', 'table-name': 't' },
      }),
    };
    const [decoded] = pipelineOf({ beforeImageField: 'old-row' }).decode([record]);
    expect(decoded?.result).toMatchObject({ ok: true, record: { before: { id: 1 } } });
  });
});

describe('dead letters', () => {
  it('hold what could not be decoded, as it came', async () => {
    const text = brokenMessage('{"data": {');
    const bytes = brokenMessage(Uint8Array.from([0x7b, 0xff, 0x00]));
    const foreign = brokenMessage('{"hello": "world"}');
    const outcome = await apply(pipelineOf(), [text, rowMessage('insert', { id: 1 }), bytes, foreign]);
    expect(outcome).toMatchObject({ deadLetters: 3, rowsUpserted: 1, safeThrough: foreign.position });
    expect(letters.stored).toMatchObject([
      { code: 'malformed', payload: '{"data": {', position: text.position, table: undefined, operation: null },
      { code: 'malformed', payload: 'base64:e/8A', position: bytes.position },
      { code: 'not-dms', payload: '{"hello": "world"}', position: foreign.position },
    ]);
    for (const { remedy, message } of letters.stored) expect([remedy, message]).not.toContain('');
  });

  it('hold what was refused, with table, operation and payload', async () => {
    const bad = rowMessage('update', { id: 7, name: 'x' });
    writer.refusedIds.set(7, 'value-too-long');
    const outcome = await apply(pipelineOf(), [rowMessage('insert', { id: 1 }), bad]);
    expect(outcome).toMatchObject({ deadLetters: 1, tables: [{ name: 'orders', rowsUpserted: 1, deadLetters: 1 }] });
    expect(letters.stored).toMatchObject([
      {
        code: 'value-too-long',
        table: { schema: 'shop', table: 'orders' },
        operation: 'update',
        payload: bad.data,
        position: bad.position,
      },
    ]);
  });

  it('that cannot be stored keep the batch from being safe: storing is tried for ever', async () => {
    letters.failures.push(sinkError('connection-lost'), sinkError('table-blocked'));
    const outcome = await apply(pipelineOf(), [brokenMessage()]);
    expect(clock.sleeps).toHaveLength(2);
    expect(letters.stored).toHaveLength(1);
    expect(outcome.deadLetters).toBe(1);
  });

  it('that can never be stored halt, and the same batch applied again is whole', async () => {
    const pipeline = pipelineOf();
    const records = [rowMessage('insert', { id: 1 }), brokenMessage()];
    letters.failures.push(sinkError('permission-denied'));
    await expect(apply(pipeline, records)).rejects.toMatchObject({ name: 'PipelineHalted', code: 'permission-denied' });
    expect(await apply(pipeline, records)).toMatchObject({
      records: 2,
      deadLetters: 1,
      safeThrough: records[1]?.position,
    });
  });

  it('are shown with the tables they belong to', async () => {
    const pipeline = pipelineOf();
    writer.refusedIds.set(7, 'value-too-long');
    await apply(pipeline, [rowMessage('insert', { id: 7 })]);
    expect(pipeline.tables()).toMatchObject([{ schema: 'shop', name: 'orders', state: 'incomplete', deadLetters: 1 }]);
  });

  it('are not written where errors are skipped, only counted', async () => {
    writer.refusedIds.set(7, 'value-too-long');
    const outcome = await apply(pipelineOf({ onError: 'skip' }), [rowMessage('insert', { id: 7 }), brokenMessage()]);
    expect(outcome).toMatchObject({ deadLetters: 0, skipped: 2 });
    expect(letters.stored).toEqual([]);
  });

  it('are not written where errors halt, and the first is named', async () => {
    const broken = brokenMessage();
    const halted = apply(pipelineOf({ onError: 'halt' }), [broken]);
    await expect(halted).rejects.toBeInstanceOf(PipelineHalted);
    await expect(halted).rejects.toMatchObject({
      code: 'malformed',
      message: expect.stringContaining(broken.position.sequenceNumber) as string,
    });
    expect(letters.stored).toEqual([]);
  });
});

describe('rows of tables that are not known yet', () => {
  it('are held, tried again with each batch, and written once another shard brought the table', async () => {
    const pipeline = pipelineOf();
    writer.unknownTables.add('orders');
    const rows = [rowMessage('load', { id: 1 }), rowMessage('load', { id: 2 })];
    expect(await apply(pipeline, rows)).toMatchObject({ rowsUpserted: 0, deadLetters: 0 });
    writer.unknownTables.clear();
    await apply(pipeline, [createTableMessage({ shardId: 'shard-b' })], shardB);
    const outcome = await apply(pipeline, []);
    expect(outcome).toMatchObject({ records: 0, rowsUpserted: 2, safeThrough: rows[1]?.position });
    expect(writer.calls.at(-1)?.changes).toMatchObject([{ values: { id: 1 } }, { values: { id: 2 } }]);
  });

  it('keep the checkpoint of their shard before the first of them, and of no other shard', async () => {
    const pipeline = pipelineOf();
    writer.unknownTables.add('late');
    const first = rowMessage('insert', { id: 1 });
    const held = rowMessage('insert', { id: 2 }, { table: 'late' });
    const later = rowMessage('insert', { id: 3 });
    expect((await apply(pipeline, [first, held, later])).safeThrough).toEqual(first.position);
    expect((await apply(pipeline, [rowMessage('insert', { id: 4 })])).safeThrough).toEqual(first.position);
    const other = rowMessage('insert', { id: 5 }, { shardId: 'shard-b' });
    expect((await apply(pipeline, [other], shardB)).safeThrough).toEqual(other.position);
    writer.unknownTables.clear();
    const last = rowMessage('insert', { id: 6 });
    expect((await apply(pipeline, [last])).safeThrough).toEqual(last.position);
  });

  it('leave nothing safe where the very first record is held', async () => {
    writer.unknownTables.add('orders');
    expect((await apply(pipelineOf(), [rowMessage('insert', { id: 1 })])).safeThrough).toBeUndefined();
  });

  it('become letters when their time is up, and only those whose time it is', async () => {
    const pipeline = pipelineOf();
    writer.unknownTables.add('late').add('later');
    const early = rowMessage('insert', { id: 1 }, { table: 'late' });
    await apply(pipeline, [early]);
    clock.nowMs += TIMEOUT_MS - 1;
    const patient = rowMessage('insert', { id: 2 }, { table: 'later' });
    expect(await apply(pipeline, [patient])).toMatchObject({ deadLetters: 0, safeThrough: undefined });
    clock.nowMs += 1;
    expect(await apply(pipeline, [])).toMatchObject({ deadLetters: 1, safeThrough: early.position });
    expect(letters.stored).toMatchObject([{ code: 'unknown-table', payload: early.data }]);
    writer.unknownTables.clear();
    expect(await apply(pipeline, [])).toMatchObject({ rowsUpserted: 1, safeThrough: patient.position });
  });

  it('are still written when their table comes in the batch that finds them overdue', async () => {
    const pipeline = pipelineOf();
    writer.unknownTables.add('orders');
    await apply(pipeline, [rowMessage('insert', { id: 1 })]);
    clock.nowMs += TIMEOUT_MS;
    writer.unknownTables.clear();
    expect(await apply(pipeline, [createTableMessage()])).toMatchObject({ deadLetters: 0, rowsUpserted: 2 });
  });

  it('are decided at the end of a file', async () => {
    const pipeline = pipelineOf();
    writer.unknownTables.add('orders');
    await apply(pipeline, [rowMessage('insert', { id: 1 })]);
    await apply(pipeline, [rowMessage('insert', { id: 2 }, { shardId: 'shard-b' })], shardB);
    expect(writer.advanced).toEqual([]);
    expect(await pipeline.drain(signal)).toMatchObject({ deadLetters: 2 });
    expect(writer.advanced).toEqual([expect.any(Number)]);
    expect(await pipeline.drain(signal)).toMatchObject({ deadLetters: 0 });
  });

  it('are forgotten when the shard is read again from before them, and held anew', async () => {
    const pipeline = pipelineOf();
    writer.unknownTables.add('late');
    const records = [
      rowMessage('insert', { id: 1 }),
      rowMessage('insert', { id: 2 }, { table: 'late' }),
      rowMessage('insert', { id: 3 }),
    ];
    await apply(pipeline, records);
    expect((await apply(pipeline, records.slice(1))).safeThrough).toBeUndefined();
    writer.unknownTables.clear();
    await apply(pipeline, []);
    expect(writer.calls.at(-1)?.changes).toHaveLength(1);
  });
});

describe('open letters', () => {
  const refusing = async (pipeline: Pipeline, ids: readonly number[]): Promise<ProcessOutcome> => {
    for (const id of ids) writer.refusedIds.set(id, 'value-too-long');
    return apply(
      pipeline,
      ids.map((id) => rowMessage('insert', { id })),
    );
  };

  it('are told to the writer where refused records become letters, and only there', async () => {
    await refusing(pipelineOf(), [1]);
    await apply(pipelineOf({ onError: 'skip' }), [rowMessage('insert', { id: 2 })]);
    expect(writer.calls.map((call) => call.letters?.has({ schema: 'shop', table: 'orders' }))).toEqual([
      true,
      undefined,
    ]);
    expect(writer.calls[0]?.letters?.has({ schema: 'shop', table: 'other' })).toBe(false);
  });

  it('are closed after the letters of the batch are stored, and no sooner', async () => {
    const pipeline = pipelineOf();
    await refusing(pipeline, [1]);
    const [letter] = letters.stored;
    writer.closed = [{ position: letter!.position, state: 'superseded' }];
    letters.failures.push(sinkError('overloaded'));
    const storing = letters.put;
    letters.put = async (given) => {
      expect(letters.closed).toEqual([]);
      return storing(given);
    };
    await refusing(pipeline, [2]);
    expect(letters.closed).toEqual([{ position: letter!.position, state: 'superseded' }]);
    expect(letters.stored).toHaveLength(2);
  });

  it('are counted after each change of ours, and now and then for those of others, also when nothing comes', async () => {
    const pipeline = pipelineOf();
    await refusing(pipeline, [1]);
    const { counted } = letters;
    await apply(pipeline, [rowMessage('insert', { id: 2 })]);
    await apply(pipeline, []);
    expect(letters.counted).toBe(counted);
    clock.nowMs += 5_000;
    await apply(pipeline, []);
    await apply(pipeline, []);
    expect(letters.counted).toBe(counted + 1);
  });

  it('suspend their table when there are too many, with a remedy', async () => {
    const pipeline = pipelineOf({ suspendAfter: 3 });
    await refusing(pipeline, [1, 2]);
    expect(writer.suspended).toEqual([]);
    await refusing(pipeline, [3]);
    expect(writer.suspended).toEqual([
      {
        table: { schema: 'shop', table: 'orders' },
        reason:
          '3 open dead letters. Mend their cause and run `dray dead-letters retry --table shop.orders`, or reload the table.',
      },
    ]);
  });

  it.each([0, undefined])('never suspend a table where the limit is %s', async (suspendAfter) => {
    await refusing(pipelineOf({ suspendAfter }), [1, 2, 3]);
    expect(writer.suspended).toEqual([]);
  });

  it('do not suspend a table whose letters nobody added to', async () => {
    const pipeline = pipelineOf({ suspendAfter: 1 });
    await refusing(pipeline, [1]);
    writer.suspended.length = 0;
    await apply(pipeline, [brokenMessage()]);
    expect(writer.suspended).toEqual([]);
  });
});

describe('failures of the target', () => {
  it('are tried again for ever with growing pauses, and each is told', async () => {
    const told: unknown[] = [];
    writer.failures.push(...Array.from({ length: 12 }, () => sinkError('overloaded')));
    const record = rowMessage('insert', { id: 1 });
    const outcome = await apply(
      pipelineOf({ onRetry: (error, attempt, delayMs) => told.push([error.code, attempt, delayMs]) }),
      [record],
    );
    expect(outcome).toMatchObject({ rowsUpserted: 1, safeThrough: record.position });
    expect(clock.sleeps).toEqual([150, 300, 600, 1_200, 2_400, 4_800, 7_500, 7_500, 7_500, 7_500, 7_500, 7_500]);
    expect(told.slice(0, 2)).toEqual([
      ['overloaded', 1, 150],
      ['overloaded', 2, 300],
    ]);
  });

  it('that no repetition mends halt with code and remedy', async () => {
    writer.failures.push(sinkError('foreign-table'));
    await expect(apply(pipelineOf(), [rowMessage('insert', { id: 1 })])).rejects.toMatchObject({
      name: 'PipelineHalted',
      code: 'foreign-table',
      remedy: 'Mend it.',
      cause: { code: 'foreign-table' },
    });
  });

  it('at the start are tried again as well', async () => {
    writer.failures.push(sinkError('connection-refused'));
    await pipelineOf().start(signal);
    expect(clock.sleeps).toHaveLength(1);
    writer.failures.push(sinkError('authentication-failed'));
    await expect(pipelineOf().start(signal)).rejects.toBeInstanceOf(PipelineHalted);
  });

  it('of our own making are not hidden behind a retry', async () => {
    writer.failures.push(new TypeError('a bug'));
    await expect(apply(pipelineOf(), [rowMessage('insert', { id: 1 })])).rejects.toThrow(TypeError);
  });

  it('end with the signal, and what was held before is held still', async () => {
    const pipeline = pipelineOf();
    writer.unknownTables.add('orders');
    const held = rowMessage('insert', { id: 1 });
    await apply(pipeline, [held]);
    const controller = new AbortController();
    writer.failures.push(sinkError('connection-lost'), sinkError('connection-lost'));
    const next = [rowMessage('insert', { id: 2 }, { table: 'other' })];
    const work = pipeline.apply(pipeline.decode(next), shardA, controller.signal);
    controller.abort(new Error('the process ends'));
    await expect(work).rejects.toThrow('the process ends');
    writer.failures.length = 0;
    writer.unknownTables.clear();
    expect(await apply(pipeline, next)).toMatchObject({ records: 1, rowsUpserted: 2, safeThrough: next[0]?.position });
  });
});

it('sums outcomes table by table', () => {
  const table = { schema: 's', name: 't', rowsUpserted: 1, rowsDeleted: 2, deadLetters: 3 };
  const outcome: ProcessOutcome = {
    records: 1,
    rowsUpserted: 1,
    rowsDeleted: 2,
    statements: 1,
    deadLetters: 3,
    skipped: 1,
    staleSkipped: 1,
    tables: [table],
    safeThrough: undefined,
  };
  const sum = addOutcomes(outcome, { ...outcome, tables: [table, { ...table, name: 'u' }] });
  expect(sum).toMatchObject({
    records: 2,
    rowsUpserted: 2,
    rowsDeleted: 4,
    statements: 2,
    deadLetters: 6,
    skipped: 2,
    staleSkipped: 2,
  });
  expect(sum.tables).toEqual([
    { ...table, rowsUpserted: 2, rowsDeleted: 4, deadLetters: 6 },
    { ...table, name: 'u' },
  ]);
});
