import { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { CliEnvironment } from '../cli-environment.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { withAwsOptions } from '../aws/aws-flags.js';
import { findFunction } from '../lambda/find-function.js';
import { invokeDeployed, type DeployedFlags } from '../lambda/invoke-deployed.js';
import { runFunction, type FunctionRun } from '../lambda/run-function.js';
import { reportFailure } from '../render/report-failure.js';
import { UsageError } from '../usage-error.js';
import { pauseCommand, resumeFunctionCommand } from './lambda/set-mapping-commands.js';
import { updateCommand } from './lambda/update-command.js';

interface InvokeFlags extends DeployedFlags {
  readonly bundle?: string;
  readonly timeout: string;
}

const EXAMPLES = `
Examples:
  $ SINK_URL=pglite:./scratch dray lambda invoke --event apps/lambda-sink/samples/kinesis-event.json
  $ SINK_URL=crate://crate@localhost:4200/ PIPELINE=trial dray lambda invoke --event event.json

  $ dray lambda invoke --function shop-sink --event event.json

With --function the event goes to the function that is deployed. Without, it runs the function's own bundle in a fresh process, configured by the variables that the function has (SINK_URL or
SINK_URL_SECRET_ARN, PIPELINE, ON_ERROR, …), passes it the event, and prints its answer as JSON. The function's log goes
to standard error. Running it twice changes nothing.

Exit codes: 0 all dealt with, 1 failed or handed records back, 2 usage or configuration, 3 dealt with, but some records
became dead letters, 130 interrupted.
`;

/** `dray lambda invoke --event FILE`. */
export function lambdaCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const invokeCommand = withAwsOptions(
    new Command('invoke')
      .description('Pass an event to the Lambda function: here, or with --function to the one that is deployed.')
      .requiredOption('--event <file>', 'the event, as Lambda passes it for a Kinesis event source mapping'),
    ['function'],
  )
    .option('--bundle <folder>', "the function's build: apps/lambda-sink/dist (default: that of this checkout)")
    .option('--timeout <seconds>', "the function's timeout", '60')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: InvokeFlags) => {
      finish(await (flags.function === undefined ? invoke(flags, environment) : invokeDeployed(flags, environment)));
    });
  const command = new Command('lambda').description('The sink as a Lambda function.').addCommand(invokeCommand);
  for (const make of [pauseCommand, resumeFunctionCommand, updateCommand]) command.addCommand(make(environment, finish));
  return command;
}

async function invoke(flags: InvokeFlags, environment: CliEnvironment): Promise<ExitCode> {
  const timeoutMs = readTimeout(flags.timeout);
  const eventFile = resolve(environment.cwd, flags.event);
  await assertJson(eventFile);
  const program = await findFunction(flags.bundle, environment);
  return conclude(await runFunction({ program, eventFile, timeoutMs, environment }), environment);
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

function readTimeout(text: string): number {
  const seconds = Number(text);
  if (seconds >= 1 && seconds <= 900) return seconds * 1_000;
  throw new UsageError('--timeout is not a number from 1 to 900.', 'Lambda lets a function run for 15 minutes at most.');
}

async function assertJson(file: string): Promise<void> {
  try {
    JSON.parse(await readFile(file, 'utf8'));
  } catch (error) {
    const why = error instanceof SyntaxError ? 'is no JSON' : 'cannot be read';
    throw new UsageError(`--event: ${file} ${why}.`, 'Give a file with one event; apps/lambda-sink/samples has one.');
  }
}
