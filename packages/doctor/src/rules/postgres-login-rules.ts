import type { HbaLine, PostgresFacts, PostgresRights } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { connectionLimitStatements, loginStatements } from '../prepare/postgres-user-steps.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';

/** What turns the user of AWS DMS away before it asks for anything. */
export function postgresLoginRules(facts: PostgresFacts, rights: PostgresRights): readonly Finding[] {
  return [...login(facts, rights), ...connectionLimit(facts, rights), ...hba(facts, rights)];
}

function login(facts: PostgresFacts, rights: PostgresRights): readonly Finding[] {
  const { allowed, expired, mayConnect } = rights.login;
  const wrong = [
    ...(allowed ? [] : ['it has no LOGIN']),
    ...(expired ? ['its password has expired (VALID UNTIL)'] : []),
    ...(mayConnect ? [] : [`it has no CONNECT of the database ${facts.database}`]),
  ];
  if (wrong.length === 0) return [];
  return [
    sourceFinding('pg-login', 'error', facts.user, {
      what: `${facts.user} cannot log in: ${wrong.join('; ')}.`,
      whyItMatters: 'AWS DMS cannot connect: nothing is read.',
      remedy: statementsThen(loginStatements(facts, rights)),
      step: 'login',
    }),
  ];
}

function connectionLimit(facts: PostgresFacts, rights: PostgresRights): readonly Finding[] {
  const statements = connectionLimitStatements(facts, rights);
  if (statements.length === 0) return [];
  const { user } = facts;
  const { connectionLimit: limit } = rights.login;
  return [
    sourceFinding('pg-connection-limit', limit === 0 ? 'error' : 'warning', user, {
      what: `${user} may open ${limit} connections at once.`,
      whyItMatters:
        'A load takes one for each table that is loaded at once (eight, unless it is set otherwise), and the changes take more: beyond the limit tables fail.',
      remedy: statementsThen(statements),
      step: 'connection-limit',
    }),
  ];
}

/** By password, which is what AWS DMS has. */
const USABLE = ['trust', 'password', 'md5', 'scram-sha-256', 'ldap', 'radius', 'pam', 'bsd'];

function hba(facts: PostgresFacts, rights: PostgresRights): readonly Finding[] {
  const lines = valueOf(facts.hbaLines);
  if (lines === undefined) return [];
  const meant = lines.filter((line) => isMeant(line, facts, rights));
  const refusal = meant.findIndex(({ method, address, mask }) => method === 'reject' && isEverywhere(address, mask));
  const open = (refusal === -1 ? meant : meant.slice(0, refusal)).filter(({ method }) => USABLE.includes(method));
  if (open.some(({ address }) => !isLocal(address))) return [];
  const { user, database } = facts;
  const line = `host ${hbaName(database)} ${hbaName(user)} ADDRESS/32 scram-sha-256`;
  return [
    sourceFinding('pg-hba', open.length === 0 ? 'error' : 'warning', user, {
      what:
        open.length === 0
          ? `pg_hba.conf has no line that lets ${user} into ${database} with a password.`
          : `pg_hba.conf lets ${user} into ${database} from the server itself alone.`,
      whyItMatters: `AWS DMS cannot connect${open.length === 0 ? '' : ', unless it comes through a tunnel that ends on the server'}: "no pg_hba.conf entry for host".`,
      remedy: `Write into pg_hba.conf, before lines that reject: ${line} (the address of the replication, in place of ADDRESS). Then: ${statementsThen(['SELECT pg_reload_conf()'])}`,
    }),
  ];
}

/** Patterns (`/…`) are not tried: they may mean it. */
function isMeant(line: HbaLine, { database, user }: PostgresFacts, { memberOf }: PostgresRights): boolean {
  const isDatabase = (name: string): boolean =>
    ['all', database].includes(name) ||
    name.startsWith('/') ||
    (name === 'sameuser' && database === user) ||
    (['samerole', 'samegroup'].includes(name) && [user, ...memberOf].includes(database));
  const isUser = (name: string): boolean =>
    ['all', user].includes(name) ||
    name.startsWith('/') ||
    (name.startsWith('+') && [user, ...memberOf].includes(name.slice(1)));
  return line.databases.some(isDatabase) && line.users.some(isUser);
}

function isEverywhere(address: string, mask: string): boolean {
  return address === 'all' || mask === '0.0.0.0';
}

function isLocal(address: string): boolean {
  return address.startsWith('127.') || ['::1', 'localhost', 'samehost'].includes(address);
}

function hbaName(name: string): string {
  return /^[a-z_][a-z0-9_]*$/u.test(name) && name !== 'all' ? name : `"${name.replaceAll('"', '""')}"`;
}
