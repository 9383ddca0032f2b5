import { Command } from 'commander';
import { describeStream, type StreamDescription } from '@drayage/aws-ops';
import { streamName } from '@drayage/config';
import { listPipelineCheckpoints, removePipelineCheckpoints, type PipelineCheckpoint } from '@drayage/cratedb-writer';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import type { AwsFlags } from '../aws/aws-flags.js';
import { needName } from '../aws/open-aws.js';
import { withCheckpointOptions, withCheckpoints } from '../checkpoints/checkpoint-options.js';
import type { CliEnvironment } from '../cli-environment.js';
import { interruptible } from '../interruptible.js';
import { confirm } from '../confirm.js';
import { renderGrid } from '../render/render-grid.js';

interface PruneFlags extends AwsFlags {
  readonly dryRun?: boolean;
  readonly otherStreams?: boolean;
  readonly yes?: boolean;
}

const EXAMPLES = `
Examples:
  $ dray checkpoints prune --dry-run
  $ dray checkpoints prune --other-streams --yes
  $ dray checkpoints prune --output json

Removes the checkpoints of shards that were read to their end and that the stream no longer lists. With --other-streams also those
of every other stream, and of one by the same name that was deleted: say it once the pipeline reads another stream for good. All
others stay: they are what a gap is known by. A shard that an owner holds is left as it is.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray checkpoints prune`. */
export function pruneCheckpointsCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withCheckpointOptions(new Command('prune').description('Remove the checkpoints of shards that are over.'))
    .option('--other-streams', 'also of streams that no longer feed the pipeline')
    .option('--dry-run', 'say what would be removed')
    .option('--yes', 'do not ask before those of other streams are removed')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: PruneFlags) => {
      finish(await interruptible('written', environment, () => prune(flags, environment)));
    });
}

async function prune(flags: PruneFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withCheckpoints(flags, environment, async ({ clients, config, database, pipeline }) => {
    const stream = await describeStream(clients, needName(config, 'stream'));
    const checkpoints = await listPipelineCheckpoints(database, pipeline);
    const ended = choosePruned(checkpoints, stream);
    const others = flags.otherStreams === true ? chooseOtherStreams(checkpoints, stream, environment.now()) : [];
    const isMeant = others.length === 0 || flags.dryRun === true || flags.yes === true;
    const question = `Remove ${others.length === 1 ? 'the checkpoint' : `${others.length} checkpoints`} of other streams than ${stream.name}?`;
    if (!isMeant && !(await confirm(question, environment))) {
      environment.stderr.write('Nothing was removed.\n');
      return EXIT_CODES.done;
    }
    const over = [...ended, ...others];
    if (flags.dryRun !== true) await removePipelineCheckpoints(database, pipeline, over);
    environment.stdout.write(show(pipeline, over, flags));
    return EXIT_CODES.done;
  });
}

function show(pipeline: string, over: readonly PipelineCheckpoint[], { output, dryRun = false }: PruneFlags): string {
  const removed = over.map(({ stream, shardId, arrivalTime }) => ({ stream, shardId, arrivalTime }));
  if (output === 'json') return `${JSON.stringify({ pipeline, removed, dryRun })}\n`;
  if (over.length === 0) return 'No checkpoint is over.\n';
  const body = removed.map(({ stream, shardId, arrivalTime }) => [
    streamName(stream),
    shardId,
    arrivalTime?.toISOString() ?? '',
  ]);
  const grid = renderGrid({ header: ['stream', 'shard', 'applied until'], body, left: [0, 1, 2] });
  return `${[...grid, '', dryRun ? 'Nothing was removed.' : `${over.length} removed.`].join('\n')}\n`;
}

/** Of this stream, as it is now: read to the end, and no longer listed. Pure. */
export function choosePruned(
  checkpoints: readonly PipelineCheckpoint[],
  { arn, createdAt, shards }: Pick<StreamDescription, 'arn' | 'createdAt' | 'shards'>,
): readonly PipelineCheckpoint[] {
  const listed = new Set(shards.map(({ shardId }) => shardId));
  return checkpoints.filter(
    (row) =>
      row.stream === arn &&
      row.sequenceNumber === 'SHARD_END' &&
      !listed.has(row.shardId) &&
      row.streamCreatedAt.getTime() === createdAt?.getTime(),
  );
}

/** Of streams that are not this one, as it is now; those that somebody still holds stay. Pure. */
export function chooseOtherStreams(
  checkpoints: readonly PipelineCheckpoint[],
  { arn, createdAt }: Pick<StreamDescription, 'arn' | 'createdAt'>,
  nowMs: number,
): readonly PipelineCheckpoint[] {
  const isHeld = ({ owner, ownerUntil }: PipelineCheckpoint): boolean =>
    owner !== null && ownerUntil !== null && ownerUntil.getTime() > nowMs;
  const isOfThis = (row: PipelineCheckpoint): boolean =>
    row.stream === arn && (createdAt === undefined || row.streamCreatedAt.getTime() === createdAt.getTime());
  return checkpoints.filter((row) => !isOfThis(row) && !isHeld(row));
}
