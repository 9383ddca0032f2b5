import type { OpenTransaction } from '@drayage/doctor';
import { numberOf, textOf } from '../session/row-values.js';
import type { SourceSession } from '../session/source-session.js';

/** Transactions that have been open for at least that long, the oldest first. @throws SourceError `source-permission` without PROCESS */
export async function mysqlTransactions(
  session: SourceSession,
  minimumSeconds: number,
): Promise<readonly OpenTransaction[]> {
  // The server tells when they began in the zone of its machine, whatever that of the session is.
  await session.query("SET SESSION time_zone = 'SYSTEM'");
  const rows = await session.query(
    `SELECT t.trx_mysql_thread_id AS id, COALESCE(p.USER, '') AS user, t.trx_state AS state, TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) AS seconds
     FROM information_schema.INNODB_TRX t LEFT JOIN information_schema.PROCESSLIST p ON p.ID = t.trx_mysql_thread_id
     WHERE t.trx_mysql_thread_id <> CONNECTION_ID() AND TIMESTAMPDIFF(SECOND, t.trx_started, NOW()) >= ?
     ORDER BY seconds DESC, id`,
    [minimumSeconds],
  );
  return rows.map((row) => ({
    id: textOf(row, 'id'),
    user: textOf(row, 'user'),
    state: textOf(row, 'state').toLowerCase(),
    openForSeconds: numberOf(row, 'seconds'),
    application: '',
  }));
}
