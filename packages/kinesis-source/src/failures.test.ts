import { AccessDeniedException, ExpiredIteratorException, ResourceNotFoundException } from '@aws-sdk/client-kinesis';
import { describe, expect, it } from 'vitest';
import type { CheckpointStore } from './checkpoints/checkpoint-store.js';
import { eventually } from './testing/eventually.js';
import { HOUR_MS } from './testing/plan-data.js';
import { AWS_ERROR, failTimes, setUpScripted, SHARD, throttled } from './testing/scripted-setup.js';

describe('retrying', () => {
  it('waits longer each time it is throttled, says so, and loses nothing', async () => {
    const { stream, put, run } = setUpScripted();
    put(1, 2);
    failTimes(stream, 'GetRecordsCommand', 3, throttled);
    const reader = run();
    await eventually(() => expect(reader.texts()).toEqual(['1', '2']));
    await reader.stop();
    const code = 'ProvisionedThroughputExceededException';
    expect(reader.observer.told('onRetry')).toEqual([
      [SHARD, code, 1, 100],
      [SHARD, code, 2, 200],
      [SHARD, code, 3, 400],
    ]);
  });

  it('retries network errors for ever', async () => {
    const { stream, put, run } = setUpScripted();
    put(1);
    failTimes(stream, 'DescribeStreamSummaryCommand', 100, () =>
      Object.assign(new Error('connect'), { code: 'ECONNREFUSED' }),
    );
    const reader = run();
    await eventually(() => expect(reader.texts()).toEqual(['1']));
    await reader.stop();
    expect(reader.observer.told('onRetry')).toHaveLength(100);
    expect(reader.observer.told('onRetry').at(-1)).toEqual([undefined, 'ECONNREFUSED', 100, 5_000]);
  });

  it('makes an expired iterator anew from the last record it read', async () => {
    const { stream, put, run } = setUpScripted();
    put(1, 2);
    const reader = run();
    await eventually(() => expect(reader.texts()).toEqual(['1', '2']));
    failTimes(stream, 'GetRecordsCommand', 1, () => new ExpiredIteratorException(AWS_ERROR));
    put(3);
    await eventually(() => expect(reader.texts()).toEqual(['1', '2', '3']));
    await reader.stop();
    expect(stream.sent.filter((command) => command.name === 'GetShardIteratorCommand').at(-1)?.input).toMatchObject({
      ShardIteratorType: 'AFTER_SEQUENCE_NUMBER',
      StartingSequenceNumber: '2',
    });
  });

  it('does not skip what arrived between a first iterator at latest and a second one', async () => {
    const { stream, put, run } = setUpScripted();
    put(1);
    failTimes(stream, 'GetRecordsCommand', 1, () => {
      put(2);
      return new ExpiredIteratorException(AWS_ERROR);
    });
    const reader = run({ start: { kind: 'latest' } });
    await eventually(() => expect(reader.texts()).toContain('2'));
    await reader.stop();
  });

  it('retries a store that fails, and stops for one that says so', async () => {
    const { put, run, store } = setUpScripted();
    put(1);
    let failures = 3;
    const broken: CheckpointStore = {
      ...store,
      acquire: (request) => (failures-- > 0 ? Promise.reject(new Error('down')) : store.acquire(request)),
    };
    const reader = run({ store: broken });
    await eventually(() => expect(reader.texts()).toEqual(['1']));
    await reader.stop();
    expect(reader.observer.told('onRetry').map(([shardId, code]) => [shardId, code])).toEqual(
      Array.from({ length: 3 }, () => [SHARD, 'checkpoint-store-failed']),
    );
    const final = Object.assign(new Error('no permission'), { reaction: 'halt' });
    await expect(run({ store: { ...store, save: () => Promise.reject(final) } }).run).rejects.toBe(final);
  });

  it('waits for a stream that is being made', async () => {
    const { stream, put, run } = setUpScripted();
    put(1);
    stream.status = 'CREATING';
    const reader = run();
    await eventually(() => expect(reader.observer.told('onRetry').at(0)?.[1]).toBe('stream-not-ready'));
    stream.status = 'ACTIVE';
    await eventually(() => expect(reader.texts()).toEqual(['1']));
    await reader.stop();
  });

  it('never reads a shard more than five times a second', async () => {
    const { clock, stream, put, run } = setUpScripted();
    const sentAt: number[] = [];
    stream.fault = ({ name }) => {
      if (name === 'GetRecordsCommand') {
        sentAt.push(clock.now());
        put(sentAt.length);
      }
      return undefined;
    };
    const reader = run({ pollIntervalMs: 0 });
    await eventually(() => expect(sentAt.length).toBeGreaterThan(20));
    await reader.stop();
    const gaps = sentAt.slice(1).map((at, index) => at - (sentAt[index] ?? 0));
    expect(Math.min(...gaps)).toBeGreaterThanOrEqual(200);
  });
});

describe('halting', () => {
  it.each([
    ['access-denied', () => new AccessDeniedException(AWS_ERROR)],
    ['credentials-expired', () => Object.assign(new Error('x'), { name: 'ExpiredTokenException' })],
    ['credentials-invalid', () => Object.assign(new Error('x'), { name: 'UnrecognizedClientException' })],
    ['stream-not-found', () => new ResourceNotFoundException(AWS_ERROR)],
  ] as const)('stops with %s and a remedy', async (code, error) => {
    const { stream, run } = setUpScripted();
    stream.fault = () => error();
    await expect(run().run).rejects.toMatchObject({
      name: 'KinesisSourceError',
      code,
      remedy: expect.stringMatching(/\.$/) as string,
    });
  });

  it('stops every shard when one is halted, saves them and gives them free', async () => {
    const { stream, put, run, store } = setUpScripted([SHARD, 'shardId-000000000001']);
    put(1);
    const reader = run();
    await eventually(() => expect(reader.texts()).toEqual(['1']));
    stream.fault = ({ name, input }) =>
      name === 'GetRecordsCommand' && String(input.ShardIterator).includes('1"')
        ? new AccessDeniedException(AWS_ERROR)
        : undefined;
    await expect(reader.run).rejects.toMatchObject({ code: 'access-denied' });
    const rows = await store.list(stream.arn);
    expect(rows.map((row) => row.owner)).toEqual([undefined, undefined]);
    expect(rows[0]?.sequenceNumber).toBe('1');
  });

  it('stops with the error of a handler, without moving past what was safe', async () => {
    const { put, run, position } = setUpScripted();
    put(1, 2);
    const failure = new Error('no dead letters');
    await expect(run({ handler: () => Promise.reject(failure) }).run).rejects.toBe(failure);
    expect(await position()).toMatchObject({ sequenceNumber: 'TRIM_HORIZON' });
  });

  it('refuses a start time that has not come yet', async () => {
    const { clock, run } = setUpScripted();
    const start = { kind: 'time', at: new Date(clock.now() + HOUR_MS) } as const;
    await expect(run({ start }).run).rejects.toMatchObject({ code: 'start-in-future' });
  });
});
