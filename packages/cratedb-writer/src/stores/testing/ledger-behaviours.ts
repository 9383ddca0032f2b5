import { expect, it } from 'vitest';
import type { TestTarget } from '../../testing/test-target.js';
import { createTargetCheckpointStore } from '../target-checkpoint-store.js';
import { createTargetShardLedger, type ShardLedgerChange, type TargetShardLedger } from '../target-shard-ledger.js';

const KEY = { streamArn: 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders', shardId: 'shardId-000000000000' };
const CREATED = new Date('2026-01-01T00:00:00.123Z');
const ARRIVED = new Date('2026-02-01T00:00:00.456Z');
const LONG_MS = 60_000;

/** Positions of shards whose records come to many processes at a time. */
export function ledgerBehaviours(target: () => TestTarget): void {
  const open = async (): Promise<TargetShardLedger> => {
    await target().newWriter();
    return createTargetShardLedger(target().database, target().pipeline);
  };
  const checkpoints = () => createTargetCheckpointStore(target().database, target().pipeline);
  const change = (batches: string, changes: Partial<ShardLedgerChange> = {}): ShardLedgerChange => ({
    ...{
      owner: 'lambda',
      leaseMs: LONG_MS,
      streamCreatedAt: CREATED,
      sequenceNumber: '7',
      arrivalTime: ARRIVED,
      batches,
    },
    ...changes,
  });

  it('begin with nothing, and give back what was written', async () => {
    const ledger = await open();
    expect(await ledger.read(KEY, 'lambda')).toBeUndefined();
    expect(await ledger.replace(KEY, 0, change('one'))).toBe('replaced');
    expect(await ledger.read(KEY, 'lambda')).toEqual({
      streamCreatedAt: CREATED,
      sequenceNumber: '7',
      arrivalTime: ARRIVED,
      fence: 1,
      batches: 'one',
      heldBy: undefined,
    });
  });

  it('take one of two writes that began with the same row', async () => {
    const ledger = await open();
    const answers = await Promise.all(['one', 'two', 'three'].map((text) => ledger.replace(KEY, 0, change(text))));
    expect([...answers].sort()).toEqual(['overtaken', 'overtaken', 'replaced']);
    expect((await ledger.read(KEY, 'lambda'))?.batches).toBe(['one', 'two', 'three'][answers.indexOf('replaced')]);
    expect(await ledger.replace(KEY, 0, change('late'))).toBe('overtaken');
    expect(await ledger.replace(KEY, 1, change('next', { sequenceNumber: undefined, arrivalTime: undefined }))).toBe(
      'replaced',
    );
    expect(await ledger.read(KEY, 'lambda')).toMatchObject({
      fence: 2,
      sequenceNumber: undefined,
      arrivalTime: undefined,
    });
  });

  it('keep the time at which the stream was made, where somebody does not know it', async () => {
    const ledger = await open();
    await ledger.replace(KEY, 0, change('one'));
    await ledger.replace(KEY, 1, change('two', { streamCreatedAt: undefined }));
    expect((await ledger.read(KEY, 'lambda'))?.streamCreatedAt).toEqual(CREATED);
  });

  it('change nothing while another owner holds the shard, and show who does', async () => {
    const ledger = await open();
    await ledger.replace(KEY, 0, change('one', { leaseMs: -1 }));
    const answer = await checkpoints().acquire({
      ...KEY,
      streamCreatedAt: CREATED,
      owner: 'container',
      leaseMs: LONG_MS,
    });
    expect(answer).toMatchObject({ acquired: true, fence: 2, checkpoint: { sequenceNumber: '7' } });
    expect(await ledger.read(KEY, 'lambda')).toMatchObject({ fence: 2, heldBy: 'container', batches: 'one' });
    expect(await ledger.replace(KEY, 2, change('two'))).toBe('overtaken');
    expect((await ledger.read(KEY, 'lambda'))?.batches).toBe('one');
  });

  it('fence a container off that let its lease run out', async () => {
    const ledger = await open();
    const store = checkpoints();
    await store.acquire({ ...KEY, streamCreatedAt: CREATED, owner: 'container', leaseMs: -1 });
    const row = await ledger.read(KEY, 'lambda');
    expect(row).toMatchObject({ fence: 1, heldBy: undefined, batches: undefined });
    expect(await ledger.replace(KEY, 1, change('one'))).toBe('replaced');
    const key = { ...KEY, owner: 'container', fence: 1 };
    expect(await store.save({ ...key, leaseMs: LONG_MS, sequenceNumber: '9' })).toBe('fenced');
    expect(
      await store.acquire({ ...KEY, streamCreatedAt: CREATED, owner: 'container', leaseMs: LONG_MS }),
    ).toMatchObject({ acquired: false, owner: 'lambda' });
  });

  it('whose stream’s age nobody knew are taken over with their position', async () => {
    const ledger = await open();
    await ledger.replace(KEY, 0, change('one', { streamCreatedAt: undefined, leaseMs: -1 }));
    expect(await checkpoints().list(KEY.streamArn)).toEqual([]);
    const answer = await checkpoints().acquire({
      ...KEY,
      streamCreatedAt: CREATED,
      owner: 'container',
      leaseMs: LONG_MS,
    });
    expect(answer).toMatchObject({ acquired: true, checkpoint: { sequenceNumber: '7', streamCreatedAt: CREATED } });
  });
}
