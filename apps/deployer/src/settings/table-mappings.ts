import type { ReplicatedTable } from '../pipeline/pipeline-spec.js';

/** The table mappings of AWS DMS, as its API takes them. */
export interface TableMappings {
  readonly rules: readonly Readonly<Record<string, unknown>>[];
}

/**
 * For each table a rule that selects it, and one that says what its rows are spread by: without the second, AWS DMS spreads
 * loads and changes by different keys. Rules of the second kind take exact names only, so all are exact.
 */
export function tableMappings(tables: readonly ReplicatedTable[]): TableMappings {
  return {
    rules: tables.flatMap(({ schema, name, partitionKey }, index) => {
      const locator = { 'schema-name': schema, 'table-name': name };
      const [select, map] = [2 * index + 1, 2 * index + 2];
      return [
        {
          'rule-type': 'selection',
          'rule-id': String(select),
          'rule-name': `include-${select}`,
          'rule-action': 'include',
          'object-locator': locator,
          filters: [],
        },
        {
          'rule-type': 'object-mapping',
          'rule-id': String(map),
          'rule-name': `partition-${map}`,
          'rule-action': 'map-record-to-record',
          'object-locator': locator,
          'mapping-parameters': { 'partition-key-type': partitionKey },
        },
      ];
    }),
  };
}
