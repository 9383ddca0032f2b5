import type { SourceTable } from '../facts/table-facts.js';
import type { Finding } from '../finding.js';
import { identityTrouble, type IdentityTrouble, isUnidentified } from '../prepare/identity-trouble.js';
import { identityStatement } from '../prepare/postgres-table-steps.js';
import { statementsThen } from '../text/statements-then.js';
import type { Plugin } from './postgres-plugin-rules.js';
import { sourceFinding } from './source-finding.js';

/** pglogical does not know a full identity. */
const WITH_TEST_DECODING = 'with PluginName test-decoding (dray source prepare --replica-identity-full)';

/** Tables whose updates and deletes come without what rows are told by. */
export function identityRules(table: SourceTable, taken: Plugin): readonly Finding[] {
  const trouble = identityTrouble(table);
  return [
    ...(isUnidentified(table) ? [keyless(table, taken)] : []),
    ...(trouble === undefined ? [] : [keyNotTold(table, trouble, taken)]),
    ...(table.replicaIdentity === 'full' && taken === 'pglogical' ? [fullForPglogical(table)] : []),
  ];
}

function keyless(table: SourceTable, taken: Plugin): Finding {
  const name = `${table.schema}.${table.name}`;
  return sourceFinding('pg-keyless-changes', 'error', name, {
    what: `${name} has no primary key and no replica identity${table.replicaIdentity === 'index' ? ' (its index is gone)' : ''}.`,
    whyItMatters:
      'PostgreSQL does not tell its updates and deletes: only inserts arrive, and rows that changed or are gone stay as they were.',
    remedy: `Give it a primary key. Or, ${WITH_TEST_DECODING}: ${statementsThen([identityStatement(table, 'full')])}`,
    step: stepOf('full', taken),
  });
}

function keyNotTold(table: SourceTable, { why, mendedBy }: IdentityTrouble, taken: Plugin): Finding {
  const name = `${table.schema}.${table.name}`;
  const statement = statementsThen([identityStatement(table, mendedBy)]);
  const whyItMatters = 'PostgreSQL does not tell the key of updates and deletes: they do not arrive.';
  const remedy =
    mendedBy === 'default'
      ? statement
      : `Make the primary key anew without DEFERRABLE. Or, ${WITH_TEST_DECODING}: ${statement}`;
  const step = stepOf(mendedBy, taken);
  if (why === 'nothing') {
    return sourceFinding('pg-no-identity', 'error', name, {
      what: `${name} has REPLICA IDENTITY NOTHING.`,
      whyItMatters,
      remedy,
      step,
    });
  }
  return sourceFinding('pg-identity-lost', 'error', name, {
    what: `${name} ${lost(table, why)}.`,
    whyItMatters,
    remedy,
    step,
  });
}

function lost({ primaryKey, traits }: SourceTable, why: Exclude<IdentityTrouble['why'], 'nothing'>): string {
  switch (why) {
    case 'deferrable-key':
      return 'has a DEFERRABLE primary key, which PostgreSQL does not take for the identity of a row';
    case 'index-gone':
      return 'has REPLICA IDENTITY USING INDEX, and that index is gone';
    case 'index-without-key': {
      const told = traits?.identityColumns ?? [];
      const lacking = primaryKey.filter((column) => !told.includes(column));
      return `has REPLICA IDENTITY USING INDEX on ${told.join(', ')}, which lacks ${lacking.join(', ')} of the primary key`;
    }
  }
}

function fullForPglogical({ schema, name }: SourceTable): Finding {
  return sourceFinding('pg-identity-plugin', 'error', `${schema}.${name}`, {
    what: `${schema}.${name} has REPLICA IDENTITY FULL, and AWS DMS reads by pglogical.`,
    whyItMatters: 'pglogical does not know it: updates and deletes do not arrive.',
    remedy: 'Set PluginName of the source endpoint to test-decoding.',
  });
}

/** Whole rows would be one error for another where pglogical reads. */
function stepOf(mendedBy: IdentityTrouble['mendedBy'], taken: Plugin): string | undefined {
  if (mendedBy === 'default') return 'replica-identity';
  return taken === 'pglogical' ? undefined : 'replica-identity-full';
}
