import { Command } from 'commander';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import { openTarget } from '../aws/open-target.js';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { needName, withAws } from '../aws/open-aws.js';
import { targetAddressOf } from '../aws/target-address.js';
import type { CliEnvironment } from '../cli-environment.js';
import { limitOption } from '../options/limit-option.js';
import { readOnlyAddress } from '../dry-run/read-only-address.js';
import { renderSummary } from '../render/render-summary.js';
import { planStream } from '../stream/plan-stream.js';
import { startOfReading } from '../stream/start-of-reading.js';

interface PlanFlags extends AwsFlags {
  readonly since: string;
  readonly limit: number;
}

const EXAMPLES = `
Examples:
  $ dray plan --stream shop-changes --to crate://crate@localhost:4200/
  $ dray plan --since 1h --limit 100000
  $ dray plan --config drayage.config.yaml --since trim-horizon --output json

What the sink would do with the records that are in the stream: DDL, statements, rows and dead letters by table. The target is read
and not written, no checkpoint moves, and the configuration is the sink's. What depends on an answer of the target, such as how many
rows turn out to be older, is taken as if each statement had succeeded.
Exit codes: 0 done, 1 failure, 2 usage or configuration, 3 done but some records would become dead letters, 130 interrupted.
`;

/** `dray plan`. */
export function planCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const command = new Command('plan')
    .description('Show what the sink would do with the stream, and write nothing.')
    .option('--since <place>', 'where to begin: trim-horizon, latest, 30m, or a time', '15m')
    .addOption(limitOption('how many records to look at', 10_000));
  return withAwsOptions(command, ['stream', 'to', 'pipeline'])
    .addHelpText('after', EXAMPLES)
    .action(async (flags: PlanFlags) => {
      finish(await plan(flags, environment));
    });
}

async function plan(flags: PlanFlags, environment: CliEnvironment): Promise<ExitCode> {
  const start = startOfReading(flags.since, environment.now());
  return withAws(flags, environment, async ({ clients, config }) => {
    const stream = needName(config, 'stream');
    const address = await readOnlyAddress(await targetAddressOf(clients, config));
    const database = await openTarget({ address, lanes: 1, applicationName: 'dray plan' }, environment.signal);
    try {
      const summary = await planStream(clients, database, { config, stream, start, limit: flags.limit }, environment);
      environment.stdout.write(flags.output === 'json' ? `${JSON.stringify(summary)}\n` : renderSummary(summary));
      return summary.deadLetters > 0 ? EXIT_CODES.deadLetters : EXIT_CODES.done;
    } finally {
      await database.close();
    }
  });
}
