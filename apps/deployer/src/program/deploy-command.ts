import { Command, InvalidArgumentError, Option } from 'commander';
import { printable, UsageError } from '@drayage/terminal';
import { IMAGE_DIGEST_PARAMETER } from '../constructs/sink-image.js';
import { allOutputs } from '../deploy/all-outputs.js';
import { planDeployment } from '../deploy/plan-deployment.js';
import { isGoing } from '../deploy/ports.js';
import { madeStack, readDeployed } from '../deploy/read-deployed.js';
import { runSteps } from '../deploy/run-steps.js';
import type { PipelineSpec } from '../pipeline/pipeline-spec.js';
import { ACCOUNT_ROLES_STACK, CDK_STACK, possibleStacks, stackNames } from '../stacks/stages.js';
import {
  type AwsFlags,
  type CommonFlags,
  type WaitFlags,
  withAwsFlags,
  withOutputFlag,
  withWaitFlags,
} from './common-flags.js';
import type { DeployerEnvironment } from './deployer-environment.js';
import { isZipped, loadOrRefuse, withBundle } from './load-or-refuse.js';
import { nothingThere } from './nothing-there.js';
import { describePlace } from './open-aws.js';
import type { OpenedPipeline } from './open-pipeline.js';
import { refuseFullBucket } from './refuse-full-bucket.js';
import { refuseUnknownRoot } from './refuse-unknown-root.js';
import { RefusedError } from './refused-error.js';
import { renderSummary } from './render-summary.js';
import { synthesize, templatesOf } from './synthesize.js';
import { withFolder } from './with-folder.js';

interface DeployFlags extends AwsFlags, CommonFlags, WaitFlags {
  readonly start?: boolean;
  readonly image?: string;
  readonly bootstrap?: boolean;
  readonly replace?: boolean;
  readonly replaceReplication?: boolean;
  readonly sameSource?: boolean;
  readonly drained?: boolean;
  readonly acceptGap?: boolean;
  readonly prepare: boolean;
  readonly method: 'change-set' | 'direct';
}

const EXAMPLES = `
Examples:
  $ dray deploy --config drayage.config.yaml --bootstrap
  $ dray deploy --start
  $ dray deploy --only sink --image sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08

Nothing runs before the replication is started: with --start, once the sink reads, or later by dray start. Settings that AWS DMS
changes only at rest are changed in order: stop, change, resume where it stopped. If that is interrupted, the same command resumes
it. What holds data is replaced with --replace only; another source or another stream behind the replication counts as such. One of
changes alone loads nothing when it is made anew: that is done with --accept-gap only.

Exit codes: 0 done, 1 failure (what was done stays; the same command goes on), 2 usage or configuration, 130 interrupted.
`;

/** `dray deploy`: makes, or brings up to date, what a configuration says. */
export function deployCommand(environment: DeployerEnvironment): Command {
  return withWaitFlags(withOutputFlag(withAwsFlags(new Command('deploy'))))
    .description('Make a pipeline, or bring it up to what its configuration says.')
    .option('--start', 'start the replication when the sink reads')
    .option('--image <digest>', 'digest of an image that is in the repository already: nothing is built', digest)
    .option('--bootstrap', 'make what the CDK needs in this account and region, where it is not there')
    .option('--no-prepare', 'leave the source as it is: a demonstration is not prepared, a slot not dropped')
    .option('--replace', 'replace what holds data, where a change asks for it: its data is lost, or loaded again')
    .option(
      '--replace-replication',
      'make the replication anew in any case: every table is loaded again, but of type cdc',
    )
    .option('--accept-gap', 'a replication of changes alone (type cdc) is made anew: what it does not carry is missing')
    .option('--same-source', 'another secret leads to the same database: the replication goes on where it was')
    .option('--drained', 'the sink has read what goes: the old stream to its end, or what a shorter retention drops')
    .addOption(
      new Option('--method <method>', 'how CloudFormation is asked')
        .choices(['change-set', 'direct'])
        .default('change-set'),
    )
    .addHelpText('after', EXAMPLES)
    .action(async (flags: DeployFlags, command: Command) => {
      if (flags.replaceReplication === true && flags.only !== undefined && flags.only !== 'replication')
        command.error('error: --replace-replication is for all stages, or for --only replication.');
      const spec = await loadOrRefuse(flags, environment);
      refuseUnusedImage(flags, spec);
      const nothing = nothingThere(flags.only, spec, flags.output);
      if (nothing !== undefined) {
        environment.printOutput(nothing);
        return;
      }
      const whole = await withBundle(spec, environment);
      await withFolder('drayage-deploy-', async (assembly) => {
        const templates = templatesOf(synthesize(whole, assembly).assembly);
        const synthesized = new Set(templates.keys());
        const pipeline = await environment.openPipeline(
          { spec: whole, flags, assembly, method: flags.method, synthesized, timeoutMs: flags.timeout },
          environment,
        );
        try {
          await deploy(whole, pipeline, { flags, templates, environment });
        } finally {
          pipeline.close();
        }
      });
    });
}

