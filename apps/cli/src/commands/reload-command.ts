import { Argument, Command } from 'commander';
import { type ExitCode, UsageError } from '@drayage/terminal';
import { withAwsOptions } from '../aws/aws-flags.js';
import type { CliEnvironment } from '../cli-environment.js';
import type { ControlFlags } from '../control/control-options.js';
import { startByWish } from '../control/start-replication.js';
import { interruptible } from '../interruptible.js';
import { timeoutOption } from '../options/timeout-option.js';
import { completeLoads, type CompleteFlags } from '../reload/complete-loads.js';
import { reloadNamedTables } from '../reload/reload-named-tables.js';

type ReloadFlags = ControlFlags & CompleteFlags & { readonly complete?: boolean };

const EXAMPLES = `
Examples:
  $ dray reload shop.orders shop.customers
  $ dray reload --all --yes
  $ dray reload --complete shop.orders
  $ dray reload --complete --all --to crate://crate@localhost:4200/ --pipeline shop-changes --output json

Named tables are loaded again by AWS DMS while the replication runs; --all loads everything again, from a stop. What that does to
the target is said first, and asked.

A table that gets no change after its load stays "loading": rows that the load did not bring are still there. With
--complete you say that DMS has loaded it ("Table completed" in its table statistics, dray tables); what the load did not bring is
then removed, and the table is live. Running it twice changes nothing. It starts no load. Target and pipeline are those of the
sink: SINK_URL, PIPELINE or KINESIS_STREAM, or the configuration file.

Exit codes: 0 done, 1 failure, refused, or a table that cannot be completed, 2 usage or configuration, 130 interrupted.
`;

/** `dray reload [TABLE…]`, `dray reload --all`, `dray reload --complete [TABLE…]`. */
export function reloadCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('reload')
    .description('Load tables again, or say that their load is complete.')
    .addArgument(new Argument('[table...]', 'tables as schema.table; with --complete also by their name in the target'))
    .option('--all', 'everything; with --complete: every table of the pipeline that loads')
    .option('--complete', 'the load of these tables is complete: remove what it did not bring')
    .option('--force', 'with --complete: also while the sink has not applied everything that is in the stream')
    .option(
      '--to <url>',
      'with --complete: target, crate://…, postgresql://… or pglite:DIR (default: SINK_URL, else the configuration)',
    )
    .option(
      '--pipeline <name>',
      "with --complete: the sink's name (default: as for the sink: PIPELINE, the file, the stream)",
    );
  return withAwsOptions(command, ['replication', 'sourceUrl'])
    .option('--no-wait', 'with --all: do not wait until the replication runs')
    .addOption(timeoutOption(60))
    .option('--yes', 'do not ask')
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], flags: ReloadFlags, self: Command) => {
      const given = Object.keys(flags).filter((name) => self.getOptionValueSource(name) === 'cli');
      const left = flags.complete === true ? 'written' : 'asked';
      finish(await interruptible(left, environment, () => reload(names, flags, given, environment)));
    });
}

/** Which options each of the three ways has no use for. */
const USELESS = {
  complete: {
    options: ['replication', 'sourceUrl', 'wait', 'timeout', 'yes'],
    way: 'loading again, not to --complete',
  },
  all: { options: ['force', 'to', 'pipeline'], way: '--complete' },
  named: { options: ['force', 'to', 'pipeline', 'wait', 'timeout', 'sourceUrl'], way: '--complete or --all' },
} as const;

async function reload(
  names: readonly string[],
  flags: ReloadFlags,
  given: readonly string[],
  environment: CliEnvironment,
): Promise<ExitCode> {
  const way = flags.complete === true ? 'complete' : flags.all === true ? 'all' : 'named';
  const useless = USELESS[way].options.filter((name) => given.includes(name));
  if (useless.length > 0) {
    throw new UsageError(
      `${useless.map(flagOf).join(', ')}: ${useless.length === 1 ? 'this belongs' : 'these belong'} to ${USELESS[way].way}.`,
      'Leave out what has no effect; dray reload --help has examples.',
    );
  }
  if (way === 'complete') return completeLoads(names, flags, environment);
  if (names.length > 0 === (way === 'all')) {
    throw new UsageError('Name the tables, or say --all.', 'dray reload shop.orders, or dray reload --all.');
  }
  return way === 'all' ? startByWish('reload', flags, environment) : reloadNamedTables(names, flags, environment);
}

/** `sourceUrl` as `--source-url`; `wait` can only be given as `--no-wait`. */
function flagOf(name: string): string {
  return name === 'wait' ? '--no-wait' : `--${name.replace(/[A-Z]/gu, (letter) => `-${letter.toLowerCase()}`)}`;
}
