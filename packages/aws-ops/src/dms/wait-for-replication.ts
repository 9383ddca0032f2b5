import type { AwsClients } from '../clients/aws-clients.js';
import { AwsOpsError } from '../errors/aws-ops-error.js';
import { describeReplication } from './describe-replication.js';
import { explainFailure } from './explain-failure.js';
import { hasLoadEnded, type Replication, type ReplicationReference, type ReplicationState } from './replication.js';

export interface WaitOptions {
  readonly until: 'running' | 'stopped';
  /** Called between two looks; rejects to give up waiting. */
  readonly pause: () => Promise<void>;
  /** Called after each look. */
  readonly onLook?: (replication: Replication) => void;
}

/** Where a wait for each goal ends well. A full load only may have ended before anybody looked. */
const GOALS: Readonly<Record<WaitOptions['until'], ReadonlySet<ReplicationState>>> = {
  running: new Set(['running']),
  stopped: new Set(['stopped', 'failed', 'ready']),
};

/** How often in a row a replication may look as if nothing had been asked: DMS shows a start late. */
const STALE_LOOKS = 6;

/**
 * Looks until the replication runs, or has stopped.
 *
 * @returns it as it then is.
 * @throws AwsOpsError `wrong-state`, with the reason that DMS gives and its explanation, where it failed or stopped again.
 */
export async function waitForReplication(
  clients: Pick<AwsClients, 'dms'>,
  { arn }: ReplicationReference,
  { until, pause, onLook }: WaitOptions,
): Promise<Replication> {
  let hasMoved = false;
  for (let looks = 1; ; looks += 1) {
    const replication = await describeReplication(clients, arn);
    onLook?.(replication);
    if (GOALS[until].has(replication.state)) return replication;
    const isAtRest = replication.state === 'failed' || replication.state === 'stopped' || replication.state === 'ready';
    hasMoved ||= !isAtRest;
    if (until === 'running' && isAtRest && (hasMoved || looks >= STALE_LOOKS)) {
      if (replication.state === 'stopped' && hasLoadEnded(replication)) return replication;
      throw startFailed(replication);
    }
    await pause();
  }
}

function startFailed({ status, stopReason, failures: [failure] }: Replication): AwsOpsError {
  const reason = [stopReason, failure].filter((part) => part !== undefined).join(': ');
  const explained = failure === undefined ? undefined : explainFailure(failure);
  return new AwsOpsError('wrong-state', {
    message: `The replication does not run, it is ${status}${reason === '' ? '' : ` (${reason})`}.${explained === undefined ? '' : ` ${explained.cause}`}`,
    remedy: explained?.remedy ?? 'See what DMS logged: dray logs --source dms --level error.',
  });
}
