import { Command } from 'commander';
import { listPipelineCheckpoints } from '@drayage/cratedb-writer';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import type { AwsFlags } from '../aws/aws-flags.js';
import { withCheckpointOptions, withCheckpoints } from '../checkpoints/checkpoint-options.js';
import type { CliEnvironment } from '../cli-environment.js';
import { paintFor } from '../render/paint.js';
import { renderCheckpoints } from '../render/render-checkpoints.js';
import { pruneCheckpointsCommand } from './prune-checkpoints-command.js';
import { setCheckpointsCommand } from './set-checkpoints-command.js';

const EXAMPLES = `
Examples:
  $ dray checkpoints list
  $ dray checkpoints set --shard shardId-000000000000 --to-time 2026-01-31T12:00:00Z
  $ dray checkpoints set --all --to-trim-horizon
  $ dray checkpoints prune

How far the stream is applied, in the target (drayage.checkpoints). A container goes on from there; a function notes there what a
container may take over, and Lambda keeps a place of its own. Target and pipeline are those of the sink: SINK_URL, PIPELINE or
KINESIS_STREAM, or the configuration file.
Exit codes: 0 done, 1 failure or refused, 2 usage or configuration, 130 interrupted.
`;

/** `dray checkpoints list | set | prune`. */
export function checkpointsCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('checkpoints')
    .description('See and move how far the stream is applied.')
    .addHelpText('after', EXAMPLES);
  for (const make of [listCommand, setCheckpointsCommand, pruneCheckpointsCommand])
    command.addCommand(make(environment, finish));
  return command;
}

function listCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withCheckpointOptions(new Command('list').description('Show the checkpoint of each shard, and who holds it.'))
    .addHelpText(
      'after',
      '\nExamples:\n  $ dray checkpoints list --to crate://crate@localhost:4200/ --pipeline shop-changes\n  $ dray checkpoints list --output json\n',
    )
    .action(async (flags: AwsFlags) => {
      const { pipeline, rows } = await withCheckpoints(flags, environment, async (opened) => ({
        pipeline: opened.pipeline,
        rows: await listPipelineCheckpoints(opened.database, opened.pipeline),
      }));
      environment.stdout.write(
        flags.output === 'json'
          ? `${JSON.stringify({ pipeline, checkpoints: rows })}\n`
          : renderCheckpoints(pipeline, rows, {
              width: environment.stdout.columns,
              paint: paintFor(environment.stdout, environment.env),
              nowMs: environment.now(),
            }),
      );
      finish(EXIT_CODES.done);
    });
}
