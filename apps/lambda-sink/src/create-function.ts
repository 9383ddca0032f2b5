import type { ProcessOutcome } from '@drayage/pipeline';
import { createLogger, hidePasswords, logWarnings } from '@drayage/sink-shell';
import type { Logger } from 'pino';

import type { BatchEnd } from './batch/apply-batch.js';
import { createSliceSize } from './batch/slice-size.js';
import { OutOfTime, startTimeBudget, untilAborted, type TimeBudget } from './batch/time-budget.js';
import { createWaitingClock } from './batch/waiting-clock.js';
import { loadSettings, type Settings } from './configuration/load-settings.js';
import type { BatchAnswer, InvocationContext, LambdaEnvironment } from './environment.js';
import { readEvent, type EventBatch } from './event/read-event.js';
import { emitMetrics, type RetryCount } from './report/emit-metrics.js';
import { countIncomplete, countsOf, type InvocationReport } from './report/invocation-report.js';
import { runBatch, type RunBatchOptions } from './run-batch.js';
import { createStreamWatch } from './stream/stream-watch.js';
import { createSinkHolder, type OpenedSink, type SinkHolder } from './target/sink-holder.js';
import { createTargetSecret } from './target/target-secret.js';
import { VERSION } from './version.js';

/** The function, as one sandbox runs it: one invocation after another. */
export interface SinkFunction {
  /**
   * Rejects where nothing of the event can be dealt with, and where the configuration is wrong. Everything else is
   * answered: the first record that is not safe, or none.
   */
  readonly handler: (event: unknown, context: InvocationContext) => Promise<BatchAnswer>;
  /** Of the last invocation that was answered. */
  readonly lastReport: () => InvocationReport | undefined;
  /** Closes the connections. Lambda never asks for it. */
  readonly close: () => Promise<void>;
}

/** What a sandbox keeps for one stream. */
interface StreamParts extends Pick<RunBatchOptions, 'settings' | 'watch' | 'slices' | 'waiting'> {
  readonly holder: SinkHolder;
  readonly logger: Logger;
  /** Warnings of the writer that are in the log already. */
  readonly told: Set<string>;
}

export function createFunction(environment: LambdaEnvironment): SinkFunction {
  const streams = new Map<string, StreamParts>();
  let report: InvocationReport | undefined;

  async function partsOf(streamArn: string): Promise<StreamParts> {
    const known = streams.get(streamArn);
    if (known !== undefined) return known;
    const parts = openStream(environment, await loadSettings(environment, streamArn), streamArn);
    streams.set(streamArn, parts);
    return parts;
  }

  return {
    async handler(event, context) {
      const batch = readEvent(event);
      const parts = await partsOf(batch.streamArn);
      const logger = parts.logger.child({ requestId: context.awsRequestId });
      const budget = startTimeBudget(() => context.getRemainingTimeInMillis());
      try {
        const invocation = await invoke(batch, { environment, parts, logger, budget });
        report = invocation.report;
        return answer(batch, invocation.safe);
      } finally {
        budget.end();
      }
    },
    lastReport: () => report,
    close: async () => {
      await Promise.all([...streams.values()].map(({ holder }) => holder.close()));
      streams.clear();
    },
  };
}

function openStream(environment: LambdaEnvironment, settings: Settings, streamArn: string): StreamParts {
  const { config, warnings } = settings;
  const logger = createLogger({
    service: 'drayage-lambda-sink',
    level: config.log.level,
    pipeline: config.pipeline,
    version: VERSION,
    destination: { write: environment.print },
  });
  warnings.forEach((warning) => logger.warn(warning));
  const { region, endpoint } = config.kinesis;
  const secret = createTargetSecret(config.target, environment.fetchSecret);
  return {
    settings,
    logger,
    holder: createSinkHolder({ environment, settings, secret }),
    watch: createStreamWatch({
      environment,
      streamArn,
      place: { region, endpoint },
      onWarning: (topic, message) => logger.warn({ topic }, message),
    }),
    slices: createSliceSize(environment.sliceRecords),
    told: new Set(),
    waiting: createWaitingClock({ timeoutMs: config.errors.unknownTableTimeoutMs, now: environment.now }),
  };
}

interface Invocation {
  readonly environment: LambdaEnvironment;
  readonly parts: StreamParts;
  readonly logger: Logger;
  readonly budget: TimeBudget;
}

interface Invoked {
  /** How many records, from the first on, need not come again. */
  readonly safe: number;
  readonly report: InvocationReport;
}

/** Runs a batch as far as there is time, and says how far that was. */
async function invoke(batch: EventBatch, { environment, parts, logger, budget }: Invocation): Promise<Invoked> {
  const { holder, settings } = parts;
  const startedAt = environment.now();
  const retries: RetryCount[] = [];
  let safe = 0;
  let outcome: ProcessOutcome | undefined;
  let failure: unknown;
  let end: string = 'done';
  const target: { opened?: OpenedSink } = {};
  const work = (): Promise<BatchEnd> =>
    holder.use((opened) => {
      target.opened = opened;
      return runBatch(batch, {
        ...parts,
        ...opened,
        environment,
        budget,
        onRetry: ({ code, message, remedy }, attempt, delayMs) => {
          retries.push({ side: 'target', code });
          logger.warn(
            { shardId: batch.shardId, side: 'target', code, message, remedy, attempt, delayMs },
            'trying again',
          );
        },
        onWarning: (topic, message) => logger.warn({ topic }, message),
        onProgress: (count, sum) => {
          // An abandoned attempt has no say any more.
          if (!budget.deadline.aborted) [safe, outcome] = [count, sum];
        },
      });
    });
  try {
    end = await untilAborted(work(), budget.deadline);
  } catch (error) {
    failure = error;
    end = reasonOf(error);
    // A statement may be on its way: whatever is left of this attempt ends with its connections.
    holder.discard();
    if (error instanceof OutOfTime) parts.slices.ranOutOfTime();
  }
  logWarnings(target.opened?.sink.writer.warnings() ?? [], { told: parts.told, logger });
  const { records, shardId } = batch;
  const last = records[Math.max(0, safe - 1)] ?? records[0];
  const report: InvocationReport = {
    shardId,
    records: safe,
    handedBack: records.length - safe,
    reason: safe === records.length ? undefined : end,
    ...countsOf(outcome),
    seconds: (environment.now() - startedAt) / 1_000,
    lagMs: Math.max(0, environment.now() - last.arrivalTimeMs),
    tablesIncomplete: target.opened && countIncomplete(target.opened.sink.writer.tables()),
  };
  if (failure !== undefined) logger.error({ err: failure, shardId }, 'records are handed back');
  const { reason, ...line } = report;
  logger.info(reason === undefined ? line : { ...line, reason }, 'batch written');
  emitMetrics(
    { pipeline: settings.config.pipeline, print: (text) => environment.print(hidePasswords(text)) },
    report,
    retries,
  );
  return { safe, report };
}

function reasonOf(failure: unknown): string {
  const code: unknown = failure instanceof Error ? Reflect.get(failure, 'code') : undefined;
  return typeof code === 'string' ? code : 'unexpected';
}

function answer({ records }: EventBatch, safe: number): BatchAnswer {
  const first = records[safe];
  return { batchItemFailures: first === undefined ? [] : [{ itemIdentifier: first.sequenceNumber }] };
}
