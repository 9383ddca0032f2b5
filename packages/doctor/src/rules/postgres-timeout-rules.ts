import type { PostgresFacts } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { timeoutStatement } from '../prepare/postgres-user-steps.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';

interface Timeout {
  readonly id: string;
  /** Completes "After … ms the server …". */
  readonly does: string;
  readonly whyItMatters: string;
}

const IDLE = 'A load that waits for the target loses its transaction: the table is loaded again, or fails.';
const LONG = 'A long read, or a slot that waits for open transactions, is broken off: the load or the start fails.';

const TIMEOUTS: Readonly<Record<string, Timeout>> = {
  idle_in_transaction_session_timeout: {
    id: 'pg-idle-timeout',
    does: 'without a statement in a transaction the server ends sessions',
    whyItMatters: IDLE,
  },
  idle_session_timeout: {
    id: 'pg-idle-timeout',
    does: 'without a statement the server ends sessions',
    whyItMatters: 'A session that AWS DMS keeps open is gone when it is needed: what it was for fails.',
  },
  statement_timeout: {
    id: 'pg-statement-timeout',
    does: 'the server breaks off statements',
    whyItMatters: LONG,
  },
  transaction_timeout: {
    id: 'pg-statement-timeout',
    does: 'the server ends transactions',
    whyItMatters: LONG,
  },
  lock_timeout: {
    id: 'pg-lock-timeout',
    does: 'the server breaks off what waits for a lock',
    whyItMatters: 'A load that meets an ALTER TABLE or VACUUM FULL fails instead of waiting for it.',
  },
};

/** Time-outs with which the sessions of AWS DMS begin. */
export function postgresTimeoutRules(facts: PostgresFacts): readonly Finding[] {
  const timeouts = Object.entries(valueOf(facts.sessionTimeouts) ?? {});
  return timeouts.flatMap(([name, value]) => {
    const timeout = TIMEOUTS[name];
    if (timeout === undefined || value === 0) return [];
    return [
      sourceFinding(timeout.id, 'warning', name, {
        what: `${name} of ${facts.user} is ${value} ms: then ${timeout.does}.`,
        whyItMatters: timeout.whyItMatters,
        remedy: statementsThen([timeoutStatement(facts, name)]),
        step: 'session-timeout',
      }),
    ];
  });
}
