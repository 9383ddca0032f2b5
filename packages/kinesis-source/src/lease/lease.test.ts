import { describe, expect, it } from 'vitest';
import type { CheckpointStore, SaveRequest } from '../checkpoints/checkpoint-store.js';
import { createMemoryCheckpointStore } from '../checkpoints/memory-checkpoint-store.js';
import { completeObserver } from '../observer.js';
import { createVirtualClock } from '../testing/virtual-clock.js';
import { createLease } from './lease.js';

const KEY = { streamArn: 'arn', shardId: 'a', owner: 'me' };
const never = new AbortController().signal;
const mark = (sequenceNumber: string) => () => ({ sequenceNumber, arrivalTimeMs: 1 });

async function setUp() {
  const clock = createVirtualClock();
  const memory = createMemoryCheckpointStore(clock);
  const saves: SaveRequest[] = [];
  /** Each save takes as long as the test says. */
  const waits: Promise<void>[] = [];
  const store: CheckpointStore = {
    ...memory,
    save: async (request) => {
      saves.push(request);
      await waits.shift();
      return memory.save(request);
    },
  };
  const request = { ...KEY, streamCreatedAt: new Date(0), leaseMs: 30_000 };
  const grant = await memory.acquire(request);
  if (!grant.acquired) throw new Error('Held.');
  const lease = createLease({
    store,
    key: { ...KEY, fence: grant.fence },
    leaseMs: 30_000,
    retry: { clock, random: () => 0, observer: completeObserver() },
    acquiredAtMs: clock.now(),
  });
  const row = async () => (await memory.list('arn'))[0];
  return { clock, memory, saves, waits, request, lease, row };
}

describe('lease', () => {
  it('never writes an older position over a newer one', async () => {
    const { waits, lease, row } = await setUp();
    let finishFirst = (): void => undefined;
    waits.push(new Promise((resolve) => (finishFirst = resolve)));
    lease.track(mark('1'));
    const renewal = lease.save(never);
    lease.track(mark('2'));
    const save = lease.save(never);
    finishFirst();
    await Promise.all([renewal, save]);
    expect((await row())?.sequenceNumber).toBe('2');
  });

  it('takes the mark as it is when its turn comes', async () => {
    const { waits, saves, lease } = await setUp();
    let finishFirst = (): void => undefined;
    waits.push(new Promise((resolve) => (finishFirst = resolve)));
    lease.track(mark('1'));
    const both = [lease.save(never), lease.save(never)];
    lease.track(mark('9'));
    finishFirst();
    await Promise.all(both);
    expect(saves.map((save) => save.sequenceNumber).at(-1)).toBe('9');
  });

  it('writes nothing once it is lost', async () => {
    const { memory, saves, request, lease, row } = await setUp();
    const told: string[] = [];
    lease.onLost(() => told.push('lost'));
    lease.track(mark('5'));
    await memory.acquire(request);
    await lease.save(never);
    expect(lease.isLost()).toBe(true);
    await lease.save(never);
    await lease.finish(1, never);
    await lease.close({ release: true });
    expect(saves).toHaveLength(1);
    expect(told).toEqual(['lost']);
    expect(await row()).toMatchObject({ owner: 'me', sequenceNumber: undefined });
  });

  it('writes no mark over the end of a shard', async () => {
    const { lease, row } = await setUp();
    lease.track(mark('5'));
    await lease.finish(1, never);
    await lease.save(never);
    await lease.close({ release: true });
    expect(await row()).toMatchObject({ sequenceNumber: 'SHARD_END', owner: undefined });
  });

  it('counts its time from when a call was made, not from when it was answered', async () => {
    const { clock, waits, lease } = await setUp();
    const askedAtMs = clock.now();
    waits.push(clock.sleep(20_000));
    await lease.save(never);
    expect(lease.heldUntilMs()).toBe(askedAtMs + 30_000);
  });
});
