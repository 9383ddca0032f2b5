import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { SourceTable } from '../facts/table-facts.js';
import type { Finding } from '../finding.js';
import { type MappingRule, selectTables } from '../mappings/parse-table-mappings.js';
import { counted } from '../text/counted.js';
import { listed } from '../text/listed.js';
import { mappingFinding as finding, tableName } from './mapping-finding.js';

/** Keys that spread rows of one primary key over several shards, or put all tables into one. */
const SCATTERING = new Set(['attribute-name', 'transaction-id', 'constant']);

/** What spreads the rows of each table over the shards. */
export function partitionKeyRules(
  rules: readonly MappingRule[],
  { tables, stream }: SettingsFacts,
): readonly Finding[] {
  const objects = rules.filter(({ type }) => type === 'object-mapping');
  const severalShards = (valueOf(stream)?.openShards ?? 1) > 1;
  const known = valueOf(tables);
  return [
    ...scattered(objects),
    ...(known === undefined ? [] : keyless(objects, known)),
    ...(known === undefined ? [] : unmapped(objects, selectTables(rules, known), severalShards)),
  ];
}

function scattered(objects: readonly MappingRule[]): readonly Finding[] {
  const scattering = objects.filter(
    ({ partitionKeyType }) => partitionKeyType !== undefined && SCATTERING.has(partitionKeyType),
  );
  if (scattering.length === 0) return [];
  const names = scattering.map(
    ({ schema, table, partitionKeyType }) => `${schema}.${table} (${partitionKeyType ?? ''})`,
  );
  return [
    finding('mappings-scattered-rows', 'warning', 'partition-key-type', {
      what: `Rows are spread by something else than their key: ${listed(names)}.`,
      whyItMatters:
        'Changes of one row travel in several shards and overtake each other, or all tables share one shard.',
      remedy: 'Use primary-key, or schema-table for tables without a key.',
    }),
  ];
}

function keyless(objects: readonly MappingRule[], known: readonly SourceTable[]): readonly Finding[] {
  const isKeyless = (rule: MappingRule): boolean =>
    known.some(
      ({ schema, name, primaryKey }) => schema === rule.schema && name === rule.table && primaryKey.length === 0,
    );
  const spread = objects.filter((rule) => rule.partitionKeyType === 'primary-key' && isKeyless(rule));
  if (spread.length === 0) return [];
  return [
    finding('mappings-keyless-by-key', 'warning', 'partition-key-type', {
      what: `Tables without a primary key are to be spread by it: ${listed(spread.map(({ schema, table }) => `${schema}.${table}`))}.`,
      whyItMatters: 'What AWS DMS takes instead is not documented: changes of one row may travel in several shards.',
      remedy: 'Use schema-table for them.',
    }),
  ];
}

function unmapped(
  objects: readonly MappingRule[],
  selected: readonly SourceTable[],
  severalShards: boolean,
): readonly Finding[] {
  const without = selected
    .filter(
      ({ schema, name }) =>
        !objects.some((rule) => rule.schema === schema && rule.table === name && rule.partitionKeyType !== undefined),
    )
    .map(tableName);
  if (without.length === 0) return [];
  return [
    finding('mappings-no-partition-key', severalShards ? 'warning' : 'note', listed(without), {
      what: `${counted(without.length, 'table')} without a partition-key-type of its own.`,
      whyItMatters:
        'AWS DMS then spreads the load by primary key and the changes by table: a change travels in another shard than the row it changes, and can be read before it.',
    }),
  ];
}
