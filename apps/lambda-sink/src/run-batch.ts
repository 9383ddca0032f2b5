import { SinkError } from '@drayage/cratedb-writer';
import type { StreamShards } from '@drayage/kinesis-source/positions';
import type { ProcessOutcome } from '@drayage/pipeline';

import { applyBatch, type ApplyBatchOptions, type BatchEnd } from './batch/apply-batch.js';
import type { Settings } from './configuration/load-settings.js';
import type { LambdaEnvironment } from './environment.js';
import type { EventBatch } from './event/read-event.js';
import { enterLedger, type LedgerEntry } from './ledger/enter-ledger.js';
import type { LedgerBegin } from './ledger/ledger-keeper.js';
import type { LedgerBatch, RecordPoint } from './ledger/shard-ledger.js';
import type { StreamWatch } from './stream/stream-watch.js';
import type { OpenedSink } from './target/sink-holder.js';

export interface RunBatchOptions extends OpenedSink, Omit<ApplyBatchOptions, 'config' | 'environment' | 'sink'> {
  readonly environment: LambdaEnvironment;
  readonly settings: Settings;
  readonly watch: StreamWatch;
  readonly onWarning: (topic: string, message: string) => void;
}

/**
 * Writes the records of one invocation between two entries in the ledger of their shard: one that says they are in work,
 * and one that says how far they are safe.
 *
 * Until the second one is kept, the last record counts as not safe: it comes again then and brings the ledger up to date,
 * where otherwise nobody would.
 *
 * @throws SinkError, PipelineHalted, or the reason for which the budget's signal aborted.
 */
export async function runBatch(batch: EventBatch, options: RunBatchOptions): Promise<BatchEnd> {
  const { environment, settings, sink, watch, budget } = options;
  const { records } = batch;
  const look = sink.positions === undefined ? undefined : await watch.look();
  const begin: LedgerBegin = {
    key: { streamArn: batch.streamArn, shardId: batch.shardId },
    // Places only: what is in the records is nobody's business here.
    batch: { points: placesOf(records) },
    stream: look?.stream,
    leaseMs: Math.max(1_000, Math.ceil(budget.left())),
    isParallel: settings.config.lambda.parallelizationFactor > 1,
    continuesOverGaps: settings.config.kinesis.onGap === 'continue',
  };
  const ledger = await enterLedger(begin, options);

  let safe = 0;
  let outcome: ProcessOutcome | undefined;
  const tell = (most: number): void => {
    if (outcome !== undefined) options.onProgress(Math.min(safe, most), outcome);
  };
  let end: BatchEnd;
  try {
    end = await applyBatch(batch, {
      ...options,
      environment,
      config: settings.config,
      onProgress: (count, sum) => {
        [safe, outcome] = [count, sum];
        tell(ledger === undefined ? records.length : records.length - 1);
      },
    });
  } finally {
    await ledger?.finish(begin, safe);
    tell(records.length);
  }
  await lookAfter(batch, options, { ledger, look });
  return end;
}

function placesOf([first, ...others]: EventBatch['records']): LedgerBatch['points'] {
  const placeOf = ({ sequenceNumber, arrivalTimeMs }: EventBatch['records'][0]): RecordPoint => ({
    sequenceNumber,
    arrivalTimeMs,
  });
  return [placeOf(first), ...others.map(placeOf)];
}

interface Upkeep {
  readonly ledger: LedgerEntry | undefined;
  readonly look: StreamShards | undefined;
}

/** What can be done by the next invocation as well. */
async function lookAfter({ shardId }: EventBatch, options: RunBatchOptions, { ledger, look }: Upkeep): Promise<void> {
  const { settled, completeness, onWarning } = options;
  try {
    if (ledger !== undefined && look !== undefined) {
      if (!settled.has(shardId) && (await ledger.endParents(shardId, look))) settled.add(shardId);
      await completeness?.follow(look);
    }
    await options.housekeeping();
  } catch (error) {
    if (!(error instanceof SinkError)) throw error;
    onWarning(
      'upkeep',
      `How far the tables are complete could not be kept (${error.code}); the next invocation tries again.`,
    );
  }
}
