import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Command } from 'commander';
import { planDestruction } from '../deploy/plan-destruction.js';
import { readDeployed } from '../deploy/read-deployed.js';
import { runSteps } from '../deploy/run-steps.js';
import { describeStep } from '../deploy/step.js';
import { beginWait } from '../deploy/waiting.js';
import { possibleStacks } from '../stacks/stages.js';
import { type AwsFlags, type WaitFlags, withAwsFlags, withWaitFlags } from './common-flags.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import { loadOrRefuse } from './load-or-refuse.js';
import { openAws } from './open-aws.js';
import { openPorts } from './open-ports.js';
import { RefusedError } from './refused-error.js';
import { synthesize, templatesOf } from './synthesize.js';

const PAUSE_MS = 10_000;

interface DestroyFlags extends AwsFlags, WaitFlags {
  readonly yes?: boolean;
  readonly keepSourceObjects?: boolean;
}

const EXAMPLES = `
Examples:
  $ dray destroy
  $ dray destroy --only sink --yes
  $ dray destroy --keep-source-objects

It says what goes and what stays, and asks. The replication is stopped first; its slot and the DDL audit objects are dropped at a
PostgreSQL source, where a slot that nobody reads fills the disk; then the stacks go. With --only, what others still need is not taken away.

Exit codes: 0 done or not wanted, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray destroy`: takes a pipeline away in order. */
export function destroyCommand(environment: DeployerEnvironment): Command {
  return withWaitFlags(withAwsFlags(new Command('destroy')))
    .description('Take a pipeline away, in order.')
    .option('--yes', 'do not ask')
    .option('--keep-source-objects', 'leave the slot and the DDL audit objects at the source')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DestroyFlags) => {
      const spec = await loadOrRefuse(flags, environment);
      const folder = await mkdtemp(join(tmpdir(), 'drayage-destroy-'));
      const aws = openAws(flags, spec, environment);
      try {
        const synthesized = new Set(templatesOf(synthesize(spec, folder)).keys());
        const options = { assembly: folder, method: 'change-set', synthesized, timeoutMs: flags.timeout } as const;
        const ports = openPorts(spec, options, aws, environment);
        const names = possibleStacks(spec).map(({ stackName }) => stackName);
        const deployed = await readDeployed(ports, names);
        const { steps, refusals, stays } = planDestruction(spec, deployed, {
          only: flags.only,
          keepSourceObjects: flags.keepSourceObjects === true,
        });
        if (refusals.length > 0) throw RefusedError.ofRefusals(refusals);
        const done = steps.length > 0 && (await confirmed(steps.map(describeStep), stays, flags, environment));
        if (done) {
          const onNews = (text: string): void => environment.printError(`  ${text}\n`);
          await runSteps(steps, ports, {
            imageDigest: undefined,
            takesDigest: new Set(),
            outputs: new Map(),
            beginWait: () => beginWait({ ...environment, pauseMs: PAUSE_MS, timeoutMs: flags.timeout, onNews }),
            onStep: (text, { number, of }) => environment.printError(`[${number}/${of}] ${text}\n`),
            onNews,
            signal: environment.signal,
          });
        }
        const deleted = done ? steps.flatMap((step) => (step.kind === 'delete-stack' ? [step.stackName] : [])) : [];
        const text =
          steps.length === 0
            ? 'There is nothing to take away.\n'
            : done
              ? `Gone: ${deleted.join(', ')}.\n`
              : 'Nothing was changed.\n';
        environment.printOutput(
          flags.output === 'json' ? `${JSON.stringify({ pipeline: spec.name, deleted, stays })}\n` : text,
        );
      } finally {
        aws.clients.destroy();
        await rm(folder, { recursive: true, force: true });
      }
    });
}

async function confirmed(
  steps: readonly string[],
  stays: readonly string[],
  { yes }: DestroyFlags,
  { ask, printError }: DeployerEnvironment,
): Promise<boolean> {
  const list = (title: string, lines: readonly string[]): string =>
    `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
  printError(list('This will:', steps) + list('These stay:', stays));
  if (yes === true) return true;
  if (ask === undefined) throw RefusedError.ofNobodyToAsk();
  return ask('Go on? (yes/no) ');
}
