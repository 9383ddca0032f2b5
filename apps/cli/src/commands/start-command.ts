import { Command } from 'commander';
import type { ExitCode } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';
import { withStartOptions, type ControlFlags } from '../control/control-options.js';
import { startByWish } from '../control/start-replication.js';
import { interruptible } from '../interruptible.js';

const START_EXAMPLES = `
Examples:
  $ dray start
  $ dray start --replication shop-task --timeout 90
  $ dray start --source-url postgresql://dms@db.example/shop --yes --output json

For the first start only: the full load, then changes. Long transactions at the source are listed first, because DMS waits for
them. It waits until the replication runs, and tells why where it does not. A task is started only when AWS DMS reaches the source and
the stream: what is not tested is tested first, also with --no-wait. A replication that ran before is not started again: dray resume
goes on, dray reload --all loads again.
Exit codes: 0 done, or it runs already, 1 failure or refused, 2 usage or configuration, 130 interrupted (AWS goes on).
`;

const RESUME_EXAMPLES = `
Examples:
  $ dray resume
  $ dray resume --replication shop-task --no-wait

Goes on where the replication stopped. Refused where nothing was started yet, and after a full load that has no changes to follow:
there a resume would do nothing, or load parts of tables twice. The connections of a task are tested first, where they are not.
Exit codes: 0 done, or it runs already, 1 failure or refused, 2 usage or configuration, 130 interrupted (AWS goes on).
`;

/** `dray start`. */
export function startCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withStartOptions(new Command('start').description('Start the replication for the first time.'))
    .addHelpText('after', START_EXAMPLES)
    .action(async (flags: ControlFlags) => {
      finish(await interruptible('asked', environment, () => startByWish('start', flags, environment)));
    });
}

/** `dray resume`. */
export function resumeCommand(environment: CliEnvironment, finish: (code: ExitCode) => void): Command {
  return withStartOptions(new Command('resume').description('Let the replication go on where it stopped.'))
    .addHelpText('after', RESUME_EXAMPLES)
    .action(async (flags: ControlFlags) => {
      finish(await interruptible('asked', environment, () => startByWish('resume', flags, environment)));
    });
}
