import { Command } from 'commander';
import { describeStream, type StreamDescription } from '@drayage/aws-ops';
import { listPipelineCheckpoints, removePipelineCheckpoints, type PipelineCheckpoint } from '@drayage/cratedb-writer';
import type { AwsFlags } from '../aws/aws-flags.js';
import { needName } from '../aws/open-aws.js';
import { withCheckpointOptions, withCheckpoints } from '../checkpoints/checkpoint-options.js';
import type { CliEnvironment } from '../cli-environment.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { renderTable } from '../render/render-table.js';

interface PruneFlags extends AwsFlags {
  readonly dryRun?: boolean;
}

const EXAMPLES = `
Examples:
  $ dray checkpoints prune --dry-run
  $ dray checkpoints prune --output json

Removes the checkpoints of shards that were read to their end and that the stream no longer lists. All others stay, also those of
other streams: they are what a gap is known by.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray checkpoints prune`. */
export function pruneCheckpointsCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withCheckpointOptions(new Command('prune').description('Remove the checkpoints of shards that are over.'))
    .option('--dry-run', 'say what would be removed')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: PruneFlags) => {
      finish(await prune(flags, environment));
    });
}

async function prune(flags: PruneFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withCheckpoints(flags, environment, async ({ clients, config, database, pipeline }) => {
    const stream = await describeStream(clients, needName(config, 'stream'));
    const over = choosePruned(await listPipelineCheckpoints(database, pipeline), stream);
    if (flags.dryRun !== true) await removePipelineCheckpoints(database, pipeline, over);
    const result = { pipeline, removed: over.map(({ shardId, arrivalTime }) => ({ shardId, arrivalTime })), dryRun: flags.dryRun === true };
    if (flags.output === 'json') environment.stdout.write(`${JSON.stringify(result)}\n`);
    else if (over.length === 0) environment.stdout.write('No checkpoint is over.\n');
    else {
      const table = renderTable(['shard', 'ended'], over.map(({ shardId, arrivalTime }) => [shardId, arrivalTime?.toISOString() ?? '']), [0, 1]);
      environment.stdout.write(`${[...table, '', flags.dryRun === true ? 'Nothing was removed.' : `${over.length} removed.`].join('\n')}\n`);
    }
    return EXIT_CODES.done;
  });
}

/** Of this stream, as it is now: read to the end, and no longer listed. Pure. */
export function choosePruned(
  checkpoints: readonly PipelineCheckpoint[],
  { arn, createdAt, shards }: Pick<StreamDescription, 'arn' | 'createdAt' | 'shards'>,
): readonly PipelineCheckpoint[] {
  const listed = new Set(shards.map(({ shardId }) => shardId));
  return checkpoints.filter(
    (row) => row.stream === arn && row.sequenceNumber === 'SHARD_END' && !listed.has(row.shardId) && row.streamCreatedAt.getTime() === createdAt?.getTime(),
  );
}
