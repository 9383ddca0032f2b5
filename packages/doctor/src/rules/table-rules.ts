import type { EndpointFacts } from '../facts/aws-facts.js';
import { valueOf } from '../facts/read.js';
import type { SourceFacts } from '../facts/source-facts.js';
import type { SourceTable } from '../facts/table-facts.js';
import type { Finding } from '../finding.js';
import { quoteTable } from '../names/quote-name.js';
import { listed } from '../text/listed.js';
import { statementsThen } from '../text/statements-then.js';
import { postgresTableRules } from './postgres-table-rules.js';
import { sourceFinding } from './source-finding.js';

/** Tables whose changes or columns AWS DMS does not carry. */
export function tableRules(source: SourceFacts, endpoint: EndpointFacts | undefined): readonly Finding[] {
  const tables = valueOf(source.tables) ?? [];
  const each = tables.flatMap((table) => keylessRules(table, source.engine));
  return source.engine === 'postgresql' ? [...each, ...postgresTableRules(source, endpoint)] : each;
}

const nameOf = ({ schema, name }: SourceTable): string => `${schema}.${name}`;

function keylessRules(table: SourceTable, engine: SourceFacts['engine']): readonly Finding[] {
  if (table.primaryKey.length > 0) return [];
  const lobs = table.columns.filter(({ lob }) => lob);
  const addKey = `Give it a primary key: ${statementsThen([`ALTER TABLE ${quoteTable(engine, table)} ADD PRIMARY KEY (…)`])}`;
  if (lobs.length > 0) {
    return [
      sourceFinding('keyless-lobs', 'error', nameOf(table), {
        what: `${nameOf(table)} has no primary key, and LOB columns: ${listed(lobs.map(({ name, type }) => `${name} (${type})`))}.`,
        whyItMatters: lobs.some(({ type }) => type.endsWith('[]'))
          ? 'AWS DMS leaves these columns out of every row, and suspends tables with arrays.'
          : 'AWS DMS leaves these columns out of every row, without a word.',
        remedy: addKey,
      }),
    ];
  }
  return [
    sourceFinding('keyless-table', 'warning', nameOf(table), {
      what: `${nameOf(table)} has no primary key.`,
      whyItMatters:
        'Its rows are at least once: what AWS DMS repeats after a restart cannot always be told from a second row.',
      remedy: addKey,
    }),
  ];
}