/** A digest that nothing takes would look as if it were deployed. */
function refuseUnusedImage({ image, only }: DeployFlags, spec: PipelineSpec): void {
  if (image === undefined) return;
  const why = isZipped(spec)
    ? 'the function is deployed as a zip (sink.packaging: zip)'
    : spec.config.sink.image !== undefined
      ? 'the configuration names the image itself (sink.image)'
      : only !== undefined && only !== 'sink'
        ? `--only ${only} deploys no sink`
        : undefined;
  if (why !== undefined)
    throw new UsageError(`--image has no effect: ${why}.`, 'Leave it out, or change the other.', 'image-unused');
}

interface DeployContext {
  readonly flags: DeployFlags;
  readonly templates: ReturnType<typeof templatesOf>;
  readonly environment: DeployerEnvironment;
}

async function deploy(
  spec: PipelineSpec,
  pipeline: OpenedPipeline,
  { flags, templates, environment }: DeployContext,
): Promise<void> {
  const { ports, place } = pipeline;
  refuseUnknownRoot(spec, place.region);
  const names = stackNames(spec);
  const known = possibleStacks(spec).map(({ stackName }) => stackName);
  const deployed = await readDeployed(ports, [...known, ACCOUNT_ROLES_STACK, CDK_STACK]);
  const { steps, refusals, notes } = planDeployment(spec, deployed, {
    only: flags.only,
    start: flags.start === true,
    imageGiven: flags.image !== undefined,
    bootstrap: flags.bootstrap === true,
    skipPreparation: !flags.prepare,
    replace: flags.replace === true,
    replaceReplication: flags.replaceReplication === true,
    sameSource: flags.sameSource === true,
    drained: flags.drained === true,
    acceptGap: flags.acceptGap === true,
    missingRoles: flags.only === undefined || flags.only === 'replication' ? await pipeline.missingRoles() : undefined,
    templates,
  });
  if (refusals.length > 0) throw RefusedError.ofRefusals(refusals);
  if (madeStack(deployed, CDK_STACK) === undefined && flags.bootstrap !== true) throw RefusedError.ofMissingBootstrap();
  const unseen = await refuseFullBucket(steps, { spec, deployed, pipeline });
  const takesDigest = new Set(
    [...templates].flatMap(([name, template]) => (IMAGE_DIGEST_PARAMETER in (template.Parameters ?? {}) ? [name] : [])),
  );
  const onNews = (text: string): void => environment.printError(`  ${printable(text)}\n`);
  environment.printError(`In ${describePlace(place)}.\n`);
  for (const note of [...notes, ...unseen]) environment.printError(`Note: ${printable(note)}\n`);
  await runSteps(steps, ports, {
    imageDigest: flags.image,
    takesDigest,
    outputs: new Map(
      names.flatMap((name) => {
        const stack = deployed.stacks.get(name);
        return stack === undefined ? [] : [[name, stack.outputs] as const];
      }),
    ),
    beginWait: pipeline.beginWait,
    onStep: (text, { number, of }) => environment.printError(`[${number}/${of}] ${text}\n`),
    onNews,
    signal: environment.signal,
  });
  const after = await readDeployed(ports, names);
  const outputs = allOutputs([...after.stacks.values()].map((stack) => stack.outputs));
  const running = after.replication !== undefined && isGoing(after.replication.activity);
  environment.printOutput(
    flags.output === 'json'
      ? `${JSON.stringify({ pipeline: spec.name, running, outputs: shown(outputs) })}\n`
      : renderSummary(spec, shown(outputs), running),
  );
}

/** Outputs that only pass a value from stack to stack are nobody's business. */
function shown(outputs: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !name.startsWith('ExportsOutput')));
}

function digest(value: string): string {
  if (!/^sha256:[0-9a-f]{64}$/u.test(value))
    throw new InvalidArgumentError('A digest is sha256: and 64 hexadecimal digits.');
  return value;
}
