import { Command } from 'commander';
import {
  AwsOpsError,
  continueRollback,
  deleteStack,
  describeReplication,
  needStack,
  describeStackEvents,
  type OwnedAwsClients,
  type StackDescription,
} from '@drayage/aws-ops';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import { withAwsOptions, type AwsFlags } from '../aws/aws-flags.js';
import { needName, withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { ControlRefusedError } from '../control/outcome.js';
import { interruptible } from '../interruptible.js';
import { confirm } from '../confirm.js';
import { limitOption } from '../options/limit-option.js';
import { timeoutOption } from '../options/timeout-option.js';
import { paintFor } from '../render/paint.js';
import { renderEvent, renderOutputs } from '../render/render-stack.js';
import { awaitStack } from '../stack/await-stack.js';

interface EventFlags extends AwsFlags {
  readonly limit: number;
  readonly failed?: boolean;
}

interface ChangeFlags extends AwsFlags {
  /** Milliseconds. */
  readonly timeout: number;
  readonly yes?: boolean;
  readonly skip: readonly string[];
}

const EXAMPLES = `
Examples:
  $ dray stack outputs
  $ dray stack events --failed
  $ dray stack rollback --stack shop-pipeline --skip Replication
  $ dray stack delete --stack shop-pipeline

Exit codes: 0 done, 1 failure or refused, 2 usage or configuration, 130 interrupted (AWS goes on).
`;

const OUTPUT_EXAMPLES = `
Examples:
  $ dray stack outputs --stack shop-pipeline
  $ dray stack outputs --output json
`;

const EVENT_EXAMPLES = `
Examples:
  $ dray stack events
  $ dray stack events --failed --limit 10

The newest last. --failed shows what failed and why: the first of them is the cause, the others mostly its consequences.
`;

const ROLLBACK_EXAMPLES = `
Examples:
  $ dray stack rollback
  $ dray stack rollback --skip Replication --skip SourceEndpoint

Goes on with a rollback that failed (UPDATE_ROLLBACK_FAILED), usually because something was changed by hand, or because
a running replication could not be changed: stop it first. --skip leaves a resource as it is.
`;

const DELETE_EXAMPLES = `
Examples:
  $ dray stack delete
  $ dray stack delete --stack shop-pipeline --replication shop-task --yes

Stop the replication first: one that runs is not deleted, and the stack would hang. What the stack retains, and the target, stay.
`;

/** `dray stack outputs | events | rollback | delete`. */
export function stackCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  const outputsCommand = withAwsOptions(new Command('outputs').description('Show the outputs of the stack.'), ['stack'])
    .addHelpText('after', OUTPUT_EXAMPLES)
    .action(async (flags: AwsFlags) => {
      finish(await outputs(flags, environment));
    });
  const eventsCommand = withAwsOptions(
    new Command('events')
      .description('Show what happened to the stack.')
      .addOption(limitOption('how many to show', 50))
      .option('--failed', 'only what failed'),
    ['stack'],
  )
    .addHelpText('after', EVENT_EXAMPLES)
    .action(async (flags: EventFlags) => {
      finish(await events(flags, environment));
    });
  const rollbackCommand = withChangeOptions(
    new Command('rollback')
      .description('Go on with a rollback that failed.')
      .option(
        '--skip <resource>',
        'logical id of a resource to leave as it is; may be given again',
        (id: string, all: readonly string[]) => [...all, id],
        [],
      ),
    ['stack'],
  )
    .addHelpText('after', ROLLBACK_EXAMPLES)
    .action(async (flags: ChangeFlags) => {
      finish(await interruptible('asked', environment, () => rollback(flags, environment)));
    });
  const deleteCommand = withChangeOptions(new Command('delete').description('Delete the stack.'), [
    'stack',
    'replication',
  ])
    .addHelpText('after', DELETE_EXAMPLES)
    .action(async (flags: ChangeFlags) => {
      finish(await interruptible('asked', environment, () => remove(flags, environment)));
    });
  const command = new Command('stack')
    .description('See, mend and delete the CloudFormation stack.')
    .addHelpText('after', EXAMPLES);
  for (const subcommand of [outputsCommand, eventsCommand, rollbackCommand, deleteCommand])
    command.addCommand(subcommand);
  return command;
}

function withChangeOptions(command: Command, names: Parameters<typeof withAwsOptions>[1]): Command {
  return withAwsOptions(command, names).addOption(timeoutOption(60)).option('--yes', 'do not ask');
}

async function outputs(flags: AwsFlags, environment: CliEnvironment): Promise<ExitCode> {
  const { stdout, env } = environment;
  const stack = await withAws(flags, environment, ({ clients, config }) =>
    needStack(clients, needName(config, 'stack')),
  );
  const byKey = Object.fromEntries(stack.outputs.map(({ key, value }) => [key, value]));
  const text =
    flags.output === 'json'
      ? `${JSON.stringify({ stack: stack.name, status: stack.status, outputs: byKey })}\n`
      : renderOutputs(stack.outputs, stdout.columns, paintFor(stdout, env));
  stdout.write(text);
  return EXIT_CODES.done;
}

