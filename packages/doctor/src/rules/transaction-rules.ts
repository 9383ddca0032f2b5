import { valueOf } from '../facts/read.js';
import type { SourceFacts } from '../facts/source-facts.js';
import type { Finding } from '../finding.js';
import { quoteText } from '../names/quote-name.js';
import { duration } from '../text/duration.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';

/** From how long on an open transaction holds up the start of a replication noticeably. */
const LONG_TRANSACTION_SECONDS = 300;

/** Transactions that hold up a start, and that AWS DMS keeps in memory and on disk. */
export function transactionRules({ engine, openTransactions }: SourceFacts): readonly Finding[] {
  return (valueOf(openTransactions) ?? [])
    .filter(({ openForSeconds }) => openForSeconds >= LONG_TRANSACTION_SECONDS)
    .map(({ id, user, state, openForSeconds, application }) =>
      sourceFinding('open-transaction', 'warning', id, {
        what: `A transaction of ${user || 'an unknown user'}${application === '' ? '' : ` (${application})`} has been open for ${duration(openForSeconds)}, ${state || 'in an unknown state'}.`,
        whyItMatters:
          'A replication that starts waits for it, and leaves its changes out when it waits too long; while it runs the source keeps all logs since.',
        remedy: end(engine, id, state),
      }),
    );
}

function end(engine: SourceFacts['engine'], id: string, state: string): string {
  if (engine !== 'postgresql')
    return id === '0'
      ? 'XA RECOVER; It shows its id, by which XA COMMIT or XA ROLLBACK ends it.'
      : ifUnneeded(`KILL ${id}`);
  const name = quoteText('postgresql', id);
  return state === 'prepared'
    ? `${statementsThen([`ROLLBACK PREPARED ${name}`])} Or, to keep what it did: ${statementsThen([`COMMIT PREPARED ${name}`])}`
    : ifUnneeded(`SELECT pg_terminate_backend(${id})`);
}

function ifUnneeded(statement: string): string {
  return `If nobody needs it: ${statementsThen([statement])}`;
}
