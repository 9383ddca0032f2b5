import { explainFailure, type Replication } from '@drayage/aws-ops';
import { describeDuration } from '../render/describe-time.js';
import { explainStop, nextCommand } from './explain-stop.js';
import type { ReplicationStatus } from './pipeline-status.js';
import { bad, notKnown, SLOW_SECONDS, warning, type Found } from './status-finding.js';
import { counted } from '../render/counted.js';

/** What is wrong with a replication and its endpoints. Pure. */
export function assessReplication(status: ReplicationStatus): readonly Found[] {
  const { replication, endpoints, unread } = status;
  const errored = replication.progress?.tablesErrored ?? 0;
  return [
    ...assessState(replication),
    ...(errored === 0
      ? []
      : [
          bad(
            `${counted(errored, 'table has', 'tables have')} errors.`,
            'dray tables says which; then dray reload SCHEMA.TABLE.',
          ),
        ]),
    ...assessLatency(status),
    ...endpoints
      .filter(({ connection }) => connection === 'failed')
      .map(({ identifier, failure }) => {
        const explained = failure === null ? undefined : explainFailure(failure);
        return bad(
          `The connection to ${identifier} failed${failure === null ? '' : `: ${failure}`}`,
          explained?.remedy ?? 'dray test-connection',
        );
      }),
    ...notKnown(unread),
  ];
}

function assessState(replication: Replication): readonly Found[] {
  const { state, status } = replication;
  switch (state) {
    case 'running':
    case 'starting':
    case 'stopping':
      return [];
    case 'ready':
      return [warning('It was never started.', nextCommand(replication))];
    case 'changing':
    case 'deleting':
      return [warning(`It is ${status}.`, 'Wait.')];
    case 'failed':
    case 'stopped':
      return assessStop(replication);
  }
}

function assessStop(replication: Replication): readonly Found[] {
  const stop = explainStop(replication);
  if (stop === undefined) return [];
  const { state, stopReason, migrationType, failures } = replication;
  const [failure] = failures;
  if (state === 'failed') return [bad(`It failed${failure === undefined ? '' : `: ${failure}`}`, stop.remedy)];
  const lost = migrationType === 'full-load' ? 'its load is not complete' : 'changes are not read';
  const it = `It is stopped${stopReason === undefined ? '' : ` (${stopReason})`}: ${lost}.`;
  if (stop.kind !== 'error') {
    // NORMAL says so itself.
    const cause = stopReason === 'NORMAL' ? undefined : stop.cause;
    return [warning(cause === undefined ? it : `${it} ${cause}`, stop.remedy)];
  }
  const cause = failure === undefined ? stop.cause : (explainFailure(failure)?.cause ?? stop.cause);
  const why = [failure, cause].filter((text) => text !== undefined).map(sentence);
  return [bad([it, ...why].join(' '), stop.remedy)];
}

/** The target's latency includes the source's: only what it adds is its own. */
function assessLatency({ sourceLatencySeconds, targetLatencySeconds }: ReplicationStatus): readonly Found[] {
  const source = sourceLatencySeconds ?? 0;
  const target = targetLatencySeconds ?? 0;
  return [
    ...(source > SLOW_SECONDS
      ? [
          warning(
            `It is ${describeDuration(source * 1_000)} behind the source.`,
            'Look for long transactions at the source (dray doctor --only source), then at its capacity.',
          ),
        ]
      : []),
    ...(target - source > SLOW_SECONDS
      ? [
          warning(
            `The stream is ${describeDuration(target * 1_000)} behind the source, ${describeDuration((target - source) * 1_000)} of that in writing.`,
            'See whether the stream refuses writes: more shards, or on-demand; then the capacity of the replication.',
          ),
        ]
      : []),
  ];
}

function sentence(text: string): string {
  return /[.!?]$/u.test(text.trim()) ? text.trim() : `${text.trim()}.`;
}
