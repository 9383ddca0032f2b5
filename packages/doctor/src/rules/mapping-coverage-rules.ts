import type { SourceTable } from '../facts/table-facts.js';
import type { Finding } from '../finding.js';
import { exactName } from '../mappings/match-pattern.js';
import { locates, type MappingRule, selectionRules, selectTables } from '../mappings/parse-table-mappings.js';
import { counted } from '../text/counted.js';
import { listed } from '../text/listed.js';
import { GENERATE, mappingFinding, tableName } from './mapping-finding.js';

/** Tables that are meant and not selected, and names in the mappings that are no table. */
export function coverageRules(
  rules: readonly MappingRule[],
  tables: readonly SourceTable[],
  tablesAreChosen: boolean,
): readonly Finding[] {
  return [...leftOut(rules, tables, tablesAreChosen), ...unknownNames(rules, tables)];
}

function leftOut(
  rules: readonly MappingRule[],
  tables: readonly SourceTable[],
  tablesAreChosen: boolean,
): readonly Finding[] {
  const selected = new Set(selectTables(rules, tables));
  const missing = tables.filter((table) => !selected.has(table));
  if (missing.length === 0) return [];
  const excluding = selectionRules(rules, 'leaves-out').filter((rule) => missing.some((table) => locates(rule, table)));
  const excluded = missing.filter((table) => excluding.some((rule) => locates(rule, table)));
  const by = excluded.length === 0 ? '' : `; ${excluded.length} of them excluded by ${listed(excluding.map(ruleName))}`;
  return [
    mappingFinding('mappings-table-left-out', tablesAreChosen ? 'error' : 'warning', listed(missing.map(tableName)), {
      what: `The mappings do not select ${counted(missing.length, 'table')} ${tablesAreChosen ? 'that should be replicated' : 'of the source'}${by}.`,
      whyItMatters:
        'AWS DMS carries nothing of them, and says nothing of it: the target lacks them, or keeps them as they once were.',
      remedy: tablesAreChosen
        ? `${GENERATE} Those that should not be: tables.exclude.`
        : `Say which tables are meant (tables.include, tables.exclude). ${GENERATE}`,
    }),
  ];
}

/** Rules that name one table, which is not among those that are meant. */
function unknownNames(rules: readonly MappingRule[], tables: readonly SourceTable[]): readonly Finding[] {
  const known = new Set(tables.map(({ schema, name }) => JSON.stringify([schema, name])));
  const named = rules.flatMap((rule) => {
    const isSelection = rule.type === 'selection' && rule.action !== 'exclude';
    if (!isSelection && rule.type !== 'object-mapping') return [];
    const schema = isSelection ? exactName(rule.schema) : rule.schema;
    const name = isSelection ? exactName(rule.table) : rule.table;
    return schema === undefined || name === undefined || `${schema}${name}`.includes('%') ? [] : [{ schema, name }];
  });
  const unknown = [
    ...new Set(named.filter(({ schema, name }) => !known.has(JSON.stringify([schema, name]))).map(tableName)),
  ];
  if (unknown.length === 0) return [];
  return [
    mappingFinding('mappings-unknown-table', 'warning', listed(unknown), {
      what: `The mappings name ${counted(unknown.length, 'table')} that the source does not show, or that tables.include does not mean.`,
      whyItMatters:
        'A misspelt or renamed table is not replicated, and AWS DMS does not say so; one that is merely not meant is replicated all the same.',
      remedy: `Names are case-sensitive. Correct tables.include where it is meant. ${GENERATE}`,
    }),
  ];
}

function ruleName({ name, id }: MappingRule): string {
  return `rule ${name === '' ? id : name}`;
}
