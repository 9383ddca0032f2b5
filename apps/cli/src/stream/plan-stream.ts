import type { OwnedAwsClients } from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import { createTargetDeadLetterStore, createWriter, type SinkDatabase } from '@drayage/cratedb-writer';
import type { StartPosition } from '@drayage/kinesis-source';
import { addOutcomes, type ProcessOutcome } from '@drayage/pipeline';
import type { CliEnvironment } from '../cli-environment.js';
import { warn } from '../render/warn.js';
import { createPlanDatabase } from '../dry-run/plan-database.js';
import { summarize, type ReplaySummary } from '../render/render-summary.js';
import { createBoundedPipeline } from '../replay/create-bounded-pipeline.js';
import { readStream } from './read-stream.js';

export interface PlanOptions {
  readonly config: DrayageConfig;
  readonly stream: string;
  readonly start: StartPosition;
  /** Records after which it is enough. */
  readonly limit: number;
}

/**
 * What the sink would do with the records of a stream, by its own code: the target is read and never written, and no
 * checkpoint moves.
 */
export async function planStream(
  clients: OwnedAwsClients,
  real: SinkDatabase,
  { config, stream, start, limit }: PlanOptions,
  environment: CliEnvironment,
): Promise<ReplaySummary> {
  const { signal, now } = environment;
  const plan = createPlanDatabase(real);
  const writer = createWriter({ database: plan.database, pipeline: config.pipeline, policy: config.write, now });
  const pipeline = createBoundedPipeline(
    {
      writer,
      deadLetters: createTargetDeadLetterStore(plan.database, config.pipeline, now),
      onError: config.errors.onError,
      suspendAfter: config.errors.suspendAfter,
      beforeImageField: config.kinesis.beforeImageField,
      // The stretch has an end: rows wait for their table's create-table until then.
      unknownTableTimeoutMs: Number.POSITIVE_INFINITY,
    },
    environment,
  );
  const startedMs = performance.now();
  await pipeline.start(signal);
  let total: ProcessOutcome | undefined;
  let taken = 0;
  await readStream(
    clients,
    {
      stream,
      start,
      untilTip: true,
      onGap: 'continue',
      take: async ({ records, shardId }, abort) => {
        const some = records.slice(0, Math.max(0, limit - taken));
        taken += some.length;
        const position = some[0]?.position;
        if (position !== undefined) {
          const outcome = await pipeline.apply(pipeline.decode(some), { stream: position.stream, shardId }, abort);
          total = total === undefined ? outcome : addOutcomes(total, outcome);
        }
        return taken >= limit ? 'enough' : 'more';
      },
    },
    environment,
  );
  const drained = await pipeline.drain(signal);
  for (const text of writer.warnings()) warn(environment, text);
  return summarize(
    total === undefined ? drained : addOutcomes(total, drained),
    (performance.now() - startedMs) / 1_000,
    plan.statements(),
  );
}
