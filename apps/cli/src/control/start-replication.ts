import { describeReplication, judgeStart, type Replication, type StartWish } from '@drayage/aws-ops';
import { EXIT_CODES, type ExitCode } from '@drayage/terminal';
import { needReplication, withAws } from '../aws/open-aws.js';
import type { CliEnvironment } from '../cli-environment.js';
import { confirm } from '../confirm.js';
import { awaitReplication } from './await-replication.js';
import type { ControlFlags } from './control-options.js';
import { findLongTransactions } from './open-transactions.js';
import { ControlRefusedError, printOutcome } from './outcome.js';
import { showLongTransactions } from './show-long-transactions.js';
import { startInTime } from './start-in-time.js';

/** What is said before everything is loaded again. */
const RELOAD_ALL = [
  'Everything is loaded again. In the target, each table:',
  '  - keeps its rows for readers while it loads, and is "loading" until the load is complete;',
  '  - has rows of the same key overwritten by what is loaded;',
  '  - loses the rows that the source no longer has, once the load is complete;',
  '  - takes new columns and types from the source.',
  'The source is read whole, and the stream carries every row again.',
].join('\n');

/** Starts, resumes, or loads everything again: the guards, the question, the start, the wait. */
export async function startByWish(
  wish: StartWish,
  flags: ControlFlags,
  environment: CliEnvironment,
): Promise<ExitCode> {
  return withAws(flags, environment, async ({ clients, config }) => {
    const before = await describeReplication(clients, await needReplication(clients, config));
    const verdict = judgeStart(before, wish);
    if (verdict.action === 'refused') throw new ControlRefusedError(verdict.why, verdict.remedy);
    if (verdict.action === 'none') {
      environment.stderr.write(`${verdict.why}\n`);
      return finish(await settle(before), 'unchanged');
    }
    const waits = showLongTransactions(
      await findLongTransactions(clients, before, config, environment),
      wish,
      environment,
    );
    if (wish === 'reload') environment.stderr.write(`${RELOAD_ALL}\n`);
    if (flags.yes !== true && (waits || wish === 'reload') && !(await confirm(QUESTIONS[wish], environment))) {
      environment.stderr.write('Nothing was started.\n');
      return finish(before, 'unchanged');
    }
    await startInTime(clients, before, { type: verdict.type, timeoutMs: flags.timeout }, environment);
    environment.stderr.write(`Asked AWS DMS for ${verdict.type} of ${before.identifier}.\n`);
    return finish(await settle(before), verdict.type);

    /** One that runs already needs no waiting, one that is starting does. */
    async function settle(replication: Replication): Promise<Replication> {
      if (replication.state === 'running') return replication;
      if (!flags.wait) return describeReplication(clients, replication.arn);
      return awaitReplication(clients, replication, { until: 'running', timeoutMs: flags.timeout }, environment);
    }
  });

  function finish(replication: Replication, result: string): ExitCode {
    printOutcome(replication, result, flags.output, environment);
    return EXIT_CODES.done;
  }
}

const QUESTIONS: Readonly<Record<StartWish, string>> = {
  start: 'Start all the same?',
  resume: 'Resume all the same?',
  reload: 'Load everything again?',
};
