import { Command } from 'commander';
import type { ShardBatch } from '@drayage/kinesis-source';
import { EXIT_CODES, type ExitCode, UsageError } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { needName, withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { limitOption } from '../options/limit-option.js';
import { paintFor } from '../render/paint.js';
import { renderPeeked, renderPeekedTables } from '../render/render-peeked.js';
import { peekRecord, type PeekedRecord } from '../stream/peeked-record.js';
import { readStream } from '../stream/read-stream.js';
import { startOfReading } from '../stream/start-of-reading.js';
import { EndedByHand } from '../watch/ended-by-hand.js';

interface PeekFlags extends AwsFlags {
  readonly since: string;
  readonly limit: number;
  readonly table?: string;
  readonly follow?: boolean;
  readonly showValues?: boolean;
}

const EXAMPLES = `
Examples:
  $ dray peek
  $ dray peek --since trim-horizon --limit 5 --table shop.orders
  $ dray peek --since latest --follow
  $ dray peek --since 1h --show-values --output json

Shows what is in the stream, decoded. Values of rows, keys among them, are shown as their type and length unless --show-values is
given. It reads beside the sink and moves no checkpoint; it shares the five reads a second of each shard with other readers.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray peek`. */
export function peekCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('peek')
    .description('Show records of the stream, decoded.')
    .option('--since <place>', 'where to begin: trim-horizon, latest, 30m, or a time', '15m')
    .addOption(limitOption('how many records to show', 20))
    .option('--table <schema.table>', 'records of one source table')
    .option('--follow', 'go on with what comes, up to the limit')
    .option('--show-values', 'show the values of rows');
  return withAwsOptions(command, ['stream'])
    .addHelpText('after', EXAMPLES)
    .action(async (flags: PeekFlags) => {
      finish(await peek(flags, environment));
    });
}

async function peek(flags: PeekFlags, environment: CliEnvironment): Promise<ExitCode> {
  const { stdout, env, signal } = environment;
  const { output, follow = false, table, showValues = false } = flags;
  const { limit } = flags;
  if (table !== undefined && !table.includes('.'))
    throw new UsageError('--table is not SCHEMA.TABLE.', 'For example --table public.orders.');
  const start = startOfReading(flags.since, environment.now());
  const paint = paintFor(stdout, env);
  const peeked: PeekedRecord[] = [];
  const isLive = follow || output === 'table';
  const show = (record: PeekedRecord): void => {
    peeked.push(record);
    if (isLive)
      stdout.write(
        output === 'json'
          ? `${JSON.stringify(record)}\n`
          : renderPeeked(record, { width: stdout.columns, paint, showValues }),
      );
  };
  return withAws(flags, environment, async ({ clients, config }) => {
    const reading = {
      stream: needName(config, 'stream'),
      start,
      untilTip: !follow,
      onGap: 'continue',
      take: ({ records }: ShardBatch) => {
        for (const record of records) {
          if (peeked.length >= limit) break;
          const shown = peekRecord(record, { showValues, beforeImageField: config.kinesis.beforeImageField });
          if (table === undefined || shown.table === table) show(shown);
        }
        return Promise.resolve(peeked.length >= limit ? ('enough' as const) : ('more' as const));
      },
    } as const;
    try {
      await readStream(clients, reading, environment);
    } catch (error) {
      throw follow && signal.aborted ? new EndedByHand({ cause: error }) : error;
    }
    if (peeked.length >= limit) environment.stderr.write(`Stopped at ${limit} records: --limit shows more.\n`);
    if (output === 'table') stdout.write(renderPeekedTables(peeked));
    else if (!follow) stdout.write(`${JSON.stringify({ records: peeked })}\n`);
    return EXIT_CODES.done;
  });
}
