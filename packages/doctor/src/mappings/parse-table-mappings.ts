import { isRecord, settingAt } from '../settings/read-setting.js';

/** One rule of a DMS table mapping, as far as it is looked at here. */
export interface MappingRule {
  readonly type: string;
  readonly id: string;
  readonly name: string;
  readonly action: string;
  readonly schema: string;
  readonly table: string;
  readonly partitionKeyType: string | undefined;
  readonly hasFilters: boolean;
}

/** Rules of the document; `undefined` where it is none. Takes the document or its JSON text. */
export function parseTableMappings(mappings: unknown): readonly MappingRule[] | undefined {
  const rules = settingAt(typeof mappings === 'string' ? parseJson(mappings) : mappings, ['rules']);
  return Array.isArray(rules) ? rules.filter(isRecord).map(toRule) : undefined;
}

/** Whether a pattern of DMS (`%` any run of characters, `_` one) is more than a name. `_` alone is a part of most names. */
export function hasWildcard(pattern: string): boolean {
  return pattern.includes('%');
}

/** Whether a selection rule means a table. `_` is taken as itself or any character, as DMS takes it. */
export function matchesPattern(pattern: string, name: string): boolean {
  const body = pattern.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&').replaceAll('%', '.*').replaceAll('_', '.');
  return new RegExp(`^${body}$`, 'su').test(name);
}

/** The tables that the selection rules take. */
export function selectTables<T extends { readonly schema: string; readonly name: string }>(rules: readonly MappingRule[], tables: readonly T[]): readonly T[] {
  const matching = (action: string, table: T): boolean =>
    rules.some((rule) => rule.type === 'selection' && rule.action === action && matchesPattern(rule.schema, table.schema) && matchesPattern(rule.table, table.name));
  return tables.filter((table) => (matching('include', table) || matching('explicit', table)) && !matching('exclude', table));
}

function toRule(rule: Readonly<Record<string, unknown>>): MappingRule {
  const text = (...path: readonly string[]): string => {
    const value = settingAt(rule, path);
    return typeof value === 'string' || typeof value === 'number' ? String(value) : '';
  };
  const filters = rule['filters'];
  return {
    type: text('rule-type'),
    id: text('rule-id'),
    name: text('rule-name'),
    action: text('rule-action'),
    schema: text('object-locator', 'schema-name'),
    table: text('object-locator', 'table-name'),
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
