import type { ReplicationState, StopFacts } from '../facts/aws-facts.js';
import type { Read } from '../facts/read.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { duration } from '../text/duration.js';
import { shellWord } from '../text/shell-word.js';
import { findingOf } from './area-finding.js';

const finding = findingOf('replication');

/** What went wrong while it ran: the replication, its connections, its tables. */
export function replicationRules(read: Read<ReplicationState>): readonly Finding[] {
  const state = valueOf(read);
  if (state === undefined) return [];
  return [
    ...stateRules(state),
    ...neverStarted(state),
    ...starting(state),
    ...latency(state),
    ...failures(state),
    ...connections(state),
    ...tables(state),
  ];
}

const STOP_SEVERITY: Readonly<Record<StopFacts['kind'], Finding['severity']>> = {
  asked: 'warning',
  error: 'error',
  passing: 'note',
  unknown: 'warning',
};

function stateRules({ status, stop }: ReplicationState): readonly Finding[] {
  if (stop === undefined) return [];
  const { reason, kind, isLoadOnly, cause, remedy } = stop;
  const lost = isLoadOnly
    ? 'Its load is not complete: rows are missing in the target.'
    : 'Nothing is carried; the source keeps its logs for it, and its disk fills.';
  return [
    finding('replication-stopped', STOP_SEVERITY[kind], status, {
      what: `The replication is ${status}${reason === '' ? '' : ` (${reason})`}.`,
      whyItMatters: cause === '' ? lost : `${cause} ${lost}`,
      remedy,
    }),
  ];
}

function neverStarted({ status }: ReplicationState): readonly Finding[] {
  if (status !== 'ready') return [];
  return [
    finding('replication-never-started', 'warning', status, {
      what: 'The replication is ready, and has not been started.',
      whyItMatters: 'Deploying it does not start it: nothing is loaded, and no change is kept for it until it is.',
      remedy: 'dray start',
    }),
  ];
}

function starting({ status }: ReplicationState): readonly Finding[] {
  if (status !== 'starting') return [];
  return [
    finding('replication-starting', 'note', status, {
      what: 'The replication is starting.',
      whyItMatters:
        'A serverless one fetches metadata, calculates and provisions capacity first: nothing arrives for minutes.',
      remedy: 'Wait; dray status --watch, and dray logs --source dms.',
    }),
  ];
}

/** From where on a delay is more than a busy minute. */
const MUCH_SECONDS = 300;

/** The source’s first: what AWS DMS reads late it also writes late. */
function latency({ latency: read }: ReplicationState): readonly Finding[] {
  const { sourceSeconds = 0, targetSeconds = 0 } = valueOf(read) ?? {};
  if (sourceSeconds >= MUCH_SECONDS) {
    return [
      finding('replication-source-latency', 'warning', 'CDCLatencySource', {
        what: `AWS DMS reads changes ${duration(Math.round(sourceSeconds))} late.`,
        whyItMatters: 'The source keeps its logs for that long, and the target is as old.',
        remedy: 'End long transactions at the source; a larger instance or more capacity.',
      }),
    ];
  }
  if (targetSeconds < MUCH_SECONDS) return [];
  return [
    finding('replication-target-latency', 'warning', 'CDCLatencyTarget', {
      what: `AWS DMS writes changes ${duration(Math.round(targetSeconds))} late.`,
      whyItMatters:
        'The stream takes less than comes (ProvisionedThroughputExceeded), or the replication is too small.',
      remedy:
        'More shards with primary-key partition keys, or an on-demand stream; then a larger instance or more capacity.',
    }),
  ];
}

/** AWS DMS keeps the last failure, and does not say when it was: while nothing stands still it is an old one. */
function failures({ stop, failures: all }: ReplicationState): readonly Finding[] {
  return all.map(({ message, cause, remedy }) => {
    const mend = remedy === '' ? 'dray logs --source dms tells more.' : remedy;
    if (stop === undefined) {
      return finding('replication-failure', 'note', 'last failure', {
        what: `The replication failed before: ${message}`,
        whyItMatters: `It does not stand still now; the same can happen again.${cause === '' ? '' : ` ${cause}`}`,
        remedy: `Where it comes again: ${mend}`,
      });
    }
    return finding('replication-failure', 'error', 'last failure', {
      what: message,
      whyItMatters: cause === '' ? 'The replication does not run while it stays so.' : cause,
      remedy: mend,
    });
  });
}

function connections({ connections: all }: ReplicationState): readonly Finding[] {
  return (valueOf(all) ?? [])
    .filter(({ status }) => status === 'failed')
    .map(({ endpoint, message, cause, remedy }) =>
      finding('connection-failed', 'error', endpoint, {
        what: `The last test of the connection to ${endpoint} failed${message === '' ? '.' : `: ${message}`}`,
        whyItMatters: cause === '' ? 'AWS DMS does not reach it: the replication cannot start.' : cause,
        remedy:
          remedy === ''
            ? 'Check security groups (one rule from the replication to the database), VPC endpoints for Kinesis and Secrets Manager, host and password; then dray test-connection.'
            : remedy,
      }),
    );
}

function tables({ tables: all }: ReplicationState): readonly Finding[] {
  return (valueOf(all) ?? []).flatMap(({ schema, name, state, errorRows }) => {
    const table = `${schema}.${name}`;
    if (state === 'error' || state === 'cancelled') {
      return [
        finding('table-failed', 'error', table, {
          what: `AWS DMS has ${table} in the state ${state}.`,
          whyItMatters: 'Its changes are not carried; the others go on.',
          remedy: `dray logs --source dms tells why; then: dray reload ${shellWord(table)}`,
        }),
      ];
    }
    if (state === 'missing') {
      return [
        finding('table-missing', 'warning', table, {
          what: `${table} does not exist at the source.`,
          whyItMatters: 'Nothing of it is carried.',
          remedy: 'Make the mappings anew: dray mappings generate.',
        }),
      ];
    }
    return errorRows === 0
      ? []
      : [
          finding('table-load-errors', 'error', table, {
            what: `${errorRows} rows of ${table} could not be loaded.`,
            whyItMatters: 'They are missing in the target.',
            remedy: `dray logs --source dms tells why; then: dray reload ${shellWord(table)}`,
          }),
        ];
  });
}
