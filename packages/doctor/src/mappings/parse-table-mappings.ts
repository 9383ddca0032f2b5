import { matchesPattern } from './match-pattern.js';
import { isRecord, settingAt } from '../settings/read-setting.js';

/** One rule of a DMS table mapping, as far as it is looked at here. */
export interface MappingRule {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly action: string;
  readonly schema: string;
  readonly table: string;
  /** Of a transformation; empty where it is of a table or schema. */
  readonly column: string;
  /** `schema`, `table` or `column`: what a transformation changes. */
  readonly target: string;
  /** Columns that an object mapping leaves out. */
  readonly excludedColumns: readonly string[];
  readonly partitionKeyType: string | undefined;
  readonly hasFilters: boolean;
}

/** Rules of the document; `undefined` where it is none. Takes the document or its JSON text. */
export function parseTableMappings(mappings: unknown): readonly MappingRule[] | undefined {
  const rules = settingAt(typeof mappings === 'string' ? parseJson(mappings) : mappings, ['rules']);
  return Array.isArray(rules) ? rules.filter(isRecord).map(toRule) : undefined;
}

interface TableName {
  readonly schema: string;
  readonly name: string;
}

/** Whether the locator of a rule means a table. */
export function locates(rule: MappingRule, { schema, name }: TableName): boolean {
  return matchesPattern(rule.schema, schema) && matchesPattern(rule.table, name);
}

/** Selection rules that take tables (`include`, `explicit`), or leave them out (`exclude`), which is stronger. */
export function selectionRules(rules: readonly MappingRule[], effect: 'takes' | 'leaves-out'): readonly MappingRule[] {
  const actions = effect === 'takes' ? ['include', 'explicit'] : ['exclude'];
  return rules.filter(({ type, action }) => type === 'selection' && actions.includes(action));
}

/** The tables that the selection rules take. */
export function selectTables<T extends TableName>(rules: readonly MappingRule[], tables: readonly T[]): readonly T[] {
  const taking = selectionRules(rules, 'takes');
  const leavingOut = selectionRules(rules, 'leaves-out');
  return tables.filter(
    (table) => taking.some((rule) => locates(rule, table)) && !leavingOut.some((rule) => locates(rule, table)),
  );
}

function toRule(rule: Readonly<Record<string, unknown>>): MappingRule {
  const text = (...path: readonly string[]): string => {
    const value = settingAt(rule, path);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const filters = rule['filters'];
  const excluded = settingAt(rule, ['mapping-parameters', 'exclude-columns']);
  return {
    type: text('rule-type'),
    id: text('rule-id'),
    name: text('rule-name'),
    action: text('rule-action'),
    schema: text('object-locator', 'schema-name'),
    table: text('object-locator', 'table-name'),
    column: text('object-locator', 'column-name'),
    target: text('rule-target'),
    excludedColumns: Array.isArray(excluded) ? excluded.filter((column) => typeof column === 'string') : [],
    partitionKeyType: text('mapping-parameters', 'partition-key-type') || undefined,
    hasFilters: Array.isArray(filters) && filters.length > 0,
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
