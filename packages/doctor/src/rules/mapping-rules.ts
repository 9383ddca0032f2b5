import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import {
  type MappingRule,
  parseTableMappings,
  selectionRules,
  selectTables,
} from '../mappings/parse-table-mappings.js';
import { isTrue, settingAt } from '../settings/read-setting.js';
import { listed } from '../text/listed.js';
import { coverageRules } from './mapping-coverage-rules.js';
import { GENERATE, mappingFinding as finding } from './mapping-finding.js';
import { partitionKeyRules } from './partition-key-rules.js';
import { transformationRules } from './transformation-rules.js';

/** What the table mappings leave out, or send astray. */
export function mappingRules(facts: SettingsFacts): readonly Finding[] {
  const replication = valueOf(facts.replication);
  const document = replication === undefined ? undefined : valueOf(replication.tableMappings);
  if (document === undefined) return [];
  const rules = parseTableMappings(document);
  if (rules === undefined) {
    return [
      finding('mappings-invalid', 'error', 'rules', {
        what: 'The table mappings hold no list of rules.',
        whyItMatters: 'The replication cannot start.',
      }),
    ];
  }
  return [
    ...formRules(rules, facts),
    ...takenTables(rules, facts),
    ...transformationRules(rules),
    ...partitionKeyRules(rules, facts),
    ...beforeImageColumns(rules, valueOf(replication?.taskSettings)),
  ];
}

function formRules(rules: readonly MappingRule[], facts: SettingsFacts): readonly Finding[] {
  const findings: Finding[] = [];
  for (const part of ['id', 'name'] as const) {
    const twice = [
      ...new Set(rules.map((rule) => rule[part]).filter((value, at, all) => value !== '' && all.indexOf(value) !== at)),
    ];
    if (twice.length === 0) continue;
    findings.push(
      finding('mappings-duplicate', 'error', `rule-${part}`, {
        what: `Several rules have the ${part} ${listed(twice)}.`,
        whyItMatters: 'AWS DMS refuses the mappings: the replication cannot be made.',
      }),
    );
  }
  const wild = wildObjects(rules, facts);
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

/** `_` is a part of most names, and a name that is there is no pattern. */
function wildObjects(rules: readonly MappingRule[], { tables }: SettingsFacts): readonly MappingRule[] {
  const isWild = (text: string): boolean => text.includes('%') || /\[[^\]]+\]/u.test(text);
  return rules.filter(
    ({ type, schema, table }) =>
      type === 'object-mapping' &&
      (isWild(schema) || isWild(table)) &&
      !(valueOf(tables) ?? []).some((known) => known.schema === schema && known.name === table),
  );
}

function takenTables(rules: readonly MappingRule[], facts: SettingsFacts): readonly Finding[] {
  if (selectionRules(rules, 'takes').length === 0) {
    return [
      finding('mappings-no-tables', 'error', 'selection', {
        what: 'No selection rule includes a table.',
        whyItMatters: 'Nothing is replicated.',
      }),
    ];
  }
  const known = valueOf(facts.tables);
  if (known === undefined) return [];
  if (selectTables(rules, known).length > 0) return coverageRules(rules, known, facts.tablesAreChosen === true);
  return [
    finding('mappings-no-tables', 'error', 'selection', {
      what: 'The selection rules match no table of the source.',
      whyItMatters: 'AWS DMS stops with "No tables were found at task initialization", or runs and replicates nothing.',
      remedy: `Names are case-sensitive, and the schema must exist. ${GENERATE}`,
    }),
  ];
}

function beforeImageColumns(rules: readonly MappingRule[], settings: unknown): readonly Finding[] {
  if (
    !rules.some(({ action }) => action === 'add-before-image-columns') ||
    !isTrue(settingAt(settings, ['BeforeImageSettings', 'EnableBeforeImage']))
  )
    return [];
  return [
    finding('mappings-before-image-twice', 'error', 'add-before-image-columns', {
      what: 'Rules add before-image columns, and BeforeImageSettings are on.',
      whyItMatters: 'AWS DMS takes one of both: the task does not start.',
      remedy: 'Remove the rules add-before-image-columns.',
    }),
  ];
}
