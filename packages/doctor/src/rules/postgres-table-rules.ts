import type { EndpointFacts } from '../facts/aws-facts.js';
import type { PostgresFacts } from '../facts/postgres-facts.js';
import { valueOf } from '../facts/read.js';
import type { SourceTable } from '../facts/table-facts.js';
import type { Finding } from '../finding.js';
import { quoteTable } from '../names/quote-name.js';
import { loggedStatements } from '../prepare/postgres-table-steps.js';
import { counted } from '../text/counted.js';
import { listed } from '../text/listed.js';
import { statementsThen } from '../text/statements-then.js';
import { identityRules } from './postgres-identity-rules.js';
import { takenPlugin } from './postgres-plugin-rules.js';
import { sourceFinding } from './source-finding.js';

/** What keeps changes or rows of PostgreSQL tables from arriving, or sends them under another name. */
export function postgresTableRules(source: PostgresFacts, endpoint: EndpointFacts | undefined): readonly Finding[] {
  const tables = valueOf(source.tables) ?? [];
  const taken = takenPlugin(source, endpoint);
  return [
    ...tables.flatMap((table) => [
      ...(table.kind === 'unlogged' ? [unlogged(table)] : []),
      ...identityRules(table, taken),
      ...(table.kind === 'partitioned' ? [partitioned(table)] : []),
      ...inherited(table),
    ]),
    ...unchangedLobs(tables),
  ];
}

const nameOf = ({ schema, name }: SourceTable): string => `${schema}.${name}`;

function unlogged(table: SourceTable): Finding {
  return sourceFinding('pg-unlogged', 'error', nameOf(table), {
    what: `${nameOf(table)} is UNLOGGED.`,
    whyItMatters: 'Its changes are not in the WAL: after the load nothing follows.',
    remedy: statementsThen(loggedStatements([table])),
    step: 'set-logged',
  });
}

function partitioned(table: SourceTable): Finding {
  const name = nameOf(table);
  return sourceFinding('pg-partitioned', 'warning', name, {
    what: `${name} is partitioned: PostgreSQL logs its changes under the names of the partitions.`,
    whyItMatters:
      'Which names changes arrive under depends on the version of AWS DMS; and that partitions are attached, detached, dropped or truncated is not told: their rows stay in the target, or are missing.',
    remedy: `Replicate the partitions, and leave ${name} out (tables.exclude), or see by dray peek that changes arrive under its name. After such an operation: dray reload.`,
  });
}

/** Children are tables of their own in the WAL, and rows of their parent in a query. */
function inherited(table: SourceTable): readonly Finding[] {
  const children = table.traits?.children ?? [];
  if (children.length === 0) return [];
  const name = nameOf(table);
  return [
    sourceFinding('pg-inherited', 'error', name, {
      what: `${counted(children.length, 'table')} inherit${children.length === 1 ? 's' : ''} from ${name}: ${listed(children)}.`,
      whyItMatters:
        'A load of it reads the rows of these tables as well, and their changes are logged under their own names: the copies in the target stay as they were.',
      remedy: `See whether it has rows of its own: ${statementsThen([`SELECT count(*) FROM ONLY ${quoteTable('postgresql', table)}`])} Where it has none, leave ${name} out (tables.exclude) and replicate the tables that inherit. Or end it, for each of them: ${statementsThen([`ALTER TABLE … NO INHERIT ${quoteTable('postgresql', table)}`])}`,
    }),
  ];
}

/** Long values of a row that an update does not touch lie outside the row, and not in the WAL. */
function unchangedLobs(tables: readonly SourceTable[]): readonly Finding[] {
  const wide = tables.filter(
    ({ primaryKey, columns, replicaIdentity }) =>
      primaryKey.length > 0 && replicaIdentity !== 'full' && columns.some(({ lob }) => lob),
  );
  if (wide.length === 0) return [];
  return [
    sourceFinding('pg-unchanged-lobs', 'note', listed(wide.map(nameOf)), {
      what: `${counted(wide.length, 'table')} with columns whose long values PostgreSQL stores apart (TOAST).`,
      whyItMatters:
        'An update that does not touch such a value need not carry it; AWS DMS does not say what it sends instead. Compare after updates of wide rows.',
      remedy: 'Where it matters: ALTER TABLE … REPLICA IDENTITY FULL, with PluginName test-decoding.',
    }),
  ];
}
