import type { OpenTransaction } from '@drayage/doctor';
import { mysqlTransactions } from './mysql/mysql-transactions.js';
import { postgresTransactions } from './postgres/postgres-transactions.js';
import type { SourceSession } from './session/source-session.js';

/**
 * Transactions that have been open for at least `minimumSeconds`, the oldest first: a replication that starts waits for
 * them.
 *
 * @throws SourceError `source-permission` where the user does not see those of others.
 */
export function listOpenTransactions(
  session: SourceSession,
  minimumSeconds: number,
): Promise<readonly OpenTransaction[]> {
  return session.engine === 'postgresql'
    ? postgresTransactions(session, minimumSeconds)
    : mysqlTransactions(session, minimumSeconds);
}
