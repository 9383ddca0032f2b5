import type { AccountRights, MysqlFacts } from '../facts/mysql-facts.js';
import { valueOf } from '../facts/read.js';
import { quoteAccount, quoteName } from '../names/quote-name.js';
import { PASSWORD_PLACEHOLDER } from './preparation-step.js';

/** MariaDB tells the first of them by another name. */
const REPLICATION_RIGHTS = [
  { name: 'REPLICATION CLIENT', shownAs: ['REPLICATION CLIENT', 'BINLOG MONITOR'] },
  { name: 'REPLICATION SLAVE', shownAs: ['REPLICATION SLAVE', 'REPLICATION REPLICA'] },
];

/** Privileges on `*.*` that an account of AWS DMS lacks. */
export function lackingReplicationRights({ global }: AccountRights): readonly string[] {
  if (global.includes('ALL PRIVILEGES')) return [];
  return REPLICATION_RIGHTS.filter(({ shownAs }) => !shownAs.some((name) => global.includes(name))).map(
    ({ name }) => name,
  );
}

/** Schemas with tables that some account of the user may not read. */
export function closedSchemas(facts: MysqlFacts): readonly string[] {
  return [...new Set(judged(facts).flatMap((account) => account.closedSchemas))];
}

export function createUserStatement({ user }: MysqlFacts, password: string = PASSWORD_PLACEHOLDER): string {
  return `CREATE USER ${quoteAccount(`${user}@%`)} IDENTIFIED BY ${password}`;
}

/** Lets every account that lacks it read binary logs. */
export function replicationGrants(facts: MysqlFacts): readonly string[] {
  return judged(facts).flatMap((rights) => {
    const lacking = lackingReplicationRights(rights);
    return lacking.length === 0 ? [] : [`GRANT ${lacking.join(', ')} ON *.* TO ${quoteAccount(rights.account)}`];
  });
}

/** Lets every account that may not do so read the tables of the schemas. */
export function selectGrants(facts: MysqlFacts): readonly string[] {
  return judged(facts).flatMap(({ account, closedSchemas: closed }) =>
    closed.map((schema) => `GRANT SELECT ON ${quotePattern(facts, schema)}.* TO ${quoteAccount(account)}`),
  );
}

/** The rights of the accounts; of the one that is about to be made where there is none. */
function judged({ rights, accounts, user, tables }: MysqlFacts): readonly AccountRights[] {
  if (valueOf(accounts)?.length !== 0) return valueOf(rights) ?? [];
  const schemas = [...new Set((valueOf(tables) ?? []).map(({ schema }) => schema))];
  return [{ account: `${user}@%`, global: [], closedSchemas: schemas }];
}

/** In a grant, `_` and `%` of a schema’s name stand for other characters unless they are escaped, or revokes are partial. */
function quotePattern({ engine, variables }: MysqlFacts, schema: string): string {
  const isLiteral = valueOf(variables)?.['partial_revokes'] === 'on';
  return quoteName(engine, isLiteral ? schema : schema.replace(/[\\_%]/g, '\\$&'));
}
