import { Command, Option } from 'commander';
import { describeReplication, describeTableStatistics } from '@drayage/aws-ops';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { needReplication, withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { withWatchOptions, type WatchFlags } from '../options/watch-options.js';
import { paintFor } from '../render/paint.js';
import { renderTables, showTables, type TablesRead } from '../render/render-tables.js';
import { toJsonLine } from '../render/to-json-line.js';
import { SORT_ORDERS, type SortOrder } from '../status/sort-tables.js';
import { askOnce } from '../tables/estimates-once.js';
import { readRowEstimates } from '../tables/row-estimates.js';
import { watch } from '../watch/watch.js';

interface TablesFlags extends AwsFlags, WatchFlags {
  readonly sort: SortOrder;
}

const EXAMPLES = `
Examples:
  $ dray tables
  $ dray tables --watch
  $ dray tables --sort rows --output json
  $ dray tables --replication arn:aws:dms:eu-central-1:123456789012:task:ABCDEF

The table statistics of DMS: what was loaded, and what changed since. Tables with errors come first. DMS does not tell how many
rows a table has: the bar of a table that loads is by the estimate of the source (~), where the source can be reached. A serverless
replication forgets its statistics when it is deprovisioned.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray tables`. */
export function tablesCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('tables').description("Show DMS's table statistics.");
  return withWatchOptions(withAwsOptions(command, ['replication', 'sourceUrl']))
    .addOption(
      new Option('--sort <by>', 'order of tables; those with errors are always first')
        .choices(SORT_ORDERS)
        .default('name'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (flags: TablesFlags) => {
      finish(await tables(flags, environment));
    });
}

async function tables(flags: TablesFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withAws(flags, environment, async ({ clients, config }) => {
    const name = await needReplication(clients, config);
    const estimates = askOnce((replication, read) =>
      readRowEstimates(clients, config, replication, { tables: read, signal: environment.signal }),
    );
    const look = async (): Promise<string> => {
      const replication = await describeReplication(clients, name);
      const read = await describeTableStatistics(clients, replication);
      return draw({ replication, tables: read, estimates: await estimates(replication, read) }, flags, environment);
    };
    if (flags.watch === true) return watch(environment, flags.interval, look);
    environment.stdout.write(await look());
    return EXIT_CODES.done;
  });
}

function draw(
  read: TablesRead,
  { output, sort, watch: isWatch }: TablesFlags,
  { stdout, env, now }: CliEnvironment,
): string {
  if (output === 'json') return toJsonLine(showTables(read, sort));
  const height = isWatch === true ? stdout.rows : undefined;
  return renderTables(read, { sort, width: stdout.columns, height, paint: paintFor(stdout, env), nowMs: now() });
}
