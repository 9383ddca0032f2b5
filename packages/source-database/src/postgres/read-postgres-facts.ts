import { known, type PostgresFacts, valueOf } from '@drayage/doctor';
import { readPart } from '../read-part.js';
import type { ReadOptions } from '../read-source-facts.js';
import type { SourceSession } from '../session/source-session.js';
import { postgresTransactions } from './postgres-transactions.js';
import { readDdlAudit } from './ddl-audit-query.js';
import { readHbaLines, readHeartbeat, readRights } from './rights-queries.js';
import {
  readIsReplica,
  readPendingSettings,
  readPglogical,
  readServer,
  readSettings,
  readSlots,
} from './server-queries.js';
import { readSessionTimeouts } from './session-timeouts.js';
import { readPostgresTables } from './table-queries.js';

/** Everything that AWS DMS depends on at a PostgreSQL source. Reads only. @throws SourceError where not even the server can be read */
export async function readPostgresFacts(session: SourceSession, options: ReadOptions): Promise<PostgresFacts> {
  const user = options.dmsUser ?? session.user;
  const { heartbeatSchema } = options;
  const server = await readServer(session);
  const tables = await readPart(async () => (await readPostgresTables(session, user)).filter(options.isWanted));
  const schemas = [...new Set((valueOf(tables) ?? []).map(({ schema }) => schema))];
  return {
    engine: 'postgresql',
    ...server,
    user,
    isReplica: await readPart(() => readIsReplica(session)),
    settings: await readPart(() => readSettings(session)),
    pendingSettings: server.readerIsSuperuser ? await readPart(() => readPendingSettings(session)) : known({}),
    rights: await readPart(() => readRights(session, user, schemas)),
    sessionTimeouts: await readPart(() => readSessionTimeouts(session, user)),
    hbaLines:
      server.readerIsSuperuser && server.hosting === 'self-managed'
        ? await readPart(() => readHbaLines(session))
        : known(undefined),
    slots: await readPart(() => readSlots(session)),
    pglogical: await readPart(() => readPglogical(session)),
    ddlAudit: await readPart(() => readDdlAudit(session, options.ddlArtifactsSchema)),
    heartbeat:
      heartbeatSchema === undefined
        ? known(undefined)
        : await readPart(() => readHeartbeat(session, user, heartbeatSchema)),
    tables,
    openTransactions: await readPart(() => postgresTransactions(session, options.openTransactionSeconds)),
  };
}
