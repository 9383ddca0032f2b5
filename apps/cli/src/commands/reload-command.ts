import { Argument, Command, Option } from 'commander';
import {
  createWriter,
  DEFAULT_WRITE_POLICY,
  listPipelineTables,
  openSinkDatabase,
  parseTargetUrl,
  readAppliedUntil,
  routeOf,
  type SinkDatabase,
} from '@drayage/cratedb-writer';
import type { CliEnvironment } from '../cli-environment.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { chooseTables, sourceName, type ChosenTable } from '../reload/choose-tables.js';
import { refuseBehind } from '../reload/refuse-behind.js';
import { pipelineName } from '../reload/pipeline-name.js';
import { renderTable } from '../render/render-table.js';
import { UsageError } from '../usage-error.js';

interface ReloadFlags {
  readonly complete?: boolean;
  readonly all?: boolean;
  readonly force?: boolean;
  readonly to: string;
  readonly pipeline?: string;
  readonly config?: string;
  readonly output: 'table' | 'json';
}

/** One line of the result. */
interface ReloadLine {
  readonly schema: string;
  readonly name: string;
  readonly result: 'completed' | 'unchanged' | 'refused';
  readonly rowsSwept: number;
  readonly message: string;
}

const EXAMPLES = `
Examples:
  $ dray reload --complete shop.orders --to crate://crate@localhost:4200/ --pipeline shop-changes
  $ dray reload --complete --all --to crate://crate@localhost:4200/ --pipeline shop-changes --output json

A table that gets no change after its load stays "loading": rows that the load did not bring are still there. With
--complete you say that DMS has loaded it ("Table completed" in its table statistics); what the load did not bring is
then removed, and the table is live. Running it twice changes nothing.

It does not start a load. That is DMS's: aws dms reload-tables (a task), aws dms reload-replication-tables (serverless),
or a start of the task with reload-target.

Exit codes: 0 done, 1 failure or a table that cannot be completed, 2 usage or configuration, 130 interrupted.
`;

/** `dray reload --complete [TABLE…] --to URL`. */
export function reloadCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return new Command('reload')
    .description('Say that the load of tables is complete.')
    .addArgument(new Argument('[table...]', 'tables as schema.table, by their name at the source or in the target'))
    .requiredOption('--to <url>', 'target: crate://…, postgresql://… or pglite:DIR')
    .option('--complete', 'the load of these tables is complete: remove what it did not bring')
    .option('--all', 'every table of the pipeline that loads')
    .option('--force', 'also while the sink has not applied everything that is in the stream')
    .option('--pipeline <name>', "the sink's name (default: as for the sink: PIPELINE, the file, the stream)")
    .option('--config <file>', "the sink's configuration file, for the pipeline's name")
    .addOption(new Option('--output <format>', 'how to print the result').choices(['table', 'json']).default('table'))
    .addHelpText('after', EXAMPLES)
    .action(async (names: readonly string[], flags: ReloadFlags) => {
      finish(await reload(names, flags, environment));
    });
}

async function reload(names: readonly string[], flags: ReloadFlags, environment: CliEnvironment): Promise<ExitCode> {
  refuseOthers(names, flags);
  const address = targetAddress(flags.to);
  const pipeline = await pipelineName(flags, environment);
  const database = await openSinkDatabase({ address, lanes: 2, applicationName: 'dray reload' });
  try {
    const chosen = chooseTables(await listPipelineTables(database, pipeline), names, pipeline);
    if (flags.force !== true && chosen.some(({ action }) => action === 'complete')) {
      refuseBehind(await readAppliedUntil(database, pipeline), environment.now());
    }
    const lines = await completeAll(database, pipeline, chosen, environment);
    environment.stdout.write(flags.output === 'json' ? `${JSON.stringify({ pipeline, tables: lines })}\n` : render(lines));
    return lines.some(({ result }) => result === 'refused') ? EXIT_CODES.failure : EXIT_CODES.done;
  } finally {
    await database.close();
  }
}

function refuseOthers(names: readonly string[], flags: ReloadFlags): void {
  if (flags.complete !== true) {
    throw new UsageError(
      'dray reload does one thing so far: with --complete it takes a load that DMS has done for complete. It starts none.',
      'To load tables again, use DMS: aws dms reload-tables (a task), aws dms reload-replication-tables (serverless), or reload-target.',
    );
  }
  if ((names.length > 0) === (flags.all === true)) {
    throw new UsageError('Name the tables, or say --all.', 'dray reload --complete shop.orders --to URL, or dray reload --complete --all --to URL.');
  }
}

async function completeAll(
  database: SinkDatabase,
  pipeline: string,
  chosen: readonly ChosenTable[],
  { now, signal }: CliEnvironment,
): Promise<readonly ReloadLine[]> {
  // The tables stand where the sink put them; nothing of its configuration is needed to sweep.
  const policy = { ...DEFAULT_WRITE_POLICY, tables: chosen.map(({ table }) => routeOf(table)) };
  const writer = createWriter({ database, pipeline, policy, now });
  const lines: ReloadLine[] = [];
  for (const { table, action, why } of chosen) {
    signal.throwIfAborted();
    const { schema, table: name } = table.source;
    if (action === 'complete') {
      lines.push({ schema, name, result: 'completed', rowsSwept: await writer.completeLoad(table.source), message: '' });
    } else lines.push({ schema, name, result: action === 'none' ? 'unchanged' : 'refused', rowsSwept: 0, message: why });
  }
  return lines;
}

function render(lines: readonly ReloadLine[]): string {
  if (lines.length === 0) return 'No table of this pipeline loads.\n';
  const body = lines.map(({ schema, name, result, rowsSwept, message }) => [
    sourceName({ source: { schema, table: name } }),
    result,
    String(rowsSwept),
    message,
  ]);
  return `${renderTable(['table', 'result', 'rows removed', 'why'], body, [0, 1, 3]).join('\n')}\n`;
}

function targetAddress(url: string): ReturnType<typeof parseTargetUrl> {
  try {
    return parseTargetUrl(url);
  } catch (error) {
    const remedy: unknown = error instanceof Error ? Reflect.get(error, 'remedy') : undefined;
    throw new UsageError(
      `--to: ${error instanceof Error ? error.message : 'not a target URL'}`,
      typeof remedy === 'string' ? remedy : '',
    );
  }
}
