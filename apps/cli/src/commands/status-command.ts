import { Command } from 'commander';
import { EXIT_CODES, type ExitCode, UsageError } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { withWatchOptions, type WatchFlags } from '../options/watch-options.js';
import { paintFor } from '../render/paint.js';
import { toJsonLine } from '../render/to-json-line.js';
import { renderStatus, showStatus } from '../render/render-status.js';
import { isNothingNamed, type PipelineStatus } from '../status/pipeline-status.js';
import { readPipelineStatus } from '../status/read-pipeline-status.js';
import type { StatusReading } from '../status/status-reading.js';
import { watch } from '../watch/watch.js';

interface StatusFlags extends AwsFlags, WatchFlags {
  readonly verbose?: boolean;
}

const EXAMPLES = `
Examples:
  $ dray status
  $ dray status --watch --interval 10
  $ dray status --replication shop-task --stream shop-changes --function shop-sink --to crate://crate@localhost:4200/
  $ dray status --sink-url http://127.0.0.1:8080 --output json

It looks at the replication and its endpoints, the stream, the sink (a function, or a container's /status and its ECS service)
and the target. What is not named is left out. Names come from the flags, the environment or the configuration file (section aws).
Exit codes: 0 every part could be read, whatever it said, 1 some could not, 2 usage or configuration, or nothing is named,
130 interrupted.
`;

/** `dray status`. */
export function statusCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('status').description('Look at the whole pipeline at once.');
  withAwsOptions(command, ['replication', 'stream', 'function', 'sinkUrl', 'service', 'to', 'pipeline']);
  return withWatchOptions(command.option('--verbose', 'also ARNs, shards, mappings'))
    .addHelpText('after', EXAMPLES)
    .action(async (flags: StatusFlags) => {
      finish(await status(flags, environment));
    });
}

async function status(flags: StatusFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withAws(flags, environment, async ({ clients, config }) => {
    const reading: StatusReading = { clients, config, environment, dimensions: new Map() };
    if (flags.watch === true) {
      return watch(environment, flags.interval, async () => {
        const read = await readPipelineStatus(reading);
        if (isNothingNamed(read)) throw nothingNamed();
        return draw(read, flags, environment);
      });
    }
    const read = await readPipelineStatus(reading);
    environment.stdout.write(draw(read, flags, environment));
    if (isNothingNamed(read)) throw nothingNamed();
    const parts = [read.replication, read.stream, read.sink, read.target];
    return parts.some(({ kind }) => kind === 'failed') ? EXIT_CODES.failure : EXIT_CODES.done;
  });
}

function nothingNamed(): UsageError {
  return new UsageError(
    'Nothing is named to look at.',
    'Name the parts in drayage.config.yaml (aws, kinesis.stream, target.url), or by --replication, --stream, --function or --sink-url, and --to.',
  );
}

function draw(
  read: PipelineStatus,
  { output, verbose = false, watch: isWatch = false }: StatusFlags,
  { stdout, env }: CliEnvironment,
): string {
  if (output === 'json') return toJsonLine(showStatus(read));
  const height = isWatch ? stdout.rows : undefined;
  return renderStatus(read, { verbose, width: stdout.columns, height, paint: paintFor(stdout, env) });
}
