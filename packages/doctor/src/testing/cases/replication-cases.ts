import type { ReplicationState, StopFacts } from '../../facts/aws-facts.js';
import { known } from '../../facts/read.js';
import { pipeline, replicationState } from '../right-facts.js';
import type { WrongCase } from '../wrong-case.js';

const running = (given: Partial<ReplicationState>) => pipeline({ replicationState: known(replicationState(given)) });
const FAILURE = { message: 'ERROR: something', cause: '', remedy: '' };
const FAILED: StopFacts = { reason: 'FATAL_ERROR', kind: 'error', isLoadOnly: false, cause: '', remedy: 'Mend it.' };

export const REPLICATION_CASES: readonly WrongCase[] = [
  ...(
    [
      ['somebody asked for it', 'asked', 'stopped', 'warning'],
      ['it could not go on', 'error', 'stopped', 'error'],
      ['it failed', 'error', 'failed', 'error'],
      ['AWS DMS starts it again', 'passing', 'stopped', 'note'],
      ['nothing tells why', 'unknown', 'stopped', 'warning'],
    ] as const
  ).map(([when, kind, status, severity]): WrongCase => ({
    id: 'replication-stopped',
    when,
    severity,
    subject: status,
    facts: running({
      status,
      stop: { reason: 'REASON', kind, isLoadOnly: false, cause: 'It is so.', remedy: 'Mend it.' },
    }),
  })),
  {
    id: 'replication-never-started',
    when: 'it was only deployed',
    severity: 'warning',
    subject: 'ready',
    facts: running({ status: 'ready' }),
  },
  {
    id: 'replication-failure',
    when: 'there is a message, and it failed',
    severity: 'error',
    subject: 'last failure',
    facts: running({ status: 'failed', stop: FAILED, failures: [FAILURE] }),
    also: ['replication-stopped'],
  },
  {
    id: 'replication-failure',
    when: 'there is an old message, and it runs',
    severity: 'note',
    subject: 'last failure',
    facts: running({ failures: [FAILURE] }),
  },
  {
    id: 'replication-failure',
    when: 'there is an old message, and its load has ended',
    severity: 'note',
    subject: 'last failure',
    facts: running({ status: 'stopped', failures: [FAILURE] }),
  },
  {
    id: 'replication-starting',
    when: 'capacity is provisioned',
    severity: 'note',
    subject: 'starting',
    facts: running({ status: 'starting' }),
  },
  {
    id: 'replication-source-latency',
    when: 'it reads late',
    severity: 'warning',
    subject: 'CDCLatencySource',
    facts: running({ latency: known({ sourceSeconds: 900, targetSeconds: 950 }) }),
  },
  {
    id: 'replication-target-latency',
    when: 'it writes late',
    severity: 'warning',
    subject: 'CDCLatencyTarget',
    facts: running({ latency: known({ sourceSeconds: 3, targetSeconds: 950 }) }),
  },
  {
    id: 'connection-failed',
    when: 'the last test failed',
    severity: 'error',
    subject: 'shop-source',
    facts: running({ connections: known([{ endpoint: 'shop-source', status: 'failed', ...FAILURE }]) }),
  },
  {
    id: 'table-failed',
    when: 'it is in error',
    severity: 'error',
    subject: 'shop.orders',
    facts: running({ tables: known([{ schema: 'shop', name: 'orders', state: 'error', errorRows: 0 }]) }),
  },
  {
    id: 'table-missing',
    when: 'it is gone',
    severity: 'warning',
    subject: 'shop.orders',
    facts: running({ tables: known([{ schema: 'shop', name: 'orders', state: 'missing', errorRows: 0 }]) }),
  },
  {
    id: 'table-load-errors',
    when: 'rows are left out',
    severity: 'error',
    subject: 'shop.orders',
    facts: running({ tables: known([{ schema: 'shop', name: 'orders', state: 'completed', errorRows: 7 }]) }),
  },
];
