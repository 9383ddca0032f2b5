import type { IssueDescription } from '../problems/describe-issue.js';
import type { DeploymentValues } from './deployment-values.js';
import { issue } from './issue.js';

const TELL_ENOUGH = ['trace', 'debug', 'info'];

/** What dashboard and alarms live on. The metrics of a container are counted from its log, at level info. */
export function checkWatching(values: DeploymentValues): readonly IssueDescription[] {
  const level = values.text('log.level') ?? 'info';
  return values.text('sink.kind') === 'fargate' && !TELL_ENOUGH.includes(level)
    ? [
        issue(
          'log.level',
          `With ${level}, a container logs no batches, and the alarms on dead letters and incomplete tables never ring.`,
          'Set it to info.',
        ),
      ]
    : [];
}
