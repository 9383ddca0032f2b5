import { IMAGE_DIGEST_PARAMETER } from '../constructs/sink-image.js';
import { DeployError } from './deploy-error.js';
import type { DeployPorts } from './ports.js';
import { describeStep, type Step } from './step.js';

export interface RunOptions {
  /** Digest of an image that is there; `undefined`: a step pushes it, or none is needed. */
  readonly imageDigest: string | undefined;
  /** The stacks that take it. */
  readonly takesDigest: ReadonlySet<string>;
  /** Told before each step, and of what a step found. */
  readonly onStep: (text: string, place: { readonly number: number; readonly of: number }) => void;
  readonly onNews: (text: string) => void;
  readonly signal: AbortSignal;
}

/**
 * Does the steps in order. Where one fails after the replication was stopped, and it was to be resumed, it is resumed
 * first: the stack is as it was before, and the source must not gather changes for a replication that nobody runs.
 *
 * @throws DeployError with the step that failed.
 */
export async function runSteps(steps: readonly Step[], ports: DeployPorts, options: RunOptions): Promise<void> {
  const outputs = new Map<string, string>();
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
        await ports.replication.stop(step.arn);
        stopped = step.arn;
        return;
      case 'deploy-stack': {
        const parameters: Record<string, string> = {};
        if (imageDigest !== undefined && options.takesDigest.has(step.stackName))
          parameters[IMAGE_DIGEST_PARAMETER] = imageDigest;
        await ports.stacks.deploy(step.stackName, parameters);
        const made = await ports.stacks.find(step.stackName);
        for (const [name, value] of Object.entries(made?.outputs ?? {})) outputs.set(name, value);
        return;
      }
      case 'complete-endpoint':
        await ports.replication.completeEndpoint(needed(outputs, 'TargetEndpointArn'));
        return;
      case 'prepare-source':
        for (const news of await ports.source.prepare()) options.onNews(news);
        return;
      case 'await-sink':
        await ports.sink.awaitReading(Object.fromEntries(outputs));
        return;
      case 'start-replication':
        await ports.replication.start(outputs.get('ReplicationArn') ?? stopped ?? '', step.type);
        stopped = undefined;
        return;
      case 'drop-source-objects':
        for (const news of await ports.source.dropObjects(step.replicationArn)) options.onNews(news);
        return;
      case 'delete-stack':
        await ports.stacks.delete(step.stackName);
        return;
    }
  };
  for (const [index, step] of steps.entries()) {
    options.signal.throwIfAborted();
    options.onStep(describeStep(step), { number: index + 1, of: steps.length });
    try {
      await run(step);
    } catch (cause) {
      const resumes = steps
        .slice(index + 1)
        .some((later) => later.kind === 'start-replication' && later.type === 'resume-processing');
      if (stopped !== undefined && resumes) await resumeAfterFailure(stopped, ports, options);
      throw new DeployError(describeStep(step), cause);
    }
  }
}

async function resumeAfterFailure(arn: string, { replication }: DeployPorts, { onNews }: RunOptions): Promise<void> {
  try {
    await replication.start(arn, 'resume-processing');
    onNews('The replication was resumed where it had stopped.');
  } catch {
    onNews('The replication is still stopped: dray resume starts it where it stopped.');
  }
}

function needed(outputs: ReadonlyMap<string, string>, name: string): string {
  const value = outputs.get(name);
  if (value === undefined) throw new Error(`No stack has told ${name}.`);
  return value;
}
