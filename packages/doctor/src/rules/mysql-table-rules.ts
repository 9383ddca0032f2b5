import type { MysqlFacts } from '../facts/mysql-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { quoteTable } from '../names/quote-name.js';
import { statementsThen } from '../text/statements-then.js';
import { sourceFinding } from './source-finding.js';
import { shellWord } from '../text/shell-word.js';

/** Tables whose changes are not, or not wholly, in the binary log. */
export function mysqlTableRules(facts: MysqlFacts): readonly Finding[] {
  return [...systemVersioned(facts), ...cascades(facts)];
}

function systemVersioned({ tables }: MysqlFacts): readonly Finding[] {
  return (valueOf(tables) ?? [])
    .filter(({ kind }) => kind === 'system-versioned')
    .map((table) => {
      const name = `${table.schema}.${table.name}`;
      return sourceFinding('my-system-versioned', 'error', name, {
        what: `${name} is system-versioned.`,
        whyItMatters: 'AWS DMS does not replicate such tables.',
        remedy: `Leave it out (tables.exclude). Or, where its history is not needed: ${statementsThen([`ALTER TABLE ${quoteTable('mariadb', table)} DROP SYSTEM VERSIONING`])}`,
      });
    });
}

function cascades({ cascadingKeys, variables }: MysqlFacts): readonly Finding[] {
  // MySQL from 9.6 on: the server carries out foreign keys itself, and logs what they change.
  if (valueOf(variables)?.['innodb_native_foreign_keys'] === 'off') return [];
  return (valueOf(cascadingKeys) ?? []).map(({ schema, table, name, onDelete, onUpdate }) =>
    sourceFinding('my-cascade', 'error', `${schema}.${table}`, {
      what: `The foreign key ${name} of ${schema}.${table} changes rows by itself (ON DELETE ${onDelete}, ON UPDATE ${onUpdate}).`,
      whyItMatters:
        'What the storage engine changes is not in the binary log: rows that are gone at the source stay in the target.',
      remedy: `Make it RESTRICT and let the application delete the rows, or load ${schema}.${table} again from time to time (dray reload ${shellWord(`${schema}.${table}`)}).`,
    }),
  );
}
