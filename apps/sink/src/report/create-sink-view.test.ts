import { describe, expect, it } from 'vitest';

import { createActivity } from '../activity/activity.js';
import type { SinkParts } from '../sink-parts.js';
import { batchReport, shardStatus, tableStatus } from '../testing/fake-sink.js';
import { createSinkView } from './create-sink-view.js';

const RETRY = {
  side: 'target' as const,
  code: 'connection-lost',
  message: 'The connection was lost.',
  remedy: 'See that it runs.',
  attempt: 3,
  delayMs: 500,
};

function setUp(changes: Partial<SinkParts> = {}) {
  const time = { now: 1_700_000_000_000 };
  const activity = createActivity(() => time.now);
  const parts: SinkParts = {
    owner: 'me',
    run: () => Promise.resolve(),
    snapshot: () => ({
      shards: [shardStatus()],
      tables: [tableStatus({ deadLetters: 2 })],
      completeThroughMs: undefined,
      warnings: ['same'],
    }),
    ping: () => Promise.resolve(),
    close: () => Promise.resolve(),
    ...changes,
  };
  const view = createSinkView({
    pipeline: 'orders',
    activity,
    parts: () => parts,
    now: () => time.now,
    maxTurnMs: 120_000,
    warnings: ['configured', 'same'],
    metrics: () => Promise.resolve(''),
  });
  return { time, activity, view };
}

describe('status', () => {
  it('tells warnings once, the present trouble first, until a batch succeeds', () => {
    const { view, activity } = setUp();
    activity.observer.onRetry(RETRY);
    activity.observer.onWarning('topic', 'seen before');
    activity.observer.onWarning('topic', 'seen');
    expect(view.status().state).toBe('retrying');
    expect(view.status().warnings).toEqual([
      'The connection was lost. See that it runs.',
      'configured',
      'same',
      'seen',
    ]);
    activity.observer.onBatch(batchReport());
    expect(view.status()).toMatchObject({ state: 'running', warnings: ['configured', 'same', 'seen'], deadLetters: 2 });
    activity.observer.onWarningOver('topic');
    expect(view.status().warnings).toEqual(['configured', 'same']);
  });

  it('tells how far the target is complete, and how long ago that was', () => {
    const completeThroughMs = 1_700_000_000_000 - 1_500;
    const { view, time } = setUp({ snapshot: () => ({ shards: [], tables: [], completeThroughMs, warnings: [] }) });
    expect(view.status()).toMatchObject({ completeThrough: '2023-11-14T22:13:18.500Z', freshnessMs: 1_500 });
    time.now += 60_000;
    expect(view.status()).toMatchObject({ completeThrough: '2023-11-14T22:13:18.500Z', freshnessMs: 61_500 });
    expect(setUp().view.status()).toMatchObject({ completeThrough: null, freshnessMs: null });
  });

  it('lets the lag grow while nothing is read', () => {
    const { view, activity, time } = setUp();
    activity.observer.onRead('shardId-000000000000');
    time.now += 9_000;
    expect(view.status().shards[0]?.lagMs).toBe(400);
    time.now += 21_000;
    expect(view.status().shards[0]?.lagMs).toBe(30_400);
  });
});

describe('trouble', () => {
  it('with the target is not over because the stream answers', () => {
    const { view, activity } = setUp();
    activity.observer.onRetry(RETRY);
    activity.observer.onRead('shardId-000000000000');
    expect(view.status().state).toBe('retrying');
    activity.observer.onTargetAnswer();
    expect(view.status().state).toBe('running');
  });

  it('with the stream counts from the fourth attempt on', () => {
    const { view, activity } = setUp();
    activity.enter('running');
    activity.observer.onRetry({ ...RETRY, side: 'stream', attempt: 3 });
    expect(view.status().state).toBe('running');
    activity.observer.onRetry({ ...RETRY, side: 'stream', attempt: 4 });
    expect(view.status().state).toBe('retrying');
    activity.observer.onRead('shardId-000000000000');
    expect(view.status().state).toBe('running');
  });
});

describe('health', () => {
  it('lasts as long as the loop turns; trying again is turning', () => {
    const { view, activity, time } = setUp();
    time.now += 119_000;
    activity.observer.onRetry(RETRY);
    time.now += 119_000;
    expect(view.health()).toEqual({ ok: true, reasons: [] });
    time.now += 2_000;
    expect(view.health()).toEqual({ ok: false, reasons: ['The loop has not turned for 121 s.'] });
  });
});

describe('readiness', () => {
  it('needs a running loop, a target that answers, a stream that answers, and a shard', async () => {
    const { view } = setUp({
      ping: () => Promise.reject(new Error('down')),
      snapshot: () => ({
        shards: [shardStatus({ owner: 'other' })],
        tables: [],
        completeThroughMs: undefined,
        warnings: [],
      }),
    });
    expect(await view.readiness()).toEqual({
      ok: false,
      reasons: [
        'The sink is starting.',
        'The target does not answer.',
        'The stream does not answer.',
        'This process owns no shard.',
      ],
    });
  });

  it('is there once all of them are', async () => {
    const { view, activity } = setUp();
    activity.enter('running');
    activity.observer.onRead('shardId-000000000000');
    expect(await view.readiness()).toEqual({ ok: true, reasons: [] });
  });

  it('does not ask a target that has just answered', async () => {
    const { view, activity } = setUp({ ping: () => expect.unreachable() });
    activity.enter('running');
    activity.observer.onBatch(batchReport());
    expect((await view.readiness()).ok).toBe(true);
  });
});
