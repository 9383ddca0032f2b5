import { judgeStart } from '@drayage/aws-ops';
import type { Comparison } from './compare-stacks.js';
import { isAtRest, isGoing, type ReplicationActivity } from './ports.js';
import type { Deployed } from './read-deployed.js';
import type { Refusal } from './refusal.js';
import { needsStop } from './template-changes.js';

/**
 * What a deployment does with the replication. `stop`: it is brought to rest, changed, and resumed where a deployment stopped it.
 * `resume`: an earlier deployment stopped it and did not come to resume it. `remake`: it is made anew, and is not resumed.
 */
export type Treatment =
  | { readonly kind: 'leave' }
  | { readonly kind: 'resume' }
  | { readonly kind: 'stop'; readonly resumes: boolean }
  | { readonly kind: 'remake' };

export interface ReplicationSituation {
  readonly replication: Deployed['replication'];
  /** The name of its stack. */
  readonly stackName: string;
  readonly comparison: Pick<Comparison, 'chosen' | 'changes'>;
  readonly isRemade: boolean;
  readonly drained: boolean;
}

/** Decides it. Pure. AWS DMS changes a replication and its endpoints only at rest; a load that is stopped would not go on. */
export function treatReplication({ replication, stackName, comparison, isRemade, drained }: ReplicationSituation): {
  readonly treatment: Treatment;
  readonly refusals: readonly Refusal[];
} {
  const decided = (treatment: Treatment, ...refusals: readonly Refusal[]) => ({ treatment, refusals });
  if (isRemade) return decided({ kind: 'remake' });
  if (replication === undefined) return decided({ kind: 'leave' });
  const { activity, endpointComplete } = replication;
  const changes = comparison.changes.get(stackName) ?? [];
  const isChosen = comparison.chosen.some((stack) => stack.stackName === stackName);
  const isChanged = isChosen && (needsStop(changes) || !endpointComplete);
  if (drained && needsStop(changes) && !isAtRest(activity)) {
    return decided({ kind: 'leave' }, { kind: 'not-drained', status: activity.status });
  }
  const resumes = activity.stoppedForDeployment && isResumable(activity);
  if (isAtRest(activity)) return decided(resumes ? { kind: 'resume' } : { kind: 'leave' });
  if (!isGoing(activity)) return decided(isChanged || resumes ? { kind: 'stop', resumes } : { kind: 'leave' });
  if (!isChanged) return decided({ kind: 'leave' });
  if (activity.migrationType === 'full-load') return decided({ kind: 'leave' }, { kind: 'load-runs' });
  return decided({ kind: 'stop', resumes: true });
}

/** Whether it may be resumed once it rests. */
function isResumable(activity: ReplicationActivity): boolean {
  return judgeStart({ ...activity, state: 'stopped' }, 'resume').action === 'start';
}
