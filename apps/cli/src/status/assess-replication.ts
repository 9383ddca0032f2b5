import { explainFailure, explainStopReason, judgeStart, type Replication } from '@drayage/aws-ops';
import { describeDuration } from '../render/describe-time.js';
import type { ReplicationStatus } from './pipeline-status.js';
import { bad, counted, notKnown, SLOW_SECONDS, warning, type Found } from './status-finding.js';

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
    case 'failed': {
      const [failure] = replication.failures;
      const explained = failure === undefined ? undefined : explainFailure(failure);
      const remedy = explained?.remedy ?? 'See dray logs --source dms --level error.';
      return [
        bad(`It failed${failure === undefined ? '' : `: ${failure}`}`, andThen(remedy, `${nextCommand(replication)}.`)),
      ];
    }
    case 'stopped':
      return assessStop(replication);
  }
}

function assessStop(replication: Replication): readonly Found[] {
  const { stopReason, migrationType, failures } = replication;
  const explained = stopReason === undefined ? undefined : explainStopReason(stopReason);
  const isLoaded = stopReason === 'FULL_LOAD_ONLY_FINISHED' || stopReason === 'STOPPED_AFTER_FULL_LOAD';
  if (migrationType === 'full-load' && isLoaded) return [];
  const lost = migrationType === 'full-load' ? 'its load is not complete' : 'changes are not read';
  const it = `It is stopped${stopReason === undefined ? '' : ` (${stopReason})`}: ${lost}.`;
  if (explained?.kind === 'passing') return [warning(`${it} ${explained.cause}`, 'Wait: DMS starts it again.')];
  const next = `${nextCommand(replication)}${migrationType === 'full-load' ? '' : ', before the source removes what was not read'}.`;
  if (explained?.kind === 'asked') return [warning(stopReason === 'NORMAL' ? it : `${it} ${explained.cause}`, next)];
  const [failure] = failures;
  const known = failure === undefined ? undefined : explainFailure(failure);
  const why = [failure, known?.cause ?? explained?.cause].filter((text) => text !== undefined).map(sentence);
  const remedy = known?.remedy ?? explained?.remedy;
  const text = [it, ...why].join(' ');
  if (explained === undefined && failure === undefined) return [warning(text, next)];
  return [bad(text, remedy === undefined ? next : andThen(remedy, next))];
}

/** A remedy that loads everything again is the whole of it. */
function andThen(remedy: string, next: string): string {
  return remedy.includes('dray reload') ? remedy : `${remedy} Then ${next}`;
}

/** What the guards of the commands allow: nothing else is worth telling. */
function nextCommand(replication: Replication): string {
  if (judgeStart(replication, 'resume').action === 'start') return 'dray resume';
  return judgeStart(replication, 'start').action === 'start' ? 'dray start' : 'dray reload --all';
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
