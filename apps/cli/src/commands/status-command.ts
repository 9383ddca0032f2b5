import { Command } from 'commander';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { paintFor } from '../render/paint.js';
import { renderStatus, showStatus } from '../render/render-status.js';
import type { PipelineStatus } from '../status/pipeline-status.js';
import { readPipelineStatus } from '../status/read-pipeline-status.js';
import { intervalMs, watch } from '../watch/watch.js';

interface StatusFlags extends AwsFlags {
  readonly verbose?: boolean;
  readonly watch?: boolean;
  readonly interval: string;
}

const EXAMPLES = `
Examples:
  $ dray status
  $ dray status --watch --interval 10
  $ dray status --replication shop-task --stream shop-changes --function shop-sink --to crate://crate@localhost:4200/
  $ dray status --sink-url http://127.0.0.1:8080 --output json

It looks at the replication and its endpoints, the stream, the sink (a function, or a container's /status) and the target. What
is not named is left out. Names come from the flags, the environment or the configuration file (section aws).
Exit codes: 0 every part could be read, whatever it said, 1 some could not, 2 usage or configuration, 130 interrupted.
`;

/** `dray status`. */
export function statusCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('status').description('Look at the whole pipeline at once.');
  return withAwsOptions(command, ['replication', 'stream', 'function', 'sinkUrl', 'to', 'pipeline'])
    .option('--verbose', 'also ARNs, shards, mappings')
    .option('--watch', 'look again and again')
    .option('--interval <seconds>', 'between two looks', '5')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: StatusFlags) => {
      finish(await status(flags, environment));
    });
}

async function status(flags: StatusFlags, environment: CliEnvironment): Promise<ExitCode> {
  const pauseMs = intervalMs(flags.interval);
  return withAws(flags, environment, async ({ clients, config }) => {
    if (flags.watch === true) return watch(environment, pauseMs, async () => draw(await readPipelineStatus(clients, config, environment), flags, environment));
    const read = await readPipelineStatus(clients, config, environment);
    environment.stdout.write(draw(read, flags, environment));
    const parts = [read.replication, read.stream, read.sink, read.target];
    return parts.some(({ kind }) => kind === 'failed') ? EXIT_CODES.failure : EXIT_CODES.done;
  });
}

function draw(read: PipelineStatus, { output, verbose = false }: StatusFlags, { stdout, env }: CliEnvironment): string {
  if (output === 'json') return `${JSON.stringify(showStatus(read))}\n`;
  return renderStatus(read, { verbose, width: stdout.columns, paint: paintFor(stdout, env) });
}
