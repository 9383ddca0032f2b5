import type { MysqlFacts } from '../facts/mysql-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding, Severity } from '../finding.js';
import {
  closedSchemas,
  createUserStatement,
  lackingReplicationRights,
  replicationGrants,
  selectGrants,
} from '../prepare/mysql-rights.js';
import { counted } from '../text/counted.js';
import { listed } from '../text/listed.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';

/** What the user of AWS DMS may not do. */
export function mysqlRightsRules(facts: MysqlFacts): readonly Finding[] {
  if (valueOf(facts.accounts)?.length !== 0) return [...replicationRight(facts), ...tableSelect(facts)];
  return [
    sourceFinding('my-no-user', 'error', facts.user, {
      what: `There is no account ${facts.user}.`,
      whyItMatters: 'AWS DMS cannot log in.',
      remedy: statementsThen(
        [createUserStatement(facts, "'…'")],
        'Or: dray source prepare, which gives it its rights as well.',
      ),
      step: 'create-user',
    }),
  ];
}

function replicationRight(facts: MysqlFacts): readonly Finding[] {
  const lacking = (valueOf(facts.rights) ?? []).filter((rights) => lackingReplicationRights(rights).length > 0);
  if (lacking.length === 0) return [];
  const rights = [...new Set(lacking.flatMap(lackingReplicationRights))];
  return [
    sourceFinding('my-replication-right', severity(facts, lacking.length), facts.user, {
      what: `${listed(lacking.map(({ account }) => account))} lacks ${rights.join(' and ')}.`,
      whyItMatters: `AWS DMS may not read the binary log${where(facts, lacking.length)}: after the load no change follows.`,
      remedy: statementsThen(replicationGrants(facts)),
      step: 'replication-right',
    }),
  ];
}

function tableSelect(facts: MysqlFacts): readonly Finding[] {
  const closed = closedSchemas(facts);
  if (closed.length === 0) return [];
  const accounts = (valueOf(facts.rights) ?? [])
    .filter((rights) => rights.closedSchemas.length > 0)
    .map(({ account }) => account);
  return [
    sourceFinding('my-table-select', severity(facts, accounts.length), listed(closed), {
      what: `${listed(accounts)} may not read tables of ${counted(closed.length, 'schema')}: ${listed(closed)}.`,
      whyItMatters: `AWS DMS does not see these tables${where(facts, accounts.length)}: they are not replicated.`,
      remedy: statementsThen(selectGrants(facts)),
      step: 'table-select',
    }),
  ];
}

/** Which of several accounts AWS DMS logs in as depends on where it comes from. */
function severity({ rights }: MysqlFacts, concerned: number): Severity {
  return concerned < (valueOf(rights) ?? []).length ? 'warning' : 'error';
}

function where({ rights }: MysqlFacts, concerned: number): string {
  return concerned < (valueOf(rights) ?? []).length ? ' when it comes from there' : '';
}
