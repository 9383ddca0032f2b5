import { selectionPattern } from './selection-pattern.js';
import type { LockedTable, TablesLock } from './tables-lock.js';

/** One rule of the table mappings of AWS DMS, in its own words. */
export interface TableMappingRule {
  readonly 'rule-type': 'selection' | 'object-mapping';
  readonly 'rule-id': string;
  readonly 'rule-name': string;
  readonly 'rule-action': 'include' | 'map-record-to-record';
  readonly 'object-locator': { readonly 'schema-name': string; readonly 'table-name': string };
  readonly filters?: readonly [];
  readonly 'mapping-parameters'?: { readonly 'partition-key-type': LockedTable['partitionKey'] };
}

export interface TableMappings {
  readonly rules: readonly TableMappingRule[];
}

/**
 * The table mappings of AWS DMS: each table selected by a pattern that means its name alone, and each with an object
 * mapping of its own, which holds the name itself, as DMS takes no wildcards there. Without one DMS would spread the
 * load and the changes of a table by different keys.
 */
export function buildTableMappings({ tables }: Pick<TablesLock, 'tables'>): TableMappings {
  return {
    rules: [
      ...tables.map((table, at): TableMappingRule => ({
        'rule-type': 'selection',
        'rule-id': String(at + 1),
        'rule-name': `include-${at + 1}`,
        'rule-action': 'include',
        'object-locator': {
          'schema-name': selectionPattern(table.schema),
          'table-name': selectionPattern(table.name),
        },
        filters: [],
      })),
      ...tables.map((table, at): TableMappingRule => ({
        'rule-type': 'object-mapping',
        'rule-id': String(tables.length + at + 1),
        'rule-name': `map-${at + 1}`,
        'rule-action': 'map-record-to-record',
        'object-locator': { 'schema-name': table.schema, 'table-name': table.name },
        'mapping-parameters': { 'partition-key-type': table.partitionKey },
      })),
    ],
  };
}
