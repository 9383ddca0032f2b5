import {
  createTargetCheckpointStore,
  createTargetDeadLetterStore,
  createWriter,
  DEFAULT_WRITE_POLICY,
  type SinkDatabase,
} from '@drayage/cratedb-writer';
import {
  createKinesisClient,
  createKinesisSource,
  type KinesisSourceObserver,
  systemClock,
} from '@drayage/kinesis-source';
import { createPipeline } from '@drayage/pipeline';

export interface ContainerOptions {
  readonly database: SinkDatabase;
  readonly pipeline: string;
  readonly endpoint: string;
  readonly stream: string;
}

/** What the container sink is to a stream and a target. */
export interface Container {
  /** Every record that it was handed, by number. */
  readonly handed: string[];
  /** What it told: gaps, and shards that it waits for. */
  readonly told: string[];
  stop(): Promise<void>;
}

export function startContainer({ database, pipeline: name, endpoint, stream }: ContainerOptions): Container {
  const abort = new AbortController();
  const { signal } = abort;
  const [handed, told]: [string[], string[]] = [[], []];
  const now = (): number => Date.now();
  const pipeline = createPipeline({
    writer: createWriter({ database, pipeline: name, policy: DEFAULT_WRITE_POLICY, now }),
    deadLetters: createTargetDeadLetterStore(database, name, now),
    onError: 'dead-letter',
    unknownTableTimeoutMs: 60_000,
    now,
    random: Math.random,
    sleep: (ms, until) => systemClock.sleep(ms, until),
  });
  const observer: Partial<KinesisSourceObserver> = {
    onGap: ({ kind }) => told.push(`gap ${kind}`),
    onWaiting: (shardId, owner) => told.push(`${shardId} waits for ${owner}`),
  };
  const source = createKinesisSource({
    client: createKinesisClient({ endpoint, region: 'us-east-1' }),
    stream,
    start: { kind: 'checkpoint' },
    store: createTargetCheckpointStore(database, name),
    owner: 'container',
    onGap: 'halt',
    clock: systemClock,
    random: Math.random,
    observer,
    checkpointIntervalMs: 0,
    pollIntervalMs: 50,
  });
  const running = pipeline.start(signal).then(() =>
    source.run(async ({ shardId, records }, until) => {
      handed.push(...records.map(({ position }) => position.sequenceNumber));
      const [first] = records;
      if (first === undefined) return { safeThrough: undefined };
      const { safeThrough } = await pipeline.apply(
        pipeline.decode(records),
        { stream: first.position.stream, shardId },
        until,
      );
      return { safeThrough };
    }, signal),
  );
  running.catch((error: unknown) => told.push(String(error)));
  return {
    handed,
    told,
    stop: async () => {
      abort.abort();
      await running;
    },
  };
}
