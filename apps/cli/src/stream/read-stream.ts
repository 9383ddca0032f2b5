import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { OwnedAwsClients } from '@drayage/aws-ops';
import {
  createKinesisSource,
  createMemoryCheckpointStore,
  describeGap,
  systemClock,
  type CheckpointStore,
  type ShardBatch,
  type ShardHandler,
  type StartPosition,
} from '@drayage/kinesis-source';
import type { CliEnvironment } from '../cli-environment.js';
import { warn } from '../render/warn.js';
import { streamRetryLine } from './stream-retry-line.js';

/** A look is short: a reshard in between is noticed soon. */
const SHARD_SYNC_MS = 5_000;

export interface StreamReading {
  readonly stream: string;
  readonly start: StartPosition;
  /** Absent: positions are forgotten at the end. */
  readonly store?: CheckpointStore;
  /** Ends at the tip of every shard; else only when `take` says so, or by hand. */
  readonly untilTip: boolean;
  /** What is done with a batch; those of different shards come at the same time. Answers whether to go on. */
  readonly take: (batch: ShardBatch, signal: AbortSignal) => Promise<'enough' | 'more'>;
  readonly onGap: 'continue' | 'halt';
}

/**
 * Reads a stream beside its sink, by the same reader: shards at the same time, parents before children. It takes no lease
 * and moves no checkpoint of the pipeline. Rejects once `environment.signal` aborts.
 */
export async function readStream(
  { kinesis }: Pick<OwnedAwsClients, 'kinesis'>,
  reading: StreamReading,
  environment: Pick<CliEnvironment, 'signal' | 'stderr'>,
): Promise<void> {
  const end = new AbortController();
  const signal = AbortSignal.any([environment.signal, end.signal]);
  const atTip = new Set<string>();
  const source = createKinesisSource({
    client: kinesis,
    stream: reading.stream,
    start: reading.start,
    store: reading.store ?? createMemoryCheckpointStore(systemClock),
    owner: `dray-${randomUUID()}`,
    onGap: reading.onGap,
    clock: systemClock,
    random: Math.random,
    shardSyncIntervalMs: SHARD_SYNC_MS,
    observer: {
      onRetry: (...told) => void environment.stderr.write(`${streamRetryLine(...told)}\n`),
      onGap: (gap) => warn(environment, describeGap(gap)),
      onFinished: () => endAtTip(),
    },
  });
  function endAtTip(): void {
    const shards = source.shards();
    const open = shards.filter(({ state }) => state !== 'finished');
    // A stream has open shards: where none is known, the children of the last one are not listed yet.
    const isDone = open.length > 0 && open.every(({ shardId, state }) => state === 'reading' && atTip.has(shardId));
    if (reading.untilTip && isDone) end.abort();
  }
  const handler: ShardHandler = async (batch) => {
    const answer = signal.aborted ? 'enough' : await reading.take(batch, signal);
    if (answer === 'enough') end.abort();
    if (batch.millisBehindLatest === 0) atTip.add(batch.shardId);
    else atTip.delete(batch.shardId);
    // Afterwards this batch is safe, and its shard shows as read.
    void delay(0).then(endAtTip);
    return { safeThrough: batch.records.at(-1)?.position };
  };
  await source.run(handler, signal);
  environment.signal.throwIfAborted();
}
