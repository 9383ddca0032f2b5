import type { EndpointFacts } from '../facts/aws-facts.js';
import { valueOf } from '../facts/read.js';
import type { PostgresFacts, SourceFacts, SourceTable } from '../facts/source-facts.js';
import type { Finding } from '../finding.js';
import { quoteTable } from '../names/quote-name.js';
import { isUnidentified } from '../prepare/plan-postgres-preparation.js';
import { listed } from './kinesis-endpoint-rules.js';
import { endpointSetting } from './source-endpoint-rules.js';
import { counted, sourceFinding } from './source-finding.js';

/** Tables whose changes or columns AWS DMS does not carry. */
export function tableRules(source: SourceFacts, endpoint: EndpointFacts | undefined): readonly Finding[] {
  const tables = valueOf(source.tables) ?? [];
  const each = tables.flatMap((table) => keylessRules(table, source.engine));
  return source.engine === 'postgresql' ? [...each, ...tables.flatMap((table) => postgresTable(table, plugin(source, endpoint))), ...unchangedLobs(tables)] : each;
}

const nameOf = ({ schema, name }: SourceTable): string => `${schema}.${name}`;

function keylessRules(table: SourceTable, engine: SourceFacts['engine']): readonly Finding[] {
  if (table.primaryKey.length > 0) return [];
  const lobs = table.columns.filter(({ lob }) => lob);
  const addKey = `Give it a primary key: ALTER TABLE ${quoteTable(engine, table)} ADD PRIMARY KEY (…).`;
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
      whyItMatters: 'Its rows are at least once: what AWS DMS repeats after a restart cannot always be told from a second row.',
      remedy: addKey,
    }),
  ];
}

type Plugin = 'pglogical' | 'test-decoding';

/** Which plugin AWS DMS takes: the one that is named, else pglogical where it is installed. */
function plugin(source: PostgresFacts, endpoint: EndpointFacts | undefined): Plugin {
  const named = endpoint === undefined ? undefined : endpointSetting(endpoint, 'PluginName');
  if (typeof named === 'string' && /^(pglogical|test[-_]decoding)$/iu.test(named)) return named.toLowerCase() === 'pglogical' ? 'pglogical' : 'test-decoding';
  return valueOf(source.pglogical) === 'installed' ? 'pglogical' : 'test-decoding';
}

function postgresTable(table: SourceTable, taken: Plugin): readonly Finding[] {
  const name = nameOf(table);
  const quoted = quoteTable('postgresql', table);
  if (table.kind === 'unlogged') {
    return [
      sourceFinding('pg-unlogged', 'error', name, {
        what: `${name} is UNLOGGED.`,
        whyItMatters: 'Its changes are not in the WAL: after the load nothing follows.',
        remedy: `ALTER TABLE ${quoted} SET LOGGED`,
      }),
    ];
  }
  const findings: Finding[] = [];
  if (isUnidentified(table)) {
    findings.push(
      sourceFinding('pg-keyless-changes', 'error', name, {
        what: `${name} has no primary key and no replica identity.`,
        whyItMatters: 'PostgreSQL does not tell its updates and deletes: only inserts arrive, and rows that changed or are gone stay as they were.',
        remedy: `Give it a primary key, or ALTER TABLE ${quoted} REPLICA IDENTITY FULL with PluginName test-decoding (dray source prepare --replica-identity-full).`,
      }),
    );
  } else if (table.primaryKey.length > 0 && table.replicaIdentity === 'nothing') {
    findings.push(
      sourceFinding('pg-no-identity', 'error', name, {
        what: `${name} has REPLICA IDENTITY NOTHING.`,
        whyItMatters: 'PostgreSQL does not tell the key of updates and deletes: they do not arrive.',
        remedy: `ALTER TABLE ${quoted} REPLICA IDENTITY DEFAULT`,
      }),
    );
  }
  if (table.replicaIdentity === 'full' && taken === 'pglogical') {
    findings.push(
      sourceFinding('pg-identity-plugin', 'error', name, {
        what: `${name} has REPLICA IDENTITY FULL, and AWS DMS reads by pglogical.`,
        whyItMatters: 'pglogical does not know it: updates and deletes do not arrive.',
        remedy: 'Set PluginName of the source endpoint to test-decoding.',
      }),
    );
  }
  if (table.kind === 'partitioned') {
    findings.push(
      sourceFinding('pg-partitioned', 'note', name, {
        what: `${name} is partitioned.`,
        whyItMatters: 'AWS DMS does not tell that partitions are attached, detached, dropped or truncated: their rows stay in the target, or are missing.',
        remedy: `After such a change load the table again: dray reload ${name}.`,
      }),
    );
  }
  return findings;
}

/** Long values of a row that an update does not touch lie outside the row, and not in the WAL. */
function unchangedLobs(tables: readonly SourceTable[]): readonly Finding[] {
  const wide = tables.filter(({ primaryKey, columns, replicaIdentity }) => primaryKey.length > 0 && replicaIdentity !== 'full' && columns.some(({ lob }) => lob));
  if (wide.length === 0) return [];
  return [
    sourceFinding('pg-unchanged-lobs', 'note', listed(wide.map(nameOf)), {
      what: `${counted(wide.length, 'table')} with columns whose long values PostgreSQL stores apart (TOAST).`,
      whyItMatters: 'An update that does not touch such a value need not carry it; AWS DMS does not say what it sends instead. Compare after updates of wide rows.',
      remedy: 'Where it matters: ALTER TABLE … REPLICA IDENTITY FULL, with PluginName test-decoding.',
    }),
  ];
}
