import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding, Severity } from '../finding.js';
import { hasWildcard, type MappingRule, parseTableMappings, selectTables } from '../mappings/parse-table-mappings.js';
import { isTrue, settingAt } from '../settings/read-setting.js';
import { listed } from './kinesis-endpoint-rules.js';
import { counted } from './source-finding.js';

const GENERATE = 'Make the mappings anew: dray mappings generate, then dray mappings json.';

/** Keys that spread rows of one primary key over several shards, or put all tables into one. */
const SCATTERING = new Set(['attribute-name', 'transaction-id', 'constant']);

/** What the table mappings leave out, or send astray. */
export function mappingRules(facts: SettingsFacts): readonly Finding[] {
  const replication = valueOf(facts.replication);
  const document = replication === undefined ? undefined : valueOf(replication.tableMappings);
  if (document === undefined) return [];
  const rules = parseTableMappings(document);
  if (rules === undefined) {
    return [finding('mappings-invalid', 'error', 'rules', { what: 'The table mappings hold no list of rules.', whyItMatters: 'The replication cannot start.' })];
  }
  return [
    ...formRules(rules),
    ...selectionRules(rules, facts),
    ...objectRules(rules, facts),
    ...beforeImageColumns(rules, valueOf(replication?.taskSettings)),
  ];
}

function formRules(rules: readonly MappingRule[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const part of ['id', 'name'] as const) {
    const twice = [...new Set(rules.map((rule) => rule[part]).filter((value, at, all) => value !== '' && all.indexOf(value) !== at))];
    if (twice.length === 0) continue;
    findings.push(finding('mappings-duplicate', 'error', `rule-${part}`, { what: `Several rules have the ${part} ${listed(twice)}.`, whyItMatters: 'AWS DMS refuses the mappings: the replication cannot be made.' }));
  }
  const wild = rules.filter(({ type, schema, table }) => type === 'object-mapping' && (hasWildcard(schema) || hasWildcard(table)));
  if (wild.length > 0) {
    findings.push(
      finding('mappings-object-wildcard', 'error', 'object-mapping', {
        what: `Object mappings have wildcards: ${listed(wild.map(({ schema, table }) => `${schema}.${table}`))}.`,
        whyItMatters: 'AWS DMS stops with "Exact schema and table required when using object mapping rule".',
      }),
    );
  }
  const filtered = rules.filter(({ type, hasFilters }) => type === 'selection' && hasFilters);
  if (filtered.length > 0) {
    findings.push(
      finding('mappings-filter', 'warning', listed(filtered.map(({ schema, table }) => `${schema}.${table}`)), {
        what: 'Selection rules filter rows.',
        whyItMatters: 'A row that an update takes out of the filter is not deleted in the target.',
        remedy: 'Filter where the target is read, or do not update the columns of the filter.',
      }),
    );
  }
  return findings;
}

function selectionRules(rules: readonly MappingRule[], { tables }: SettingsFacts): readonly Finding[] {
  const includes = rules.filter(({ type, action }) => type === 'selection' && action !== 'exclude');
  if (includes.length === 0) {
    return [finding('mappings-no-tables', 'error', 'selection', { what: 'No selection rule includes a table.', whyItMatters: 'Nothing is replicated.' })];
  }
  const known = valueOf(tables);
  if (known === undefined || selectTables(rules, known).length > 0) return [];
  return [
    finding('mappings-no-tables', 'error', 'selection', {
      what: 'The selection rules match no table of the source.',
      whyItMatters: 'AWS DMS stops with "No tables were found at task initialization", or runs and replicates nothing.',
      remedy: `Names are case-sensitive, and the schema must exist. ${GENERATE}`,
    }),
  ];
}

function objectRules(rules: readonly MappingRule[], { tables, stream }: SettingsFacts): readonly Finding[] {
  const objects = rules.filter(({ type }) => type === 'object-mapping');
  const findings: Finding[] = [];
  const scattering = objects.filter(({ partitionKeyType }) => partitionKeyType !== undefined && SCATTERING.has(partitionKeyType));
  if (scattering.length > 0) {
    findings.push(
      finding('mappings-scattered-rows', 'warning', 'partition-key-type', {
        what: `Rows are spread by something else than their key: ${listed(scattering.map(({ schema, table, partitionKeyType }) => `${schema}.${table} (${partitionKeyType ?? ''})`))}.`,
        whyItMatters: 'Changes of one row travel in several shards and overtake each other, or all tables share one shard.',
        remedy: 'Use primary-key, or schema-table for tables without a key.',
      }),
    );
  }
  const known = valueOf(tables);
  if (known === undefined) return findings;
  const keyless = objects.filter(({ partitionKeyType, schema, table }) => partitionKeyType === 'primary-key' && known.some((one) => one.schema === schema && one.name === table && one.primaryKey.length === 0));
  if (keyless.length > 0) {
    findings.push(
      finding('mappings-keyless-by-key', 'warning', 'partition-key-type', {
        what: `Tables without a primary key are to be spread by it: ${listed(keyless.map(({ schema, table }) => `${schema}.${table}`))}.`,
        whyItMatters: 'What AWS DMS takes instead is not documented: changes of one row may travel in several shards.',
        remedy: 'Use schema-table for them.',
      }),
    );
  }
  return [...findings, ...unmappedTables(objects, selectTables(rules, known), (valueOf(stream)?.openShards ?? 1) > 1)];
}

function unmappedTables(objects: readonly MappingRule[], selected: readonly { readonly schema: string; readonly name: string }[], severalShards: boolean): readonly Finding[] {
  const unmapped = selected
    .filter(({ schema, name }) => !objects.some((rule) => rule.schema === schema && rule.table === name && rule.partitionKeyType !== undefined))
    .map(({ schema, name }) => `${schema}.${name}`);
  if (unmapped.length === 0) return [];
  return [
    finding('mappings-no-partition-key', severalShards ? 'warning' : 'note', listed(unmapped), {
      what: `${counted(unmapped.length, 'table')} without a partition-key-type of its own.`,
      whyItMatters: 'AWS DMS then spreads the load by primary key and the changes by table: a change travels in another shard than the row it changes, and can be read before it.',
    }),
  ];
}

function beforeImageColumns(rules: readonly MappingRule[], settings: unknown): readonly Finding[] {
  if (!rules.some(({ action }) => action === 'add-before-image-columns') || !isTrue(settingAt(settings, ['BeforeImageSettings', 'EnableBeforeImage']))) return [];
  return [
    finding('mappings-before-image-twice', 'error', 'add-before-image-columns', {
      what: 'Rules add before-image columns, and BeforeImageSettings are on.',
      whyItMatters: 'AWS DMS takes one of both: the task does not start.',
      remedy: 'Remove the rules add-before-image-columns.',
    }),
  ];
}

function finding(id: string, severity: Severity, subject: string, texts: Pick<Finding, 'what' | 'whyItMatters'> & { readonly remedy?: string }): Finding {
  return { id, severity, area: 'mappings', subject, remedy: GENERATE, ...texts };
}
