import { Command, Option } from 'commander';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { EXIT_CODES, type ExitCode, parseDuration, UsageError } from '@drayage/terminal';
import { withAwsNames, type AwsFlags } from '../aws/aws-flags.js';
import type { CliEnvironment } from '../cli-environment.js';
import { interruptible } from '../interruptible.js';
import { findFunction } from '../lambda/find-function.js';
import { invokeDeployed } from '../lambda/invoke-deployed.js';
import { runFunction, type FunctionRun } from '../lambda/run-function.js';
import { reportFailure } from '../render/report-failure.js';
import { pauseCommand, resumeFunctionCommand } from './lambda/set-mapping-commands.js';
import { updateCommand } from './lambda/update-command.js';

interface InvokeFlags extends Omit<AwsFlags, 'output'> {
  readonly event: string;
  readonly bundle?: string;
  /** Milliseconds. */
  readonly timeout: number;
}

const EXAMPLES = `
Examples:
  $ SINK_URL=pglite:./scratch dray lambda invoke --event apps/lambda-sink/samples/kinesis-event.json
  $ SINK_URL=crate://crate@localhost:4200/ PIPELINE=trial dray lambda invoke --event event.json
  $ dray lambda invoke --function shop-sink --event event.json

Runs the function's own bundle in a fresh process, configured by the variables that the function has (SINK_URL or
SINK_URL_SECRET_ARN, PIPELINE, ON_ERROR, …), passes it the event, and prints its answer as JSON. The function's log goes
to standard error. Running it twice changes nothing. With --function it is the deployed function that gets the event.

Exit codes: 0 all dealt with, 1 failed or handed records back, 2 usage or configuration, 3 dealt with, but some records
became dead letters (told of a run here), 130 interrupted.
`;

const ALL_EXAMPLES = `
Examples:
  $ dray lambda invoke --event apps/lambda-sink/samples/kinesis-event.json
  $ dray lambda pause --function shop-sink
  $ dray lambda update --function shop-sink --tag 1.4.0
`;

/** `dray lambda invoke | pause | resume | update`. */
export function lambdaCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const invokeCommand = new Command('invoke')
    .description('Pass an event to the Lambda function: to its bundle here, or to the deployed one.')
    .requiredOption('--event <file>', 'the event, as Lambda passes it for a Kinesis event source mapping')
    .option('--bundle <folder>', "the function's build: apps/lambda-sink/dist (default: that of this checkout)")
    .addOption(
      new Option('--timeout <seconds>', "the function's timeout, here").argParser(parseTimeout).default(60_000, '60'),
    )
    .addOption(new Option('--output <format>', 'how to print the answer').choices(['json']).default('json'));
  const command = new Command('lambda')
    .description('The sink as a Lambda function.')
    .addHelpText('after', ALL_EXAMPLES);
  command.addCommand(
    withAwsNames(
      invokeCommand.option('--function <name>', 'the deployed function with this name or ARN, in place of the bundle'),
      [],
    )
      .addHelpText('after', EXAMPLES)
      .action(async (flags: InvokeFlags, self: Command) => {
        refuseUseless(flags, self);
        finish(
          await (flags.function === undefined
            ? interruptible('written', environment, () => invoke(flags, environment))
            : interruptible('asked', environment, () => invokeDeployed(flags, environment))),
        );
      }),
  );
  for (const make of [pauseCommand, resumeFunctionCommand, updateCommand])
    command.addCommand(make(environment, finish));
  return command;
}

/** Where it runs says which options mean something. */
function refuseUseless(flags: InvokeFlags, self: Command): void {
  const useless = flags.function === undefined ? ['profile', 'region', 'endpointUrl', 'config'] : ['bundle', 'timeout'];
  const given = useless
    .filter((name) => self.getOptionValueSource(name) === 'cli')
    .map((name) => (name === 'endpointUrl' ? '--endpoint-url' : `--${name}`));
  if (given.length === 0) return;
  throw new UsageError(
    flags.function === undefined
      ? `${given.join(', ')}: the bundle here takes its settings from the environment alone.`
      : `${given.join(', ')}: the deployed function has its own.`,
    flags.function === undefined
      ? 'Set the variables that the function has, or give --function.'
      : 'Leave that out, or leave --function out.',
  );
}

async function invoke(flags: InvokeFlags, environment: CliEnvironment): Promise<ExitCode> {
  const eventFile = resolve(environment.cwd, flags.event);
  await assertJson(eventFile);
  const program = await findFunction(flags.bundle, environment);
  return conclude(await runFunction({ program, eventFile, timeoutMs: flags.timeout, environment }), environment);
}

function conclude(run: FunctionRun, environment: CliEnvironment): ExitCode {
  if (run.kind === 'failed') {
    const { code, message, remedy } = run;
    if (code === 'configuration-wrong') throw new UsageError(message, remedy);
    return reportFailure(Object.assign(new Error(message), { code, remedy }), environment);
  }
  environment.stdout.write(`${JSON.stringify(run.answer)}\n`);
  if (run.answer.batchItemFailures.length > 0) return EXIT_CODES.failure;
  return run.deadLetters > 0 ? EXIT_CODES.deadLetters : EXIT_CODES.done;
}

function parseTimeout(text: string): number {
  const remedy = 'Lambda lets a function run for 15 minutes at most.';
  return parseDuration(text, { option: '--timeout', unit: 'seconds', from: 1, to: 900, remedy });
}

async function assertJson(file: string): Promise<void> {
  try {
    JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw new UsageError(`--event: ${file} ${why}.`, 'Give a file with one event; apps/lambda-sink/samples has one.');
  }
}
