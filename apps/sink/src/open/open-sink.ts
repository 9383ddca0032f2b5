import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';

import {
  createTargetCheckpointStore,
  createTargetDeadLetterStore,
  createWriter,
  openSinkDatabase,
  parseTargetUrl,
} from '@drayage/cratedb-writer';
import {
  createKinesisClient,
  createKinesisSource,
  createMemoryCheckpointStore,
  parseStartPosition,
  systemClock,
} from '@drayage/kinesis-source';
import { createPipeline } from '@drayage/pipeline';

import { pipelineRetryReport } from '../report/retry-report.js';
import type { OpenSink } from '../sink-parts.js';
import { createCompletenessKeeper } from './completeness-keeper.js';
import { createGapKeeper } from './gap-keeper.js';
import { createHousekeeper } from './housekeeper.js';
import { createShardHandler } from './shard-handler.js';
import { sourceObserver } from './source-observer.js';

/** The source waits this long for its handlers and again for the store: together less than the sink grants. */
const SOURCE_STOP_TIMEOUT_MS = 3_500;

/** Opens the target and puts source, pipeline and writer together. Nothing is read before `run`. */
export const openSink: OpenSink = async ({ config, targetUrl, observer }) => {
  const { pipeline: name, target, kinesis, errors, write: policy } = config;
  const address = parseTargetUrl(targetUrl);
  const { connections: lanes, statementTimeoutMs, connectTimeoutMs } = target;
  const database = await openSinkDatabase({
    address,
    lanes,
    applicationName: `drayage-sink ${name}`,
    statementTimeoutMs,
    connectTimeoutMs,
  });
  const now = (): number => systemClock.now();
  const random = (): number => Math.random();
  // Shards are read side by side: the end of a load may be seen before its rows.
  const writer = createWriter({ database, pipeline: name, policy, now, sweep: 'when-applied' });
  const pipeline = createPipeline({
    writer,
    deadLetters: createTargetDeadLetterStore(database, name, now),
    onError: errors.onError,
    suspendAfter: errors.suspendAfter,
    unknownTableTimeoutMs: errors.unknownTableTimeoutMs,
    beforeImageField: kinesis.beforeImageField,
    now,
    random,
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
    onRetry: (error, attempt, delayMs, shard) =>
      observer.onRetry({ ...pipelineRetryReport(error, attempt, delayMs), shardId: shard?.shardId }),
  });
  const gaps = createGapKeeper(writer, observer);
  const owner = ownerName();
  const source = createKinesisSource({
    client: createKinesisClient({ region: kinesis.region, endpoint: kinesis.endpoint }),
    stream: kinesis.stream ?? '',
    start: parseStartPosition(kinesis.start),
    store:
      kinesis.checkpoints === 'memory'
        ? createMemoryCheckpointStore(systemClock)
        : createTargetCheckpointStore(database, name),
    owner,
    onGap: kinesis.onGap,
    clock: systemClock,
    random,
    observer: sourceObserver(observer, gaps),
    stopTimeoutMs: SOURCE_STOP_TIMEOUT_MS,
  });
  const completeness = createCompletenessKeeper({
    source,
    writer,
    observer,
    sleep: (ms, signal) => systemClock.sleep(ms, signal),
  });
  const handler = createShardHandler({
    pipeline,
    observer,
    now,
    housekeeper: createHousekeeper({ writer, observer, now }),
  });

  return {
    owner,
    run: async (signal) => {
      const keeping = new AbortController();
      let kept: Promise<void> = Promise.resolve();
      try {
        await pipeline.start(signal);
        observer.onTargetAnswer();
        kept = completeness.run(AbortSignal.any([signal, keeping.signal]));
        await source.run(handler, signal);
      } catch (error) {
        if (!signal.aborted) {
          await gaps.haltedBy(error);
          throw error;
        }
      } finally {
        keeping.abort();
        await kept;
        await gaps.settled();
      }
    },
    snapshot: () => ({
      shards: source.shards().map(({ shardId, sequenceNumber, lagMs, owner: holder }) => ({
        shardId,
        sequenceNumber,
        lagMs,
        owner: holder,
      })),
      tables: pipeline.tables(),
      completeThroughMs: completeness.throughMs(),
      warnings: [...address.warnings, ...writer.warnings()],
    }),
    ping: async () => {
      await database.execute({ sql: 'SELECT 1', parameters: [] });
    },
    close: () => database.close(),
  };
};

/** Never the same twice: two owners of one name would take shards from each other. */
function ownerName(): string {
  return `${hostname()}-${process.pid}-${randomBytes(3).toString('hex')}`;
}
