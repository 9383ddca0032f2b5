import { expect, it } from 'vitest';
import type { TestTarget } from '../../testing/test-target.js';
import { listPipelineCheckpoints, removePipelineCheckpoints, setPipelineCheckpoint } from '../pipeline-checkpoints.js';
import { listPipelines } from '../../writer/list-pipelines.js';
import { readAppliedUntil } from '../../writer/pipeline-tables.js';
import { createTargetCheckpointStore } from '../target-checkpoint-store.js';

const STREAM = 'arn:aws:kinesis:eu-central-1:123456789012:stream/orders';
const SHARD = 'shardId-000000000000';
const CREATED = new Date('2026-01-01T00:00:00.123Z');
const ARRIVED = new Date('2026-02-01T00:00:00.456Z');
const place = { stream: STREAM, streamCreatedAt: CREATED, shardId: SHARD, sequenceNumber: '5', arrivalTime: null };
const lease = { streamArn: STREAM, streamCreatedAt: CREATED, shardId: SHARD, owner: 'a', leaseMs: 60_000 };

/** Checkpoints as somebody moves them from outside. */
export function pipelineCheckpointBehaviours(target: () => TestTarget): void {
  const open = async () => {
    await target().newWriter();
    const { database, pipeline } = target();
    return { database, pipeline, store: createTargetCheckpointStore(database, pipeline) };
  };

  it('makes a checkpoint, moves it, and gives it to whoever reads on', async () => {
    const { database, pipeline, store } = await open();
    expect(await listPipelineCheckpoints(database, pipeline)).toEqual([]);
    for (const again of [1, 2])
      expect(await setPipelineCheckpoint(database, pipeline, place), `time ${again}`).toBe('set');
    const moved = { ...place, sequenceNumber: 'AT_TIMESTAMP', arrivalTime: ARRIVED };
    expect(await setPipelineCheckpoint(database, pipeline, moved)).toBe('set');
    expect(await listPipelineCheckpoints(database, pipeline)).toEqual([{ ...moved, owner: null, ownerUntil: null }]);
    expect(await store.acquire(lease)).toMatchObject({
      acquired: true,
      checkpoint: { sequenceNumber: 'AT_TIMESTAMP', arrivalTime: ARRIVED },
    });
  });

  it('leaves a shard that somebody holds, and fences whoever held it before', async () => {
    const { database, pipeline, store } = await open();
    const first = await store.acquire(lease);
    if (!first.acquired) throw new Error('held');
    const key = { streamArn: STREAM, shardId: SHARD, owner: 'a', fence: first.fence };
    await store.save({ ...key, leaseMs: 60_000, sequenceNumber: '9' });
    expect(await setPipelineCheckpoint(database, pipeline, place)).toBe('held');
    expect(await listPipelineCheckpoints(database, pipeline)).toMatchObject([{ sequenceNumber: '9', owner: 'a' }]);
    await store.release(key);
    expect(await setPipelineCheckpoint(database, pipeline, place)).toBe('set');
    expect(await store.save({ ...key, leaseMs: 60_000, sequenceNumber: '10' })).toBe('fenced');
    expect(await listPipelineCheckpoints(database, pipeline)).toMatchObject([{ sequenceNumber: '5', owner: null }]);
  });

  it('removes those that are named, and no others', async () => {
    const { database, pipeline } = await open();
    const other = { ...place, shardId: 'shardId-000000000001' };
    await setPipelineCheckpoint(database, pipeline, place);
    await setPipelineCheckpoint(database, pipeline, other);
    await removePipelineCheckpoints(database, pipeline, []);
    await removePipelineCheckpoints(database, pipeline, [place]);
    expect((await listPipelineCheckpoints(database, pipeline)).map(({ shardId }) => shardId)).toEqual([
      'shardId-000000000001',
    ]);
  });

  it('tells up to when the stream is applied, whatever a stream before it left', async () => {
    const { database, pipeline } = await open();
    const old = { ...place, stream: `${STREAM}-old`, sequenceNumber: 'AT_TIMESTAMP', arrivalTime: new Date(1_000) };
    await setPipelineCheckpoint(database, pipeline, old);
    const current = { ...place, sequenceNumber: 'AT_TIMESTAMP', arrivalTime: ARRIVED };
    await setPipelineCheckpoint(database, pipeline, current);
    expect(await readAppliedUntil(database, pipeline, { nameOrArn: STREAM, createdAt: CREATED })).toEqual(ARRIVED);
    expect(await readAppliedUntil(database, pipeline, { nameOrArn: 'orders-old' })).toEqual(new Date(1_000));
    expect(await readAppliedUntil(database, pipeline)).toEqual(ARRIVED);
    expect(await listPipelines(database)).toContain(pipeline);
    expect(await listPipelines(database)).not.toContain('nobody');
  });
}
