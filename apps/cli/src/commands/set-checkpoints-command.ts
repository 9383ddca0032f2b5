import { Command } from 'commander';
import { describeStream } from '@drayage/aws-ops';
import { listPipelineCheckpoints, setPipelineCheckpoint } from '@drayage/cratedb-writer';
import { EXIT_CODES, type ExitCode, UsageError } from '@drayage/terminal';
import type { AwsFlags } from '../aws/aws-flags.js';
import { needName } from '../aws/open-aws.js';
import { withCheckpointOptions, withCheckpoints } from '../checkpoints/checkpoint-options.js';
import { choosePlace, type PlaceFlags } from '../checkpoints/choose-place.js';
import { judgeMove } from '../checkpoints/judge-move.js';
import type { CliEnvironment } from '../cli-environment.js';
import { ControlRefusedError } from '../control/outcome.js';
import { interruptible } from '../interruptible.js';
import { confirm } from '../confirm.js';
import { renderGrid } from '../render/render-grid.js';

interface SetFlags extends AwsFlags, PlaceFlags {
  readonly shard?: string;
  readonly all?: boolean;
  readonly skip?: boolean;
  readonly yes?: boolean;
}

const EXAMPLES = `
Examples:
  $ dray checkpoints set --shard shardId-000000000000 --to-time 2026-01-31T12:00:00Z
  $ dray checkpoints set --all --to-trim-horizon --yes
  $ dray checkpoints set --shard shardId-000000000000 --to-sequence 49590338271490256608559692538361571095921575989136588898 --skip

Stop the sink first: a shard that an owner holds is left as it is. Going back is harmless: what is applied again changes nothing.
Going forward passes over records, which are then missing from the target; it needs --skip, and the tables a reload afterwards.
Exit codes: 0 done, 1 failure or refused, 2 usage or configuration, 130 interrupted.
`;

/** `dray checkpoints set`. */
export function setCheckpointsCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withCheckpointOptions(new Command('set').description('Put the checkpoint of a shard somewhere else.'))
    .option('--shard <id>', 'one shard')
    .option('--all', 'every shard of the stream')
    .option('--to-sequence <number>', 'as if everything up to this record were applied')
    .option('--to-time <time>', 'the first record that arrived then or later comes next')
    .option('--to-trim-horizon', 'the oldest record that the stream still has comes next')
    .option('--skip', 'allow going forward, past records that were not applied')
    .option('--yes', 'do not ask')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: SetFlags) => {
      finish(await interruptible('written', environment, () => set(flags, environment)));
    });
}

async function set(flags: SetFlags, environment: CliEnvironment): Promise<ExitCode> {
  const place = choosePlace(flags);
  if ((flags.shard === undefined) === (flags.all !== true))
    throw new UsageError('Name a shard, or say --all.', 'dray checkpoints list shows the shards.');
  if (flags.all === true && flags.toSequence !== undefined) {
    throw new UsageError('A sequence number is one of a single shard.', 'Give --shard ID, or a time.');
  }
  return withCheckpoints(flags, environment, async ({ clients, config, database, pipeline }) => {
    const stream = await describeStream(clients, needName(config, 'stream'));
    const chosen = stream.shards.filter(({ shardId }) => flags.all === true || shardId === flags.shard);
    if (chosen.length === 0) {
      throw new UsageError(
        `The stream has no shard ${flags.shard ?? ''}.`,
        `Its shards are: ${stream.shards.map(({ shardId }) => shardId).join(', ')}.`,
      );
    }
    const known = await listPipelineCheckpoints(database, pipeline);
    const moves = chosen.map(({ shardId }) => {
      const from = known.find((row) => row.stream === stream.arn && row.shardId === shardId);
      return { shardId, from: from?.sequenceNumber ?? null, direction: judgeMove(from, place) };
    });
    const skipping = moves.filter(({ direction }) => direction === 'forward' || direction === 'unknown');
    if (skipping.length > 0 && flags.skip !== true) {
      throw new ControlRefusedError(
        `${skipping.map(({ shardId }) => shardId).join(', ')} would go forward: the records between are then missing from the target.`,
        'If that is meant, say --skip, and reload the tables afterwards.',
      );
    }
    const question = `Move ${moves.length === 1 ? 'the checkpoint' : `${moves.length} checkpoints`} of ${pipeline}?`;
    if (flags.yes !== true && !(await confirm(question, environment))) {
      environment.stderr.write('Nothing was moved.\n');
      return EXIT_CODES.done;
    }
    const results = [];
    for (const { shardId, from, direction } of moves) {
      const streamCreatedAt = stream.createdAt ?? new Date(0);
      const result = await setPipelineCheckpoint(database, pipeline, {
        stream: stream.arn,
        streamCreatedAt,
        shardId,
        ...place,
      });
      results.push({ shardId, from, to: place.arrivalTime?.toISOString() ?? place.sequenceNumber, direction, result });
    }
    const body = results.map(({ shardId, from, to, result }) => [
      shardId,
      from ?? '',
      to,
      result === 'set' ? 'moved' : 'held by an owner, left',
    ]);
    const grid = renderGrid({ header: ['shard', 'from', 'to', 'result'], body, left: [0, 1, 2, 3] });
    environment.stdout.write(
      flags.output === 'json' ? `${JSON.stringify({ pipeline, checkpoints: results })}\n` : `${grid.join('\n')}\n`,
    );
    if (results.every(({ result }) => result === 'set')) return EXIT_CODES.done;
    environment.stderr.write('Stop the sink, or wait until its lease has ended, and run the command again.\n');
    return EXIT_CODES.failure;
  });
}
