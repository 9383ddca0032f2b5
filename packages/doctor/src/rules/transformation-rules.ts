import type { Finding } from '../finding.js';
import type { MappingRule } from '../mappings/parse-table-mappings.js';
import { listed } from '../text/listed.js';
import { mappingFinding } from './mapping-finding.js';

const DROPPING = /^(remove|include)-column$/u;
const RENAMING = /^(rename|convert-(lower|upper)case|(add|remove|replace)-(prefix|suffix))$/u;

/** Rules by which the messages hold less than the source, or other names. */
export function transformationRules(rules: readonly MappingRule[]): readonly Finding[] {
  const transformations = rules.filter(({ type }) => type === 'transformation');
  const dropping = [
    ...transformations.filter(({ action }) => DROPPING.test(action)).map(describe),
    ...rules.flatMap(({ schema, table, excludedColumns }) =>
      excludedColumns.map((column) => `exclude-columns ${schema}.${table}.${column}`),
    ),
  ];
  const renaming = transformations.filter(({ action }) => RENAMING.test(action)).map(describe);
  return [...drops(dropping), ...renames(renaming)];
}

function drops(rules: readonly string[]): readonly Finding[] {
  if (rules.length === 0) return [];
  return [
    mappingFinding('mappings-drops-columns', 'warning', listed(rules), {
      what: 'Rules take columns out of the messages.',
      whyItMatters: 'The target does not hold them, and nothing there tells that they are missing.',
      remedy: 'Where nobody wants that: take the rules out of the table mappings, then dray reload the tables.',
    }),
  ];
}

function renames(rules: readonly string[]): readonly Finding[] {
  if (rules.length === 0) return [];
  return [
    mappingFinding('mappings-renames', 'warning', listed(rules), {
      what: 'Rules give schemas, tables or columns other names.',
      whyItMatters:
        'Settings of the sink (write.tables, write.columnTypes) and the lock file go by names, and miss those that are not theirs; two tables can fall together.',
      remedy:
        'Take the rules out, and let the sink rename schemas (write.renameSchemas); or use the new names in the settings of the sink.',
    }),
  ];
}

function describe({ action, target, schema, table, column }: MappingRule): string {
  const names = target === 'schema' ? [schema] : target === 'table' ? [schema, table] : [schema, table, column];
  return `${action} ${names.filter((name) => name !== '').join('.')}`;
}
