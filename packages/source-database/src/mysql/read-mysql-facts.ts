import { known, type MysqlFacts, type Read, valueOf } from '@drayage/doctor';
import { readPart } from '../read-part.js';
import type { ReadOptions } from '../read-source-facts.js';
import type { SourceSession } from '../session/source-session.js';
import { mysqlTransactions } from './mysql-transactions.js';
import { parseGrants, type ParsedGrants } from './parse-grants.js';
import { readAccounts, readGrants, readIsReplica, readRdsRetention, readServer, readVariables } from './server-queries.js';
import { readCascadingKeys, readMysqlTables } from './table-queries.js';

/** Everything that AWS DMS depends on at a MySQL or MariaDB source. Reads only. @throws SourceError where not even the server can be read */
export async function readMysqlFacts(session: SourceSession, options: ReadOptions): Promise<MysqlFacts> {
  const user = options.dmsUser ?? session.user;
  const server = await readServer(session);
  const accounts = await readPart(() => readAccounts(session, user));
  const grants = accounts.known ? await readPart(async () => parseGrants(await readGrants(session, user, accounts.value))) : accounts;
  const mayRead = valueOf(grants)?.mayRead ?? (() => true);
  return {
    engine: /mariadb/iu.test(server.version) ? 'mariadb' : 'mysql',
    ...server,
    user,
    accounts,
    variables: await readPart(() => readVariables(session)),
    isReplica: await readPart(() => readIsReplica(session, server.version)),
    globalRights: globalRights(grants),
    rdsBinlogRetentionHours: server.hosting === 'rds' ? await readPart(() => readRdsRetention(session)) : known(undefined),
    tables: await readPart(async () => (await readMysqlTables(session, mayRead)).filter(options.isWanted)),
    cascadingKeys: await readPart(async () =>
      (await readCascadingKeys(session)).filter(({ schema, table }) => options.isWanted({ schema, name: table })),
    ),
    openTransactions: await readPart(() => mysqlTransactions(session, options.openTransactionSeconds)),
  };
}

function globalRights(grants: Read<ParsedGrants> | Extract<Read<unknown>, { known: false }>): Read<readonly string[]> {
  return grants.known ? known(grants.value.global) : grants;
}