async function events(flags: EventFlags, environment: CliEnvironment): Promise<ExitCode> {
  const { stdout, env } = environment;
  const { limit } = flags;
  const all = await withAws(flags, environment, async ({ clients, config }) => {
    const { id } = await needStack(clients, needName(config, 'stack'));
    return describeStackEvents(clients, id, flags.failed === true ? Number.POSITIVE_INFINITY : limit);
  });
  const shown = (flags.failed === true ? all.filter(({ status }) => status.includes('FAILED')) : all)
    .slice(0, limit)
    .toReversed();
  if (flags.output === 'json') stdout.write(`${JSON.stringify({ events: shown })}\n`);
  else
    stdout.write(
      shown.length === 0
        ? 'No such events.\n'
        : `${shown.map((event) => renderEvent(event, paintFor(stdout, env))).join('\n')}\n`,
    );
  return EXIT_CODES.done;
}

async function rollback(flags: ChangeFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withAws(flags, environment, async ({ clients, config }) => {
    const stack = await needStack(clients, needName(config, 'stack'));
    if (stack.status === 'ROLLBACK_COMPLETE' || stack.status === 'ROLLBACK_FAILED') {
      throw new ControlRefusedError(
        `The stack is ${stack.status}: it was never made.`,
        'It can only be deleted (dray stack delete), and deployed anew.',
      );
    }
    if (stack.status !== 'UPDATE_ROLLBACK_FAILED') {
      throw new ControlRefusedError(
        `The stack is ${stack.status}: no rollback of it has failed.`,
        'dray stack events --failed shows what went wrong.',
      );
    }
    const skipped = flags.skip.length === 0 ? '' : ` and leave ${flags.skip.join(', ')} as they are`;
    if (flags.yes !== true && !(await confirm(`Go on with the rollback of ${stack.name}${skipped}?`, environment)))
      return leave(environment);
    const sinceMs = environment.now();
    await continueRollback(clients, stack.id, flags.skip);
    const after = await awaitStack(clients, { before: stack, timeoutMs: flags.timeout, sinceMs }, environment);
    return conclude(after, { before: stack, isDone: after?.status === 'UPDATE_ROLLBACK_COMPLETE' }, flags, environment);
  });
}

async function remove(flags: ChangeFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withAws(flags, environment, async ({ clients, config }) => {
    const stack = await needStack(clients, needName(config, 'stack'));
    if (stack.terminationProtection) {
      throw new ControlRefusedError(
        'The stack is protected from deletion.',
        'Take the protection away first, in the console or by the deployment.',
      );
    }
    await refuseRunning(clients, config.aws.replication);
    if (
      flags.yes !== true &&
      !(await confirm(`Delete the stack ${stack.name} with everything that it does not retain?`, environment))
    )
      return leave(environment);
    const sinceMs = environment.now();
    await deleteStack(clients, stack.id);
    const after = await awaitStack(clients, { before: stack, timeoutMs: flags.timeout, sinceMs }, environment);
    return conclude(after, { before: stack, isDone: after === undefined }, flags, environment);
  });
}

/** A replication that is gone, or that nobody named, holds nothing up. */
async function refuseRunning(clients: OwnedAwsClients, name: string | undefined): Promise<void> {
  if (name === undefined) return;
  try {
    const { state, status, identifier } = await describeReplication(clients, name);
    if (state === 'running' || state === 'starting' || state === 'stopping') {
      throw new ControlRefusedError(
        `The replication ${identifier} is ${status}: it cannot be deleted, and the stack would hang.`,
        'Stop it first: dray stop.',
      );
    }
  } catch (error) {
    if (!(error instanceof AwsOpsError && error.code === 'not-found')) throw error;
  }
}

function leave({ stderr }: CliEnvironment): ExitCode {
  stderr.write('Nothing was changed.\n');
  return EXIT_CODES.done;
}

function conclude(
  after: StackDescription | undefined,
  { before, isDone }: { readonly before: StackDescription; readonly isDone: boolean },
  { output }: AwsFlags,
  { stdout }: CliEnvironment,
): ExitCode {
  const { name } = before;
  const status = after?.status ?? 'DELETE_COMPLETE';
  const reason = after?.statusReason;
  stdout.write(
    output === 'json'
      ? `${JSON.stringify({ stack: name, status, reason: reason ?? null })}\n`
      : `${name}: ${status}${reason === undefined ? '' : ` (${reason})`}\n`,
  );
  return isDone ? EXIT_CODES.done : EXIT_CODES.failure;
}
