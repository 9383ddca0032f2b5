import { buildTableMappings, type TableMappings } from '@drayage/config';
import type { ReplicatedTable } from '../pipeline/pipeline-spec.js';

/** The table mappings of AWS DMS, which look at no more of a table than its name and what its rows are spread by. */
export function tableMappings(tables: readonly ReplicatedTable[]): TableMappings {
  return buildTableMappings({
    tables: tables.map(({ schema, name, partitionKey }) => ({
      schema,
      name,
      partitionKey,
      kind: 'table',
      primaryKey: [],
      columns: [],
    })),
  });
}
