import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { SourceEngine } from '../facts/server-facts.js';
import type { SourceTable } from '../facts/table-facts.js';
import type { Finding, TaskSettings } from '../finding.js';
import { quoteName, quoteTable } from '../names/quote-name.js';
import { isTrue, settingAt } from '../settings/read-setting.js';
import { MAX_LOB_KB } from '../settings/recommended-settings.js';
import { counted } from '../text/counted.js';
import { listed } from '../text/listed.js';
import { findingOf } from './area-finding.js';

const SUBJECT = 'TargetMetadata.LobMaxSize';

/** Values that are larger than LobMaxSize, one by one or all of a row: only the source knows whether there are any. */
export function lobValueRules(facts: SettingsFacts): readonly Finding[] {
  const settings = valueOf(valueOf(facts.replication)?.taskSettings);
  const tables = valueOf(facts.tables) ?? [];
  const most = settings === undefined ? 0 : lobLimit(settings);
  if (most === 0) return [];
  return [...cutValues(facts.sourceEngine, tables, most), ...largeRows(facts, tables, most)];
}

/** In KB; 0 where LOBs are not limited, or not carried. */
function lobLimit(settings: TaskSettings): number {
  const at = (name: string): unknown => settingAt(settings, ['TargetMetadata', name]);
  return isTrue(at('SupportLobs')) && isTrue(at('LimitedSizeLobMode')) ? Number(at('LobMaxSize') ?? 0) : 0;
}

/** At PostgreSQL the endpoint can be told to fail instead: rule `pg-lob-truncation`. */
function cutValues(engine: SourceEngine, tables: readonly SourceTable[], limit: number): readonly Finding[] {
  const wide = engine === 'postgresql' ? [] : tables.filter((table) => lobsOf(table).length > 0);
  if (wide.length === 0) return [];
  const selects = wide.map(
    (table) =>
      `SELECT ${lobsOf(table)
        .map((column) => `MAX(LENGTH(${quoteName(engine, column)}))`)
        .join(', ')} FROM ${quoteTable(engine, table)};`,
  );
  return [
    note('my-lob-truncation', {
      what: `Values beyond ${limit} KB (LobMaxSize) are cut in ${counted(wide.length, 'table')} with LOB columns: ${listed(wide.map(nameOf))}.`,
      whyItMatters:
        'A cut text looks like a whole one, and a cut JSON document cannot be read: at MySQL no setting makes AWS DMS fail instead, and only a warning in its log tells it.',
      remedy: `See that no value is longer than ${limit * 1_024} bytes: ${few(selects)} Where one is, raise the record size of the stream and LobMaxSize, or leave the table out.`,
    }),
  ];
}

function largeRows(
  { sourceEngine: engine, stream }: SettingsFacts,
  tables: readonly SourceTable[],
  limit: number,
): readonly Finding[] {
  const recordKiB = valueOf(stream)?.maxRecordKiB ?? 1_024;
  const fits = Math.floor((recordKiB * MAX_LOB_KB) / 1_024);
  const large = tables.filter((table) => lobsOf(table).length > 1 && lobsOf(table).length * limit > fits);
  if (large.length === 0) return [];
  const selects = large.map(
    (table) =>
      `SELECT MAX(${lobsOf(table)
        .map((column) => lengthOf(engine, column))
        .join(' + ')}) FROM ${quoteTable(engine, table)};`,
  );
  return [
    note('task-lob-row', {
      what: `Rows with several LOB columns can be larger than a record of the stream (${recordKiB} KiB), though each value fits: ${listed(large.map(nameOf))}.`,
      whyItMatters: 'AWS DMS cannot write such a row: by ErrorBehavior the table is suspended or the row left out.',
      remedy: `See that the values of one row are not longer than ${fits * 1_024} bytes together: ${few(selects)} Where they are, raise the record size of the stream.`,
    }),
  ];
}

function lobsOf({ columns }: SourceTable): readonly string[] {
  return columns.filter(({ lob }) => lob).map(({ name }) => name);
}

function lengthOf(engine: SourceEngine, column: string): string {
  const name = quoteName(engine, column);
  return `COALESCE(${engine === 'postgresql' ? `octet_length(${name}::text)` : `LENGTH(${name})`}, 0)`;
}

function few(statements: readonly string[], most = 3): string {
  const rest = statements.length - most;
  return [...statements.slice(0, most), ...(rest > 0 ? [`(and so on for ${counted(rest, 'more table')}).`] : [])].join(
    ' ',
  );
}

function nameOf({ schema, name }: SourceTable): string {
  return `${schema}.${name}`;
}

function note(id: string, texts: Pick<Finding, 'what' | 'whyItMatters' | 'remedy'>): Finding {
  return findingOf('task')(id, 'note', SUBJECT, texts);
}
