import { isAtRest, isGoing, type DeployPorts } from './ports.js';
import type { RunOptions } from './run-steps.js';
import { stackRemedy, stackState } from './stack-state.js';

export interface Stopped {
  readonly arn: string;
  /** The stack that was to change it; `undefined`: none. */
  readonly stackName: string | undefined;
  /** Whether to resume it: not where that is what failed. */
  readonly tries: boolean;
}

const GO_ON = 'The same command goes on and resumes it; dray resume does so at once.';

/**
 * Resumes a replication that was stopped for a change that failed, once its stack is at rest, and says how it ends. After an
 * interruption it looks once and waits for nothing. Never rejects: what failed before is what is told.
 */
export async function resumeAfterFailure(
  { arn, stackName, tries }: Stopped,
  ports: DeployPorts,
  options: Pick<RunOptions, 'onNews' | 'beginWait' | 'signal'>,
): Promise<void> {
  const { onNews, signal } = options;
  try {
    const activity = await ports.replication.activity(arn);
    if (activity === undefined || isGoing(activity)) return;
    const status = stackName === undefined ? undefined : await restingStatus(stackName, ports, options);
    const state = status === undefined ? 'made' : stackState(status);
    if (stackName !== undefined && status !== undefined && state !== 'made') {
      onNews(`The replication is stopped, and ${stackName} is ${status}. ${stackRemedy(stackName, status)} ${GO_ON}`);
      return;
    }
    if (!tries || !isAtRest(activity)) {
      onNews(`The replication is still ${activity.status}. ${GO_ON}`);
      return;
    }
    await ports.replication.start(arn, 'resume-processing', { wait: !signal.aborted });
    onNews(
      signal.aborted
        ? 'AWS DMS was asked to resume the replication.'
        : 'The replication was resumed where it had stopped.',
    );
  } catch {
    onNews(`The replication is still stopped. ${GO_ON}`);
  }
}

/** The status once CloudFormation no longer works on the stack; as it is, where somebody interrupts or it takes too long. */
async function restingStatus(
  stackName: string,
  { stacks }: DeployPorts,
  { beginWait, signal }: Pick<RunOptions, 'beginWait' | 'signal'>,
): Promise<string | undefined> {
  const waiting = beginWait();
  for (;;) {
    const status = (await stacks.find(stackName))?.status;
    if (status === undefined || stackState(status) !== 'busy' || signal.aborted) return status;
    waiting.look(`${stackName} is ${status}.`);
    try {
      await waiting.pause();
    } catch {
      return status;
    }
  }
}
