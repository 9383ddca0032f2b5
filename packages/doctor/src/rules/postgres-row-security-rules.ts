import type { PostgresFacts } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { rowSecurityStatements } from '../prepare/postgres-user-steps.js';
import { counted } from '../text/counted.js';
import { listed } from '../text/listed.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';

/** Tables of which row-level security shows the user of AWS DMS no row, or not every one. */
export function postgresRowSecurityRules(facts: PostgresFacts): readonly Finding[] {
  const hidden = (valueOf(facts.tables) ?? []).filter(({ traits }) => traits?.hidesRows !== undefined);
  if (hidden.length === 0) return [];
  const names = listed(hidden.map(({ schema, name }) => `${schema}.${name}`));
  const statements = rowSecurityStatements(facts);
  const restricted = facts.hosting === 'rds' && hidden.some(({ traits }) => traits?.hidesRows === 'restricted');
  return [
    sourceFinding('pg-row-security', 'error', names, {
      what: `Row-level security of ${counted(hidden.length, 'table')} holds rows back from ${facts.user}: ${names}.`,
      whyItMatters: 'A load reads what the policies show, without an error: the other rows are missing in the target.',
      remedy: statementsThen(
        statements,
        restricted ? `Except ${facts.user} from the restrictive policies (ALTER POLICY … TO …).` : '',
      ),
      step: statements.length === 0 ? undefined : 'row-security',
    }),
  ];
}
