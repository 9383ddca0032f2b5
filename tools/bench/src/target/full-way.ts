import { setTimeout as delay } from 'node:timers/promises';
import {
  createTargetDeadLetterStore,
  createWriter,
  DEFAULT_WRITE_POLICY,
  type Ordering,
  type SinkDatabase,
} from '@drayage/cratedb-writer';
import { BENCHMARK_TABLE, generateCreateTable } from '@drayage/dms-simulator';
import { createPipeline, type Pipeline, type ProcessOutcome, type SourceRecord } from '@drayage/pipeline';
import { toRecords } from '../workload/workload.ts';

/** Records of one batch, as `dray replay` takes them. */
const BATCH_RECORDS = 10_000;
const SHARD = { stream: 'bench', shardId: 'shardId-000000000000' };

export interface FullWayOptions {
  readonly database: SinkDatabase;
  readonly ordering: Ordering;
  /** The target table, a fresh one, in the benchmark's schema; also the pipeline's name. */
  readonly table: string;
}

/** A pipeline whose table is made and whose load is complete, so that only rows are left to write. */
export async function openFullWay({ database, ordering, table }: FullWayOptions): Promise<Pipeline> {
  const now = Date.now;
  const policy = {
    ...DEFAULT_WRITE_POLICY,
    ordering,
    tables: [{ table: '*.*', target: { schema: BENCHMARK_TABLE.schema, table } }],
  };
  const writer = createWriter({ database, pipeline: table, policy, now });
  const pipeline = createPipeline({
    writer,
    deadLetters: createTargetDeadLetterStore(database, table, now),
    onError: 'dead-letter',
    unknownTableTimeoutMs: Number.POSITIVE_INFINITY,
    now,
    sleep: (milliseconds, signal) => delay(milliseconds, undefined, { signal }),
    random: Math.random,
  });
  const signal = new AbortController().signal;
  await pipeline.start(signal);
  await pipeline.apply(pipeline.decode(toRecords([generateCreateTable().data])), SHARD, signal);
  await writer.completeLoad({ schema: BENCHMARK_TABLE.schema, table: BENCHMARK_TABLE.name });
  return pipeline;
}

export interface FullWayTime {
  readonly seconds: number;
  readonly deadLetters: number;
}

/** From bytes to rows, the next batch decoded while one is written. */
export async function runFullWay(
  pipeline: Pipeline,
  records: readonly SourceRecord[],
  batchRecords = BATCH_RECORDS,
): Promise<FullWayTime> {
  const signal = new AbortController().signal;
  const started = performance.now();
  const outcomes: ProcessOutcome[] = [];
  let writing: Promise<unknown> = Promise.resolve();
  for (let from = 0; from < records.length; from += batchRecords) {
    const decoded = pipeline.decode(records.slice(from, from + batchRecords));
    await writing;
    writing = pipeline.apply(decoded, SHARD, signal).then((outcome) => outcomes.push(outcome));
    // A failure is met at the next `await`; until then it is not unhandled.
    writing.catch(() => undefined);
  }
  await writing;
  const seconds = (performance.now() - started) / 1000;
  return { seconds, deadLetters: outcomes.reduce((sum, { deadLetters }) => sum + deadLetters, 0) };
}
