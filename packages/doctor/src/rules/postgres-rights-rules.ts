import type { PostgresFacts, PostgresRights } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { quoteName } from '../names/quote-name.js';
import {
  closedTables,
  lackingRoles,
  replicationStatements,
  selectStatements,
  usageStatements,
} from '../prepare/postgres-user-steps.js';
import { counted } from '../text/counted.js';
import { firstStatements } from '../text/first-statements.js';
import { listed } from '../text/listed.js';
import { statementsThen } from '../text/statements-then.js';
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
        remedy: statementsThen(
          [`CREATE ROLE ${quoteName('postgresql', user)} LOGIN PASSWORD '…'`],
          'Or: dray source prepare, which gives it its rights as well.',
        ),
        step: 'create-user',
      }),
    ];
  }
  return [
    ...postgresLoginRules(facts, rights),
    ...replicationRight(facts, rights),
    ...postgresTimeoutRules(facts),
    ...closedSchemas(facts, rights),
    ...unreadTables(facts),
    ...postgresRowSecurityRules(facts),
  ];
}

function replicationRight(facts: PostgresFacts, rights: PostgresRights): readonly Finding[] {
  const statements = replicationStatements(facts, rights);
  if (statements.length === 0) return [];
  const { hosting, user } = facts;
  const lacking = lackingRoles(rights);
  const isBroken = hosting === 'self-managed' || lacking.includes('rds_replication');
  return [
    sourceFinding('pg-replication-right', isBroken ? 'error' : 'warning', user, {
      what: hosting === 'self-managed' ? `${user} may not replicate.` : `${user} is not in ${lacking.join(' and ')}.`,
      whyItMatters: 'AWS DMS may not make a slot or read from it: after the load no change follows.',
      remedy: statementsThen(statements),
      step: 'replication-right',
    }),
  ];
}

function closedSchemas(facts: PostgresFacts, rights: PostgresRights): readonly Finding[] {
  const statements = usageStatements(facts, rights);
  if (statements.length === 0) return [];
  return [
    sourceFinding('pg-schema-usage', 'error', listed(rights.closedSchemas), {
      what: `${facts.user} may not enter ${counted(rights.closedSchemas.length, 'schema')}.`,
      whyItMatters: 'AWS DMS does not see their tables: they are not replicated.',
      remedy: firstStatements(statements),
      step: 'schema-usage',
    }),
  ];
}

function unreadTables(facts: PostgresFacts): readonly Finding[] {
  const closed = closedTables(facts);
  if (closed.length === 0) return [];
  return [
    sourceFinding('pg-table-select', 'error', listed(closed.map(({ schema, name }) => `${schema}.${name}`)), {
      what: `${facts.user} may not read ${counted(closed.length, 'table')}.`,
      whyItMatters: 'Their load fails: AWS DMS puts them into the state Table error, and the others go on.',
      remedy: firstStatements(selectStatements(facts)),
      step: 'table-select',
    }),
  ];
}
