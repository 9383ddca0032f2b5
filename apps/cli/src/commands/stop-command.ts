import { Command } from 'commander';
import { describeReplication, explainFailure, stopReplication, type Replication } from '@drayage/aws-ops';
import { EXIT_CODES, type ExitCode, printable } from '@drayage/terminal';
import { needReplication, withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { awaitReplication } from '../control/await-replication.js';
import { withStopOptions, type ControlFlags } from '../control/control-options.js';
import { ControlRefusedError, printOutcome } from '../control/outcome.js';
import { interruptible } from '../interruptible.js';

const EXAMPLES = `
Examples:
  $ dray stop
  $ dray stop --replication shop-task --no-wait --output json

Nothing is lost: dray resume goes on from here, as long as the source keeps what is not read yet. Meanwhile a PostgreSQL source
keeps WAL for the slot, and its disk fills; a MySQL source removes binlogs when their retention ends. A serverless replication
keeps its capacity, and its cost, for a while.
Exit codes: 0 done, or it is stopped already, 1 failure or refused, 2 usage or configuration, 130 interrupted (AWS goes on).
`;

/** `dray stop`. */
export function stopCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withStopOptions(new Command('stop').description('Stop the replication.'))
    .addHelpText('after', EXAMPLES)
    .action(async (flags: ControlFlags) => {
      finish(await interruptible('asked', environment, () => stop(flags, environment)));
    });
}

async function stop(flags: ControlFlags, environment: CliEnvironment): Promise<ExitCode> {
  return withAws(flags, environment, async ({ clients, config }) => {
    const before = await describeReplication(clients, await needReplication(clients, config));
    switch (before.state) {
      case 'stopped':
      case 'failed':
      case 'ready':
        environment.stderr.write(`The replication does not run: it is ${before.status}.\n`);
        printOutcome(before, 'unchanged', flags.output, environment);
        return EXIT_CODES.done;
      case 'changing':
      case 'deleting':
        throw new ControlRefusedError(
          `The replication is ${before.status}.`,
          'Wait until that is done (dray status --watch), then try again.',
        );
      case 'starting':
      case 'running':
        await stopReplication(clients, before);
        break;
      case 'stopping':
        break;
    }
    if (!flags.wait) {
      environment.stderr.write(`Asked AWS DMS to stop ${before.identifier}.\n`);
      printOutcome(await describeReplication(clients, before.arn), 'stop-requested', flags.output, environment);
      return EXIT_CODES.done;
    }
    const after = await awaitReplication(clients, before, { until: 'stopped', timeoutMs: flags.timeout }, environment);
    if (after.state === 'failed') return failed(after, flags, environment);
    printOutcome(after, 'stopped', flags.output, environment);
    return EXIT_CODES.done;
  });
}

/** It ended, but not as it was to: what DMS says of it, and what that means. */
function failed(replication: Replication, { output }: ControlFlags, environment: CliEnvironment): ExitCode {
  printOutcome(replication, 'failed', output, environment);
  const [failure] = replication.failures;
  const explained = failure === undefined ? undefined : explainFailure(failure);
  if (failure !== undefined) environment.stderr.write(`${replication.identifier} failed: ${printable(failure)}\n`);
  if (explained !== undefined) environment.stderr.write(`Cause: ${explained.cause}\n`);
  environment.stderr.write(`Remedy: ${explained?.remedy ?? 'See what DMS logged: dray logs --source dms.'}\n`);
  return EXIT_CODES.failure;
}
