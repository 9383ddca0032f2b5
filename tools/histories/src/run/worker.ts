import { setTimeout } from 'node:timers/promises';
import {
  createTargetDeadLetterStore,
  createWriter,
  DEFAULT_WRITE_POLICY,
  type SinkDatabase,
  type Writer,
} from '@drayage/cratedb-writer';
import { createPipeline, type Pipeline, type PipelineOptions, type ProcessOutcome } from '@drayage/pipeline';
import type { Turn } from '../delivery/delivery.ts';
import type { TableName } from '../source/source-table.ts';
import type { RunNames } from './target-schemas.ts';

/** What a sink process is to a history: a pipeline with a writer of its own. */
export interface Worker {
  apply(turn: Pick<Turn, 'shardId' | 'records'>): Promise<ProcessOutcome>;
  /** The end of the stream: what is held is decided. */
  drain(): Promise<void>;
  completeLoad(table: TableName): Promise<number>;
  tables: Pipeline['tables'];
}

export interface WorkerOptions {
  readonly database: SinkDatabase;
  readonly ordering: 'stamped' | 'arrival';
  readonly names: RunNames;
  readonly schemas: readonly string[];
  /** How retries wait; absent: hardly, and not for ever. */
  readonly retries?: Pick<PipelineOptions, 'sleep' | 'random' | 'onRetry'>;
}

export const STREAM = 'histories';
/** A target that refuses for ever is a failure of the history, not something to wait for. */
const MAX_ATTEMPTS = 5;

/** Starts a worker. Its clock is that of the stream: it stands where the newest record arrived. */
export async function startWorker({ database, ordering, names, schemas, retries }: WorkerOptions): Promise<Worker> {
  let clockMs = 0;
  const now = (): number => clockMs;
  const abort = new AbortController();
  const writer: Writer = createWriter({
    database,
    pipeline: names.pipeline,
    policy: {
      ...DEFAULT_WRITE_POLICY,
      ordering,
      renameSchemas: Object.fromEntries(schemas.map((schema) => [schema, `${names.schemaPrefix}${schema}`])),
      tables: [{ table: '*.*', shards: 1, replicas: '0' }],
    },
    now,
  });
  const pipeline = createPipeline({
    writer,
    deadLetters: createTargetDeadLetterStore(database, names.pipeline, now),
    onError: 'dead-letter',
    unknownTableTimeoutMs: Number.MAX_SAFE_INTEGER,
    now,
    ...(retries ?? {
      sleep: async (milliseconds) => setTimeout(Math.min(milliseconds, 100)),
      random: () => 0.5,
      onRetry: (error, attempt) => {
        if (attempt >= MAX_ATTEMPTS) abort.abort(error);
      },
    }),
  });
  await pipeline.start(abort.signal);
  return {
    apply: async ({ shardId, records }) => {
      clockMs = Math.max(clockMs, ...records.map(({ arrivalTimeMs }) => arrivalTimeMs));
      const decoded = pipeline.decode(
        records.map(({ data, sequenceNumber, arrivalTimeMs }) => ({
          data,
          position: { stream: STREAM, shardId, sequenceNumber, arrivalTimeMs },
        })),
      );
      return pipeline.apply(decoded, { stream: STREAM, shardId }, abort.signal);
    },
    drain: async () => {
      await pipeline.drain(abort.signal);
    },
    completeLoad: (table) => writer.completeLoad(table),
    tables: () => pipeline.tables(),
  };
}
