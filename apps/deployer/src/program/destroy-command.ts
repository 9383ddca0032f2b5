import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { Command } from 'commander';
import { printable, UsageError } from '@drayage/terminal';
import { planDestruction } from '../deploy/plan-destruction.js';
import { readDeployed } from '../deploy/read-deployed.js';
import { runSteps } from '../deploy/run-steps.js';
import { describeStep, type Step } from '../deploy/step.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { possibleStacks } from '../stacks/stages.js';
import {
  type AwsFlags,
  type CommonFlags,
  type WaitFlags,
  withAwsFlags,
  withOutputFlag,
  withWaitFlags,
} from './common-flags.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import { loadOrRefuse } from './load-or-refuse.js';
import { describePlace } from './open-aws.js';
import type { OpenedPipeline } from './open-pipeline.js';
import { refuseFullBucket } from './refuse-full-bucket.js';
import { RefusedError } from './refused-error.js';
import { synthesize, templatesOf } from './synthesize.js';
import { withFolder } from './with-folder.js';

interface DestroyFlags extends AwsFlags, CommonFlags, WaitFlags {
  readonly yes?: boolean;
  readonly keepSourceObjects?: boolean;
}

const EXAMPLES = `
Examples:
  $ dray destroy
  $ dray destroy --only sink --yes
  $ dray destroy --keep-source-objects

It says what goes and what stays, and asks. What stays is as it was deployed: where deployment.removal says otherwise by now, it
refuses, and dray deploy brings that up to date. The replication is stopped first; its slot and the DDL audit objects are dropped at a
PostgreSQL source, where a slot that nobody reads fills the disk; then the stacks go. With --only, what others still need is not taken away.

Exit codes: 0 done or not wanted, 1 failure, 2 usage or configuration, 130 interrupted.
`;

/** `dray destroy`: takes a pipeline away in order. */
export function destroyCommand(environment: DeployerEnvironment): Command {
  return withWaitFlags(withOutputFlag(withAwsFlags(new Command('destroy'))))
    .description('Take a pipeline away, in order.')
    .option('--yes', 'do not ask')
    .option('--keep-source-objects', 'leave the slot and the DDL audit objects at the source')
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DestroyFlags) => {
      const spec = await loadOrRefuse(flags, environment);
      if (flags.yes !== true && environment.ask === undefined) throw nobodyToAsk();
      await withFolder('drayage-destroy-', async (folder) => {
        const assembly = join(folder, 'assembly');
        const whole = { ...spec, functionBundle: await emptyBundle(folder) };
        const templates = templatesOf(synthesize(whole, assembly).assembly);
        const synthesized = new Set(templates.keys());
        const pipeline = await environment.openPipeline(
          { spec, flags, assembly, method: 'change-set', synthesized, timeoutMs: flags.timeout },
          environment,
        );
        try {
          await destroy(spec, pipeline, { flags, templates, environment });
        } finally {
          pipeline.close();
        }
      });
    });
}

interface DestroyContext {
  readonly flags: DestroyFlags;
  readonly templates: ReturnType<typeof templatesOf>;
  readonly environment: DeployerEnvironment;
}

async function destroy(spec: PipelineSpec, pipeline: OpenedPipeline, context: DestroyContext): Promise<void> {
  const { flags, templates, environment } = context;
  const names = possibleStacks(spec).map(({ stackName }) => stackName);
  const deployed = await readDeployed(pipeline.ports, names);
  const { steps, refusals, stays } = planDestruction(spec, deployed, {
    only: flags.only,
    keepSourceObjects: flags.keepSourceObjects === true,
    templates,
  });
  if (refusals.length > 0) throw RefusedError.ofRefusals(refusals);
  const unseen = await refuseFullBucket(steps, { spec, deployed, pipeline });
  await refuseUnreachableSource(steps, pipeline);
  const done = steps.length > 0 && (await confirmed({ steps, stays, notes: unseen }, { ...context, pipeline }));
  if (done) {
    const onNews = (text: string): void => environment.printError(`  ${printable(text)}\n`);
    await runSteps(steps, pipeline.ports, {
      imageDigest: undefined,
      takesDigest: new Set(),
      outputs: new Map(),
      beginWait: pipeline.beginWait,
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
}

/** What would fail only after the replication was stopped is tried before anything is touched. @throws RefusedError */
async function refuseUnreachableSource(
  steps: readonly Step[],
  pipeline: Pick<OpenedPipeline, 'reachSource'>,
): Promise<void> {
  if (!steps.some(({ kind }) => kind === 'drop-source-objects')) return;
  try {
    await pipeline.reachSource();
  } catch (cause) {
    throw RefusedError.ofUnreachableSource(cause);
  }
}

/** What is taken away needs no function: one that cannot be built must not stand in the way. */
async function emptyBundle(folder: string): Promise<string> {
  const bundle = join(folder, 'bundle');
  await mkdir(bundle);
  return bundle;
}

interface Announcement {
  readonly steps: readonly Step[];
  readonly stays: readonly string[];
  /** What may go wrong, and could not be looked at. */
  readonly notes: readonly string[];
}

async function confirmed(
  { steps, stays, notes }: Announcement,
  { flags, environment, pipeline }: DestroyContext & { readonly pipeline: OpenedPipeline },
): Promise<boolean> {
  const list = (title: string, lines: readonly string[]): string =>
    `${title}\n${lines.map((line) => `  ${line}\n`).join('')}`;
  const place = describePlace(pipeline.place);
  environment.printError(list(`In ${place}, this will:`, steps.map(describeStep)) + list('These stay:', stays));
  for (const note of notes) environment.printError(`Note: ${printable(note)}\n`);
  if (flags.yes === true) return true;
  if (environment.ask === undefined) throw nobodyToAsk();
  return environment.ask(`Go on in ${place}? (yes/no) `);
}

function nobodyToAsk(): UsageError {
  return new UsageError('This deletes a pipeline, and there is nobody to ask.', 'Say --yes.', 'nobody-to-ask');
}
