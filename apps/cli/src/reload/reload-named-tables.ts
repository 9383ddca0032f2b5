import {
  AwsOpsError,
  describeReplication,
  NO_LOAD,
  type OwnedAwsClients,
  reloadTables,
  type Replication,
  describeTableStatistics,
  type TableStatistic,
} from '@drayage/aws-ops';
import { shellWord } from '@drayage/doctor';
import { EXIT_CODES, type ExitCode, printableLine, UsageError } from '@drayage/terminal';
import { needReplication, withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import type { ControlFlags } from '../control/control-options.js';
import { ControlRefusedError, printOutcome } from '../control/outcome.js';
import { confirm } from '../confirm.js';

/** Loads single tables again while the replication runs. The names are checked against DMS's own list first. */
export async function reloadNamedTables(
  names: readonly string[],
  flags: ControlFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  return withAws(flags, environment, async ({ clients, config }) => {
    const replication = await describeReplication(clients, await needReplication(clients, config));
    if (replication.migrationType === 'cdc') throw new ControlRefusedError(NO_LOAD.why, NO_LOAD.remedy);
    if (replication.state !== 'running') {
      throw new ControlRefusedError(
        `The replication is ${replication.status}: single tables are loaded again only while it runs.`,
        'dray resume it first, or load everything again: dray reload --all.',
      );
    }
    const tables = chooseReloaded(await describeTableStatistics(clients, replication), names);
    environment.stderr.write(`${describeReload(tables)}\n`);
    if (flags.yes !== true && !(await confirm('Load again?', environment))) {
      environment.stderr.write('Nothing was loaded again.\n');
      printOutcome(replication, 'unchanged', flags.output, environment);
      return EXIT_CODES.done;
    }
    await askFor(clients, replication, tables);
    environment.stderr.write('Asked AWS DMS. To see how it goes: dray tables --watch\n');
    printOutcome(replication, 'reload-tables', flags.output, environment);
    return EXIT_CODES.done;
  });
}

/** @throws AwsOpsError that tells which tables were asked for before a call was refused, and how to go on. */
async function askFor(
  clients: OwnedAwsClients,
  replication: Replication,
  tables: readonly TableStatistic[],
): Promise<void> {
  let asked = 0;
  try {
    await reloadTables(clients, replication, tables, (count) => (asked = count));
  } catch (error) {
    if (asked === 0 || !(error instanceof AwsOpsError)) throw error;
    const rest = tables.slice(asked).map((table) => shellWord(nameOf(table)));
    throw new AwsOpsError(error.code, {
      message: `${error.message} ${asked} tables were asked for before: ${tables.slice(0, asked).map(nameOf).join(', ')}.`,
      remedy: `${error.remedy} Then load the others again: dray reload ${rest.join(' ')}`,
      cause: error,
    });
  }
}

function nameOf({ schema, table }: TableStatistic): string {
  return `${schema}.${table}`;
}

/** A remedy is read, not searched. */
const MOST_NAMES = 10;

/** @throws UsageError for names that DMS does not replicate. */
function chooseReloaded(known: readonly TableStatistic[], names: readonly string[]): readonly TableStatistic[] {
  const unknown = names.filter((name) => !known.some((table) => nameOf(table) === name));
  if (unknown.length === 0) return known.filter((table) => names.includes(nameOf(table)));
  throw new UsageError(
    `The replication has no table ${unknown.join(', ')}.`,
    known.length === 0
      ? 'DMS knows no tables yet: see dray tables.'
      : `Its tables are: ${known.slice(0, MOST_NAMES).map(nameOf).join(', ')}${known.length > MOST_NAMES ? `, and ${known.length - MOST_NAMES} more (dray tables)` : ''}.`,
  );
}

/** What is said before it is done. */
function describeReload(tables: readonly TableStatistic[]): string {
  const rows = tables.reduce((sum, { fullLoadRows }) => sum + fullLoadRows, 0);
  const list = tables.map(({ schema, table }) => printableLine(`  ${schema}.${table}`));
  return [
    tables.length === 1 ? 'This table is loaded again:' : `These ${tables.length} tables are loaded again:`,
    ...list,
    `About ${rows.toLocaleString('en-US')} rows travel through the stream, by the last load. In the target, rows of the same key are overwritten, readers`,
    'see the old rows until then, and rows that the source no longer has are removed once the load is known to be complete.',
    'DMS keeps its old definition of the columns: after a change of columns or keys that it missed, load everything again (--all).',
  ].join('\n');
}
