import {
  type AccountRights,
  known,
  needless,
  type MysqlFacts,
  type Read,
  type SourceTable,
  unread,
  valueOf,
} from '@drayage/doctor';
import { readPart } from '../read-part.js';
import type { ReadOptions } from '../read-source-facts.js';
import type { SourceSession } from '../session/source-session.js';
import { SourceError } from '../source-error.js';
import { readAccounts, readGrants } from './account-queries.js';
import { mysqlTransactions } from './mysql-transactions.js';
import { parseGrants, type ParsedGrants } from './parse-grants.js';
import {
  readBinlogFilter,
  readIsReplica,
  readRdsRetention,
  readServer,
  readTimeZone,
  readVariables,
} from './server-queries.js';
import { readCascadingKeys, readMysqlTables } from './table-queries.js';

/** Everything that AWS DMS depends on at a MySQL or MariaDB source. Reads only. @throws SourceError where not even the server can be read */
export async function readMysqlFacts(session: SourceSession, options: ReadOptions): Promise<MysqlFacts> {
  const user = options.dmsUser ?? session.user;
  const { version, hosting } = await readServer(session);
  const server = { engine: /mariadb/iu.test(version) ? 'mariadb' : 'mysql', version, hosting } as const;
  const variables = await readPart(() => readVariables(session));
  const accounts = await readPart(() => readAccounts(session, user));
  const hasLiteralNames = valueOf(variables)?.partial_revokes === 'on';
  const grants = await readParts(accounts, async (account) => ({
    account,
    parsed: parseGrants(await readGrants(session, user, account, server), { hasLiteralNames }),
  }));
  const tables = await readPart(async () =>
    (await readMysqlTables(session, mayReadOf(grants))).filter(options.isWanted),
  );
  const ofAdministrator = <T>(read: () => Promise<T>): Promise<Read<T>> =>
    readAsAdministrator(read, user === session.user);
  return {
    ...server,
    user,
    accounts,
    rights: rightsOf(grants, valueOf(tables) ?? []),
    variables,
    isReplica: await ofAdministrator(() => readIsReplica(session, version)),
    binlogFilter: await readPart(() => readBinlogFilter(session, server)),
    timeZone: await readPart(() => readTimeZone(session)),
    rdsBinlogRetentionHours: hosting === 'rds' ? await readPart(() => readRdsRetention(session)) : known(undefined),
    tables,
    cascadingKeys: await readPart(async () =>
      (await readCascadingKeys(session)).filter(({ schema, table }) => options.isWanted({ schema, name: table })),
    ),
    openTransactions: await ofAdministrator(() => mysqlTransactions(session, options.openTransactionSeconds)),
  };
}

interface AccountGrants {
  readonly account: string;
  readonly parsed: ParsedGrants;
}

/** What each of the accounts has. */
function readParts(
  accounts: Read<readonly string[]>,
  read: (account: string) => Promise<AccountGrants>,
): Promise<Read<readonly AccountGrants[]>> | Read<readonly AccountGrants[]> {
  if (!accounts.known) return accounts;
  return readPart(async () => {
    const all: AccountGrants[] = [];
    for (const account of accounts.value) all.push(await read(account));
    return all;
  });
}

/** Every account may: which of them AWS DMS comes in by is not known. */
function mayReadOf(grants: Read<readonly AccountGrants[]>): ParsedGrants['mayRead'] {
  if (!grants.known) return () => true;
  return (table) => grants.value.length > 0 && grants.value.every(({ parsed }) => parsed.mayRead(table));
}

function rightsOf(
  grants: Read<readonly AccountGrants[]>,
  tables: readonly SourceTable[],
): Read<readonly AccountRights[]> {
  if (!grants.known) return grants;
  return known(
    grants.value.map(({ account, parsed }) => ({
      account,
      global: parsed.global,
      closedSchemas: [...new Set(tables.filter((table) => !parsed.mayRead(table)).map(({ schema }) => schema))],
    })),
  );
}

/** A part that AWS DMS need not see: as its user it is no fault that it may not be read. */
async function readAsAdministrator<T>(read: () => Promise<T>, isDmsUser: boolean): Promise<Read<T>> {
  try {
    return known(await read());
  } catch (error) {
    if (!(error instanceof SourceError)) throw error;
    return isDmsUser && error.code === 'source-permission' ? needless(error.message) : unread(error.message);
  }
}
