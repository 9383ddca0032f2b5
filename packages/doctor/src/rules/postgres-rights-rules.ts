import { valueOf } from '../facts/read.js';
import type { PostgresFacts, PostgresRights } from '../facts/postgres-facts.js';
import type { Finding } from '../finding.js';
import { quoteName } from '../names/quote-name.js';
import { counted } from '../text/counted.js';
import { listed } from '../text/listed.js';
import { postgresLoginRules } from './postgres-login-rules.js';
import { postgresRowSecurityRules } from './postgres-row-security-rules.js';
import { postgresTimeoutRules } from './postgres-timeout-rules.js';
import { sourceFinding } from './source-finding.js';

/** What the user of AWS DMS may not do at a PostgreSQL source. */
export function postgresRightsRules(facts: PostgresFacts): readonly Finding[] {
  const rights = valueOf(facts.rights);
  if (rights === undefined) return [];
  const { user } = facts;
  if (!rights.exists) {
    return [
      sourceFinding('pg-no-user', 'error', user, {
        what: `There is no user ${user}.`,
        whyItMatters: 'AWS DMS cannot log in.',
        remedy: `CREATE ROLE ${quoteName('postgresql', user)} LOGIN PASSWORD '…', or dray source prepare.`,
        step: 'create-user',
      }),
    ];
  }
  return [
    ...postgresLoginRules(facts, rights),
    ...replicationRight(facts, rights),
    ...postgresTimeoutRules(facts),
    ...closedTables(facts, rights.closedSchemas),
    ...postgresRowSecurityRules(facts),
  ];
}

function replicationRight({ hosting, user }: PostgresFacts, rights: PostgresRights): readonly Finding[] {
  const has = (role: string): boolean => rights.superuser || rights.memberOf.includes(role);
  const role = quoteName('postgresql', user);
  const whyItMatters = 'AWS DMS may not make a slot or read from it: after the load no change follows.';
  if (hosting === 'self-managed') {
    if (rights.superuser || rights.replication) return [];
    return [
      sourceFinding('pg-replication-right', 'error', user, {
        what: `${user} may not replicate.`,
        whyItMatters,
        remedy: `ALTER ROLE ${role} REPLICATION`,
        step: 'replication-right',
      }),
    ];
  }
  const lacking = ['rds_replication', 'rds_superuser'].filter((name) => !has(name));
  if (lacking.length === 0) return [];
  return [
    sourceFinding('pg-replication-right', lacking.includes('rds_replication') ? 'error' : 'warning', user, {
      what: `${user} is not in ${lacking.join(' and ')}.`,
      whyItMatters,
      remedy: `GRANT ${lacking.join(', ')} TO ${role}`,
      step: 'replication-right',
    }),
  ];
}

function closedTables(facts: PostgresFacts, closedSchemas: readonly string[]): readonly Finding[] {
  const { user, tables } = facts;
  const role = quoteName('postgresql', user);
  const findings: Finding[] = [];
  if (closedSchemas.length > 0) {
    findings.push(
      sourceFinding('pg-schema-usage', 'error', listed(closedSchemas), {
        what: `${user} may not enter ${counted(closedSchemas.length, 'schema')}.`,
        whyItMatters: 'AWS DMS does not see their tables: they are not replicated.',
        remedy: closedSchemas
          .map((schema) => `GRANT USAGE ON SCHEMA ${quoteName('postgresql', schema)} TO ${role};`)
          .join(' '),
        step: 'schema-usage',
      }),
    );
  }
  const closed = (valueOf(tables) ?? []).filter(({ readable }) => !readable);
  if (closed.length > 0) {
    const schemas = [...new Set(closed.map(({ schema }) => schema))];
    findings.push(
      sourceFinding('pg-table-select', 'error', listed(closed.map(({ schema, name }) => `${schema}.${name}`)), {
        what: `${user} may not read ${counted(closed.length, 'table')}.`,
        whyItMatters: 'Their load fails: AWS DMS puts them into the state Table error, and the others go on.',
        remedy: schemas
          .map((schema) => `GRANT SELECT ON ALL TABLES IN SCHEMA ${quoteName('postgresql', schema)} TO ${role};`)
          .join(' '),
        step: 'table-select',
      }),
    );
  }
  return findings;
}
