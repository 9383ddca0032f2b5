import { Command } from 'commander';
import { listPipelineCheckpoints, type PipelineCheckpoint } from '@drayage/cratedb-writer';
import type { AwsFlags } from '../aws/aws-flags.js';
import { withCheckpointOptions, withCheckpoints } from '../checkpoints/checkpoint-options.js';
import type { CliEnvironment } from '../cli-environment.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { describeDuration, describeTime } from '../render/describe-time.js';
import { paintFor } from '../render/paint.js';
import { renderGrid } from '../render/render-grid.js';
import { pruneCheckpointsCommand } from './prune-checkpoints-command.js';
import { setCheckpointsCommand } from './set-checkpoints-command.js';

const EXAMPLES = `
Examples:
  $ dray checkpoints list
  $ dray checkpoints set --shard shardId-000000000000 --to-time 2026-01-31T12:00:00Z
  $ dray checkpoints set --all --to-trim-horizon
  $ dray checkpoints prune

How far the container has applied the stream, in the target (drayage.checkpoints). A function has no checkpoints here: Lambda keeps
its own place. Target and pipeline are those of the sink: SINK_URL, PIPELINE or KINESIS_STREAM, or the configuration file.
Exit codes: 0 done, 1 failure or refused, 2 usage or configuration, 130 interrupted.
`;

/** `dray checkpoints list | set | prune`. */
export function checkpointsCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('checkpoints').description('See and move how far the stream is applied.').addHelpText('after', EXAMPLES);
  for (const make of [listCommand, setCheckpointsCommand, pruneCheckpointsCommand]) command.addCommand(make(environment, finish));
  return command;
}

function listCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withCheckpointOptions(new Command('list').description('Show the checkpoint of each shard, and who holds it.'))
    .addHelpText('after', '\nExamples:\n  $ dray checkpoints list --to crate://crate@localhost:4200/ --pipeline shop-changes\n  $ dray checkpoints list --output json\n')
    .action(async (flags: AwsFlags) => {
      const { pipeline, rows } = await withCheckpoints(flags, environment, async (opened) => ({
        pipeline: opened.pipeline,
        rows: await listPipelineCheckpoints(opened.database, opened.pipeline),
      }));
      environment.stdout.write(flags.output === 'json' ? `${JSON.stringify({ pipeline, checkpoints: rows })}\n` : render(pipeline, rows, environment));
      finish(EXIT_CODES.done);
    });
}

function render(pipeline: string, rows: readonly PipelineCheckpoint[], { stdout, env, now }: CliEnvironment): string {
  if (rows.length === 0) return `The pipeline ${pipeline} has no checkpoints in this target.\n`;
  const paint = paintFor(stdout, env);
  const body = rows.map(({ shardId, sequenceNumber, arrivalTime, owner, ownerUntil }) => {
    const isHeld = owner !== null && ownerUntil !== null && ownerUntil.getTime() > now();
    return [
      shardId,
      sequenceNumber ?? 'nothing saved yet',
      arrivalTime === null ? '' : describeTime(arrivalTime),
      arrivalTime === null || sequenceNumber === 'SHARD_END' ? '' : describeDuration(Math.max(0, now() - arrivalTime.getTime())),
      { text: isHeld ? owner : owner === null ? '' : `${owner} (lease ended)`, tone: isHeld ? 'good' : 'dim' } as const,
    ];
  });
  const streams = [...new Set(rows.map(({ stream }) => stream))];
  const grid = renderGrid({ header: ['shard', 'sequence number', 'applied until', 'ago', 'held by'], body, left: [0, 1, 2, 4], elastic: 1, width: stdout.columns, paint });
  return `${[`pipeline ${pipeline}, ${streams.length === 1 ? 'stream' : 'streams'} ${streams.join(', ')}`, '', ...grid].join('\n')}\n`;
}
