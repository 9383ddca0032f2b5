import type { SinkError } from '@drayage/cratedb-writer';
import {
  addOutcomes,
  createPipeline,
  type DecodedRecord,
  type Pipeline,
  type ProcessOutcome,
  type ShardKey,
} from '@drayage/pipeline';
import type { DrayageConfig } from '@drayage/config';

import type { LambdaEnvironment } from '../environment.js';
import { decodeRecords } from '../event/decode-records.js';
import type { EventBatch } from '../event/read-event.js';
import type { Sink } from '../target/open-sink.js';
import { announcedTables, retryWaitingLetters } from './retry-waiting-letters.js';
import type { SliceSize } from './slice-size.js';
import type { TimeBudget } from './time-budget.js';
import type { WaitingClock } from './waiting-clock.js';

export interface ApplyBatchOptions {
  readonly environment: Pick<LambdaEnvironment, 'now' | 'random' | 'sleep'>;
  readonly config: DrayageConfig;
  readonly sink: Sink;
  readonly budget: TimeBudget;
  readonly slices: SliceSize;
  readonly waiting: WaitingClock;
  readonly onRetry: (error: SinkError, attempt: number, delayMs: number) => void;
  /** After each piece: how many records, from the first on, are safe, and what came of the batch so far. */
  readonly onProgress: (safe: number, outcome: ProcessOutcome) => void;
}

/** `waiting`: the first record that is not safe waits for its table. `no-time`: there was no time for it. */
export type BatchEnd = 'done' | 'waiting' | 'no-time';

/** What fails so often is handed back: the mapping waits longer than an invocation should, and costs nothing meanwhile. */
const MAX_ATTEMPTS = 3;

/**
 * Writes the records of an invocation, a slice at a time, for as long as there is time. Everything that is not safe in the
 * end comes again: what waits for its table, too, as nothing may live in the memory of a sandbox only.
 *
 * The pipeline is this invocation's own: the next one in the same sandbox may bring other records of the same shard.
 *
 * @throws PipelineHalted, or the reason for which the budget's signal aborted.
 */
export async function applyBatch(batch: EventBatch, options: ApplyBatchOptions): Promise<BatchEnd> {
  const { environment, budget, slices, waiting, onProgress } = options;
  const { signal } = budget;
  const shard = { stream: batch.streamArn, shardId: batch.shardId };
  const patient = newPipeline(options, Number.POSITIVE_INFINITY);
  const records = decodeRecords(patient, batch);
  let total: ProcessOutcome | undefined;
  let [at, longestMs] = [0, 0];
  const count = (outcome: ProcessOutcome): ProcessOutcome =>
    (total = total === undefined ? outcome : addOutcomes(total, outcome));

  while (at < records.length && (at === 0 || budget.allows(longestMs))) {
    const slice = records.slice(at, at + slices.records());
    const startedAt = environment.now();
    const outcome = count(await patient.apply(slice, shard, signal));
    await retryWaitingLetters(announcedTables(slice), {
      ...options,
      newPipeline: () => newPipeline(options, Number.POSITIVE_INFINITY),
    });
    longestMs = Math.max(longestMs, environment.now() - startedAt);
    at += slice.length;
    slices.worked();
    onProgress(safeCount(records, outcome.safeThrough), outcome);
  }

  const safe = safeCount(records, total?.safeThrough);
  if (at < records.length) return 'no-time';
  const first = records[safe];
  if (first === undefined) return 'done';
  const id = waitingId(first);
  if (!waiting.isOverdue(id)) {
    waiting.note(id);
    return 'waiting';
  }
  const decided = await decide(records.slice(safe), shard, options);
  waiting.forget(id);
  onProgress(records.length, count({ ...decided, records: 0 }));
  return 'done';
}

/**
 * Rows whose table nobody told of in time become letters, or what the configuration says. Another invocation may have
 * made the table between the look at it and the letter: it would not have seen the letter. So they are tried once more;
 * one of the two sees what the other did.
 */
async function decide(
  records: readonly DecodedRecord[],
  shard: ShardKey,
  options: ApplyBatchOptions,
): Promise<ProcessOutcome> {
  const { signal } = options.budget;
  const outcome = await newPipeline(options, 0).apply(records, shard, signal);
  if (outcome.deadLetters > 0) await newPipeline(options, Number.POSITIVE_INFINITY).apply(records, shard, signal);
  return outcome;
}

function newPipeline(
  { environment, config, sink, budget, onRetry }: ApplyBatchOptions,
  unknownTableTimeoutMs: number,
): Pipeline {
  const { now, random, sleep } = environment;
  return createPipeline({
    writer: sink.writer,
    deadLetters: sink.letters,
    onError: config.errors.onError,
    suspendAfter: config.errors.suspendAfter,
    unknownTableTimeoutMs,
    beforeImageField: config.kinesis.beforeImageField,
    now,
    random,
    sleep,
    onRetry: (error, attempt, delayMs) => {
      onRetry(error, attempt, delayMs);
      if (attempt >= MAX_ATTEMPTS) budget.giveUp(error);
    },
  });
}

/** How many records from the first on are written or kept as letters. */
function safeCount(records: readonly DecodedRecord[], safeThrough: ProcessOutcome['safeThrough']): number {
  return records.findIndex(({ position }) => position.sequenceNumber === safeThrough?.sequenceNumber) + 1;
}

function waitingId({ position }: DecodedRecord): string {
  return `${position.stream} ${position.shardId} ${position.sequenceNumber}`;
}
