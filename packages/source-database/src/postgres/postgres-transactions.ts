import type { OpenTransaction } from '@drayage/doctor';
import { SourceError } from '../source-error.js';
import { booleanOf, numberOf, textOf } from '../session/row-values.js';
import type { SourceSession } from '../session/source-session.js';

/**
 * Transactions that have been open for at least that long, prepared ones too, the oldest first. A replication that starts
 * waits for all of them.
 *
 * @throws SourceError `source-permission` where the user sees only its own sessions: silence would look like none.
 */
export async function postgresTransactions(
  session: SourceSession,
  minimumSeconds: number,
): Promise<readonly OpenTransaction[]> {
  const [rights] = await session.query(
    "SELECT current_setting('is_superuser') = 'on' OR pg_catalog.pg_has_role(current_user, 'pg_read_all_stats', 'member') AS all",
  );
  if (!booleanOf(rights, 'all')) {
    throw new SourceError('source-permission', {
      message: `The user ${session.user} sees only its own sessions.`,
      remedy: 'GRANT pg_monitor to it, or read as an administrator.',
    });
  }
  const rows = await session.query(
    `SELECT pid::text AS id, coalesce(usename::text, '') AS user, coalesce(state, '') AS state, application_name AS application,
       extract(epoch FROM now() - xact_start)::bigint AS seconds
     FROM pg_catalog.pg_stat_activity
     WHERE xact_start IS NOT NULL AND pid <> pg_backend_pid() AND backend_type = 'client backend'
       AND now() - xact_start >= make_interval(secs => $1)
     UNION ALL
     SELECT gid, owner::text, 'prepared', '', extract(epoch FROM now() - prepared)::bigint
     FROM pg_catalog.pg_prepared_xacts WHERE now() - prepared >= make_interval(secs => $1)
     ORDER BY seconds DESC, id`,
    [minimumSeconds],
  );
  return rows.map((row) => ({
    id: textOf(row, 'id'),
    user: textOf(row, 'user'),
    state: textOf(row, 'state'),
    openForSeconds: numberOf(row, 'seconds'),
    application: textOf(row, 'application'),
  }));
}
