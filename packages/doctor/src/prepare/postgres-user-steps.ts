import type { PostgresFacts, PostgresRights } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { SourceTable } from '../facts/table-facts.js';
import { quoteName, quoteTable } from '../names/quote-name.js';
import { counted } from '../text/counted.js';
import { PASSWORD_PLACEHOLDER, type PreparationOptions, type PreparationStep } from './preparation-step.js';

/** The user of AWS DMS and what it may: each step nothing where all is there. */
export function userSteps(facts: PostgresFacts, options: PreparationOptions): readonly PreparationStep[] {
  const rights = valueOf(facts.rights);
  if (rights === undefined) return [];
  const { user } = facts;
  const step = (id: string, what: string, statements: readonly string[]): PreparationStep => ({
    id,
    what,
    statements,
    afterwards: '',
  });
  const closed = closedTables(facts);
  const role = quoteName('postgresql', user);
  const create = [`CREATE ROLE ${role} LOGIN PASSWORD ${PASSWORD_PLACEHOLDER}`];
  return [
    step('create-user', `Make the user ${user}`, options.createUser && !rights.exists ? create : []),
    step('login', `Let ${user} log in`, loginStatements(facts, rights)),
    step(
      'connection-limit',
      `Let ${user} open as many connections as it needs`,
      connectionLimitStatements(facts, rights),
    ),
    step('replication-right', `Let ${user} read changes`, replicationStatements(facts, rights)),
    step('session-timeout', `Let statements and transactions of ${user} take their time`, timeoutStatements(facts)),
    step(
      'schema-usage',
      `Let ${user} enter ${counted(rights.closedSchemas.length, 'schema')}`,
      usageStatements(facts, rights),
    ),
    step('table-select', `Let ${user} read ${counted(closed.length, 'table')}`, selectStatements(facts)),
    step('row-security', `Let ${user} read every row`, rowSecurityStatements(facts)),
    step('heartbeat-right', `Let ${user} write its heartbeat`, options.heartbeat ? heartbeatStatements(facts) : []),
    step('monitor-right', `Let ${user} see sessions and settings`, options.monitor ? monitorStatements(facts) : []),
  ];
}

/** What lets a user in that the server turns away. */
export function loginStatements({ user, database }: PostgresFacts, { login }: PostgresRights): readonly string[] {
  const role = quoteName('postgresql', user);
  return [
    ...(login.allowed ? [] : [`ALTER ROLE ${role} LOGIN`]),
    ...(login.expired ? [`ALTER ROLE ${role} VALID UNTIL 'infinity'`] : []),
    ...(login.mayConnect ? [] : [`GRANT CONNECT ON DATABASE ${quoteName('postgresql', database)} TO ${role}`]),
  ];
}

/** A load of eight tables at once, the reader of the slot, and what looks at the catalog. */
const ENOUGH_CONNECTIONS = 10;

/** A superuser has no limit. */
export function connectionLimitStatements(
  { user }: PostgresFacts,
  { superuser, login }: PostgresRights,
): readonly string[] {
  const tooFew = !superuser && login.connectionLimit >= 0 && login.connectionLimit < ENOUGH_CONNECTIONS;
  return tooFew ? [`ALTER ROLE ${quoteName('postgresql', user)} CONNECTION LIMIT -1`] : [];
}

/** The roles of RDS that the user is not in; a superuser needs none. */
export function lackingRoles({ superuser, memberOf }: PostgresRights): readonly string[] {
  return superuser ? [] : ['rds_replication', 'rds_superuser'].filter((name) => !memberOf.includes(name));
}

/** What lets the user make a slot and read from it. */
export function replicationStatements({ hosting, user }: PostgresFacts, rights: PostgresRights): readonly string[] {
  const role = quoteName('postgresql', user);
  if (hosting === 'self-managed') {
    return rights.superuser || rights.replication ? [] : [`ALTER ROLE ${role} REPLICATION`];
  }
  const lacking = lackingRoles(rights);
  return lacking.length === 0 ? [] : [`GRANT ${lacking.join(', ')} TO ${role}`];
}

/** In this database, which comes before every other place where a time-out may be set. */
export function timeoutStatement({ user, database }: PostgresFacts, name: string): string {
  return `ALTER ROLE ${quoteName('postgresql', user)} IN DATABASE ${quoteName('postgresql', database)} SET ${name} = 0`;
}

function timeoutStatements(facts: PostgresFacts): readonly string[] {
  const timeouts = Object.entries(valueOf(facts.sessionTimeouts) ?? {});
  return timeouts.filter(([, value]) => value > 0).map(([name]) => timeoutStatement(facts, name));
}

/** What lets the user into the schemas of tables that are replicated. */
export function usageStatements({ user }: PostgresFacts, { closedSchemas }: PostgresRights): readonly string[] {
  const role = quoteName('postgresql', user);
  return closedSchemas.map((schema) => `GRANT USAGE ON SCHEMA ${quoteName('postgresql', schema)} TO ${role}`);
}

/** Tables that the user may not read. */
export function closedTables({ tables }: PostgresFacts): readonly SourceTable[] {
  return (valueOf(tables) ?? []).filter(({ readable }) => !readable);
}

/** What lets the user read them: these alone, and not what else is in their schemas. */
export function selectStatements(facts: PostgresFacts): readonly string[] {
  const role = quoteName('postgresql', facts.user);
  return closedTables(facts).map((table) => `GRANT SELECT ON ${quoteTable('postgresql', table)} TO ${role}`);
}

/**
 * What lifts row-level security for the user alone. On RDS nobody may give `BYPASSRLS` away, so it takes a policy for each
 * table, which does not help against a restrictive one.
 */
export function rowSecurityStatements({ hosting, user, tables }: PostgresFacts): readonly string[] {
  const hidden = (valueOf(tables) ?? []).filter(({ traits }) => traits?.hidesRows !== undefined);
  const role = quoteName('postgresql', user);
  if (hosting === 'self-managed') return hidden.length === 0 ? [] : [`ALTER ROLE ${role} BYPASSRLS`];
  return hidden
    .filter(({ traits }) => traits?.hidesRows !== 'restricted')
    .map((table) => `CREATE POLICY ${role} ON ${quoteTable('postgresql', table)} FOR SELECT TO ${role} USING (true)`);
}

/** What lets the user make the table of its heartbeat. */
export function heartbeatStatements({ heartbeat, user }: PostgresFacts): readonly string[] {
  const place = valueOf(heartbeat);
  if (place === undefined || place.mayCreate) return [];
  const schema = quoteName('postgresql', place.schema);
  const make = place.exists ? [] : [`CREATE SCHEMA ${schema}`];
  return [...make, `GRANT USAGE, CREATE ON SCHEMA ${schema} TO ${quoteName('postgresql', user)}`];
}

/** Without it a doctor that reads as the user of AWS DMS sees neither open transactions nor libraries. */
function monitorStatements({ rights, user }: PostgresFacts): readonly string[] {
  const known = valueOf(rights);
  if (known === undefined || known.superuser || known.memberOf.includes('pg_monitor')) return [];
  return [`GRANT pg_monitor TO ${quoteName('postgresql', user)}`];
}
