import {
  createWriter,
  DEFAULT_WRITE_POLICY,
  listPipelineTables,
  readAppliedUntil,
  routeOf,
  type SinkDatabase,
} from '@drayage/cratedb-writer';
import { EXIT_CODES, type ExitCode, UsageError } from '@drayage/terminal';
import { openTarget } from '../aws/open-target.js';
import { type ConfigFlags, operatorConfig } from '../aws/open-aws.js';
import { targetAddressFor } from '../aws/target-address.js';
import type { CliEnvironment } from '../cli-environment.js';
import { renderGrid } from '../render/render-grid.js';
import { chooseTables, sourceName, type ChosenTable } from './choose-tables.js';
import { refuseBehind } from './refuse-behind.js';

export interface CompleteFlags extends ConfigFlags {
  readonly all?: boolean;
  readonly force?: boolean;
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

/** `dray reload --complete [TABLE…]`: somebody says that DMS has loaded these tables. */
export async function completeLoads(
  names: readonly string[],
  flags: CompleteFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  if (names.length > 0 === (flags.all === true)) {
    throw new UsageError(
      'Name the tables, or say --all.',
      'dray reload --complete shop.orders, or dray reload --complete --all.',
    );
  }
  const config = await operatorConfig(flags, environment, 'target-and-pipeline');
  const { pipeline } = config;
  const address = await targetAddressFor(config, flags, environment);
  const database = await openTarget({ address, lanes: 2, applicationName: 'dray reload' }, environment.signal);
  try {
    const chosen = chooseTables(await listPipelineTables(database, pipeline), names, pipeline);
    if (flags.force !== true && chosen.some(({ action }) => action === 'complete')) {
      refuseBehind(await readAppliedUntil(database, pipeline), environment.now());
    }
    const lines = await completeAll(database, pipeline, chosen, environment);
    environment.stdout.write(
      flags.output === 'json' ? `${JSON.stringify({ pipeline, tables: lines })}\n` : render(lines),
    );
    return lines.some(({ result }) => result === 'refused') ? EXIT_CODES.failure : EXIT_CODES.done;
  } finally {
    await database.close();
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
      lines.push({
        schema,
        name,
        result: 'completed',
        rowsSwept: await writer.completeLoad(table.source),
        message: '',
      });
    } else
      lines.push({ schema, name, result: action === 'none' ? 'unchanged' : 'refused', rowsSwept: 0, message: why });
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
  const header = ['table', 'result', 'rows removed', 'why'];
  return `${renderGrid({ header, body, left: [0, 1, 3] }).join('\n')}\n`;
}
