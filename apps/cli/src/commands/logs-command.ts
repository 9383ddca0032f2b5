import { Command, Option } from 'commander';
import {
  AwsOpsError,
  followLogs,
  LOG_LEVELS,
  readLogs,
  type LogLevel,
  type LogLine,
  type LogPlace,
  type OwnedAwsClients,
} from '@drayage/aws-ops';
import { EXIT_CODES, type ExitCode, printable } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { LOG_SOURCES, logPlaceOf, type LogSource } from '../logs/log-sources.js';
import { mergeLines } from '../logs/merge-lines.js';
import { parseSince } from '../logs/parse-since.js';
import { describeTime } from '../render/describe-time.js';
import { paintFor, type Tone } from '../render/paint.js';
import { EndedByHand } from '../watch/ended-by-hand.js';

interface LogsFlags extends AwsFlags {
  readonly source: LogSource;
  readonly group: readonly string[];
  readonly follow?: boolean;
  readonly since: string;
  readonly level: LogLevel;
  readonly filter?: string;
}

const FOLLOW_EVERY_MS = 2_000;

const EXAMPLES = `
Examples:
  $ dray logs
  $ dray logs --follow --level warn
  $ dray logs --source lambda --since 2h --level error
  $ dray logs --source rds --filter '"replication slot"'
  $ dray logs --group /ecs/shop-sink --group /aws/lambda/other --output json

History from CloudWatch Logs, then what comes (--follow). --source dms and rds find their log group by the replication, lambda by
the function; --group names any. What the database or DMS logs may hold values of rows: it is shown as it was logged.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray logs`. */
export function logsCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('logs')
    .description('Show the logs of the replication, the database, the function or the container.')
    .addOption(new Option('--source <part>', 'whose log').choices(LOG_SOURCES).default('dms'))
    .option(
      '--group <name>',
      'a log group, in place of --source; may be given again',
      (name: string, all: readonly string[]) => [...all, name],
      [],
    )
    .option('--follow', 'go on with what comes')
    .option('--since <time>', 'how far back: 30m, 2h, 1d, or a time', '15m')
    .addOption(new Option('--level <level>', 'the least bad that is shown').choices(LOG_LEVELS).default('debug'))
    .option('--filter <pattern>', 'filter pattern of CloudWatch Logs');
  return withAwsOptions(command, ['replication', 'function'])
    .addHelpText('after', EXAMPLES)
    .action(async (flags: LogsFlags) => {
      finish(await logs(flags, environment));
    });
}

async function logs(flags: LogsFlags, environment: CliEnvironment): Promise<ExitCode> {
  const fromMs = parseSince(flags.since, environment.now());
  return withAws(flags, environment, async ({ clients, config }) => {
    const places =
      flags.group.length > 0
        ? flags.group.map((group): LogPlace => ({ group }))
        : [await logPlaceOf(clients, config, flags.source)];
    const print = printer(flags, environment, places.length > 1);
    try {
      await Promise.all(
        flags.follow === true
          ? places.map((place) => follow(clients, place, { fromMs, flags, environment, print }))
          : [history(clients, places, { fromMs, flags, environment, print })],
      );
      return EXIT_CODES.done;
    } catch (error) {
      throw error instanceof AwsOpsError && error.code === 'not-found' ? withGroupRemedy(error, flags) : error;
    }
  });
}

interface Reading {
  readonly fromMs: number;
  readonly flags: LogsFlags;
  readonly environment: CliEnvironment;
  /** Answers whether the line is bad enough to be printed. */
  readonly print: (line: LogLine) => boolean;
}

async function history(
  clients: OwnedAwsClients,
  places: readonly LogPlace[],
  { fromMs, flags, environment, print }: Reading,
): Promise<void> {
  const lines = places.map((place) => readLogs(clients, place, { fromMs, ...filterOf(flags) }));
  let printed = 0;
  for await (const line of mergeLines(lines)) {
    environment.signal.throwIfAborted();
    if (print(line)) printed += 1;
  }
  if (printed === 0)
    environment.stderr.write(
      `Nothing was logged since ${describeTime(new Date(fromMs))}: --since looks further back.\n`,
    );
}

async function follow(
  clients: OwnedAwsClients,
  place: LogPlace,
  { fromMs, flags, environment, print }: Reading,
): Promise<void> {
  const pause = (): Promise<void> => environment.pause(FOLLOW_EVERY_MS);
  try {
    for await (const line of followLogs(clients, place, { fromMs, pause, ...filterOf(flags) })) print(line);
  } catch (error) {
    throw environment.signal.aborted ? new EndedByHand({ cause: error }) : error;
  }
}

function filterOf({ filter }: LogsFlags): { readonly filter?: string } {
  return filter === undefined ? {} : { filter };
}

const TONES: Readonly<Record<LogLevel, Tone>> = { debug: 'dim', info: 'plain', warn: 'warning', error: 'bad' };

function printer(
  { level, output }: LogsFlags,
  { stdout, env }: CliEnvironment,
  hasMany: boolean,
): (line: LogLine) => boolean {
  const paint = paintFor(stdout, env);
  const least = LOG_LEVELS.indexOf(level);
  return (line) => {
    if (LOG_LEVELS.indexOf(line.level) < least) return false;
    if (output === 'json') stdout.write(`${JSON.stringify(line)}\n`);
    else
      stdout.write(
        `${paint('dim', describeTime(line.at))} ${hasMany ? `${paint('dim', line.group)} ` : ''}${paint(TONES[line.level], printable(line.message))}\n`,
      );
    return true;
  };
}

/** The usual reasons, by whose group it is. */
function withGroupRemedy(error: AwsOpsError, { source, group }: LogsFlags): AwsOpsError {
  const remedies: Readonly<Record<LogSource, string>> = {
    dms: 'The group is made by the first run, with Logging.EnableLogging on and the role dms-cloudwatch-logs-role in the account.',
    rds: 'Let the database export its log to CloudWatch (CloudwatchLogsExportConfiguration).',
    lambda: 'The group is made by the first invocation.',
    sink: 'Name it by --group or aws.logGroups.sink.',
  };
  const remedy =
    group.length > 0
      ? 'Check the name of the group, and whether region and account are the right ones.'
      : remedies[source];
  return new AwsOpsError(error.code, { message: error.message, remedy, cause: error });
}
