import { IMAGE_DIGEST_PARAMETER } from '../constructs/sink-image.js';
import { allOutputs } from './all-outputs.js';
import { DeployError } from './deploy-error.js';
import type { DeployPorts } from './ports.js';
import { resumeAfterFailure } from './resume-after-failure.js';
import { describeStep, type Step } from './step.js';
import type { Waiting } from './waiting.js';

export interface RunOptions {
  /** Digest of an image that is there; `undefined`: a step pushes it, or none is needed. */
  readonly imageDigest: string | undefined;
  /** The stacks that take it. */
  readonly takesDigest: ReadonlySet<string>;
  /** What the stacks tell that are there already, by stack. */
  readonly outputs: ReadonlyMap<string, Readonly<Record<string, string>>>;
  /** Told before each step, and of what a step found. */
  readonly onStep: (text: string, place: { readonly number: number; readonly of: number }) => void;
  readonly onNews: (text: string) => void;
  /** A wait for a stack that CloudFormation still works on. */
  readonly beginWait: () => Waiting;
  readonly signal: AbortSignal;
}

/**
 * Does the steps in order. Where one fails, or somebody interrupts, after the replication was stopped, and it was to be
 * resumed, it is resumed first: the source must not gather changes for a replication that nobody runs. Only where its stack is
 * at rest: nothing is resumed into an update that still runs. Where it cannot be, the account remembers, and the same command
 * goes on.
 *
 * @throws DeployError with the step that failed; the reason of the signal where it was interrupted.
 */
export async function runSteps(steps: readonly Step[], ports: DeployPorts, options: RunOptions): Promise<void> {
  const told = new Map(options.outputs);
  let imageDigest = options.imageDigest;
  let stopped: string | undefined;
  const run = async (step: Step): Promise<void> => {
    switch (step.kind) {
      case 'bootstrap':
        await ports.stacks.bootstrap();
        return;
      case 'build-image':
        imageDigest = await ports.sink.pushImage(step.repository, step.architecture);
        return;
      case 'stop-replication':
        if (step.remember) stopped = step.arn;
        await ports.replication.stop(step.arn, { remember: step.remember });
        return;
      case 'deploy-stack': {
        const parameters: Record<string, string> = {};
        if (imageDigest !== undefined && options.takesDigest.has(step.stackName))
          parameters[IMAGE_DIGEST_PARAMETER] = imageDigest;
        await ports.stacks.deploy(step.stackName, parameters);
        const made = await ports.stacks.find(step.stackName);
        told.set(step.stackName, made?.outputs ?? {});
        return;
      }
      case 'complete-endpoint':
        await ports.replication.completeEndpoint(needed(told, 'TargetEndpointArn'));
        return;
      case 'prepare-source':
        for (const news of await ports.source.prepare()) options.onNews(news);
        return;
      case 'await-sink':
        await ports.sink.awaitReading(allOutputs(told.values()));
        return;
      case 'start-replication':
        await ports.replication.start(needed(told, 'ReplicationArn'), step.type, { wait: true });
        stopped = undefined;
        return;
      case 'drop-source-objects': {
        for (const news of await ports.source.dropObjects(step)) options.onNews(news);
        // Without its slot it has no place to go on from.
        stopped = undefined;
        return;
      }
      case 'delete-stack':
        await ports.stacks.delete(step.stackName);
        told.delete(step.stackName);
        return;
    }
  };
  for (const [index, step] of steps.entries()) {
    try {
      options.signal.throwIfAborted();
      options.onStep(describeStep(step), { number: index + 1, of: steps.length });
      await run(step);
    } catch (cause) {
      if (stopped !== undefined) {
        const stack = steps.find((each) => each.kind === 'deploy-stack' && each.stage === 'replication');
        const stackName = stack?.kind === 'deploy-stack' ? stack.stackName : undefined;
        await resumeAfterFailure({ arn: stopped, stackName, tries: step.kind !== 'start-replication' }, ports, options);
      }
      if (options.signal.aborted) throw cause;
      throw new DeployError(describeStep(step), cause);
    }
  }
}

/** What any of the stacks tells under this name. */
function needed(told: ReadonlyMap<string, Readonly<Record<string, string>>>, name: string): string {
  const value = [...told.values()].map((outputs) => outputs[name]).find((each) => each !== undefined);
  if (value === undefined) throw new Error(`No stack has told ${name}.`);
  return value;
}
