import { isMysqlFrom, type MysqlFacts, quoteAccount, quoteName } from '@drayage/doctor';
import { textOf } from '../session/row-values.js';
import type { SourceRow, SourceSession } from '../session/source-session.js';

type Server = Pick<MysqlFacts, 'engine' | 'version'>;

/**
 * Accounts with that name that another machine can log in as, as `name@host`; all of them where there are only local
 * ones. The account that reads is known without the right to look for others.
 */
export async function readAccounts(session: SourceSession, user: string): Promise<readonly string[]> {
  if (user === session.user) {
    const [row] = await session.query('SELECT CURRENT_USER() AS account');
    return [textOf(row, 'account')];
  }
  const rows = await session.query('SELECT Host AS host FROM mysql.user WHERE User = ? ORDER BY Host', [user]);
  const hosts = rows.map((row) => textOf(row, 'host'));
  const remote = hosts.filter((host) => host !== 'localhost' && host !== '::1' && !host.startsWith('127.'));
  return (remote.length > 0 ? remote : hosts).map((host) => `${user}@${host}`);
}

/** The lines of `SHOW GRANTS` of one account, with those of the roles that it has from its login on. */
export async function readGrants(
  session: SourceSession,
  user: string,
  account: string,
  server: Server,
): Promise<readonly string[]> {
  if (user === session.user) return (await session.query('SHOW GRANTS')).map(onlyColumn);
  const own = (await session.query(`SHOW GRANTS FOR ${quoteAccount(account)}`)).map(onlyColumn);
  const roles =
    server.engine === 'mariadb' ? await mariadbRole(session, account) : await mysqlRoles(session, account, own, server);
  if (roles.length === 0) return own;
  const statement =
    server.engine === 'mariadb'
      ? `SHOW GRANTS FOR ${roles.join('')}`
      : `SHOW GRANTS FOR ${quoteAccount(account)} USING ${roles.join(', ')}`;
  return [...own, ...(await session.query(statement)).map(onlyColumn)];
}

/** The one default role; what is granted to it shows with it. */
async function mariadbRole(session: SourceSession, account: string): Promise<readonly string[]> {
  const [row] = await session.query(
    'SELECT default_role FROM mysql.user WHERE User = ? AND Host = ?',
    partsOf(account),
  );
  const role = textOf(row, 'default_role');
  return role === '' ? [] : [quoteName('mariadb', role)];
}

async function mysqlRoles(
  session: SourceSession,
  account: string,
  own: readonly string[],
  server: Server,
): Promise<readonly string[]> {
  if (!isMysqlFrom(server, 8)) return [];
  const [setting] = await session.query('SELECT @@GLOBAL.activate_all_roles_on_login AS everything');
  if (textOf(setting, 'everything') === '1') return own.flatMap(grantedRoles);
  const rows = await session.query(
    'SELECT DEFAULT_ROLE_USER AS user, DEFAULT_ROLE_HOST AS host FROM mysql.default_roles WHERE USER = ? AND HOST = ?',
    partsOf(account),
  );
  return rows.map((row) => quoteAccount(`${textOf(row, 'user')}@${textOf(row, 'host')}`));
}

/** Of a line such as ``GRANT `a`@`%`,`b`@`%` TO `dms`@`%` ``. */
function grantedRoles(line: string): readonly string[] {
  const [, roles = ''] = /^GRANT ((?:`(?:[^`]|``)*`@`(?:[^`]|``)*`,?)+) TO /su.exec(line) ?? [];
  return roles.match(/`(?:[^`]|``)*`@`(?:[^`]|``)*`/gsu) ?? [];
}

function partsOf(account: string): readonly string[] {
  const at = account.lastIndexOf('@');
  return [account.slice(0, at), account.slice(at + 1)];
}

function onlyColumn(row: SourceRow): string {
  const [value] = Object.values(row);
  return typeof value === 'string' ? value : '';
}
