import type { SettingsFacts } from '../facts/pipeline-facts.js';
import { valueOf } from '../facts/read.js';
import type { Finding } from '../finding.js';
import { parseTableMappings } from '../mappings/parse-table-mappings.js';
import { counted } from '../text/counted.js';
import { listed } from '../text/listed.js';
import { mappingFinding } from './mapping-finding.js';

/** A limit of several shards that holds however they are set up, and so is not told of a stack before it is deployed. */
export function changedKeyRules({ replication, stream }: SettingsFacts): readonly Finding[] {
  const rules = parseTableMappings(valueOf(valueOf(replication)?.tableMappings)) ?? [];
  const spread = rules.filter(
    ({ type, partitionKeyType }) => type === 'object-mapping' && partitionKeyType === 'primary-key',
  );
  if ((valueOf(stream)?.openShards ?? 1) < 2) return [];
  if (spread.length === 0) return [];
  return [
    mappingFinding('mappings-changed-keys', 'note', listed(spread.map(({ schema, table }) => `${schema}.${table}`)), {
      what: `${counted(spread.length, 'table')} spread over several shards by primary key.`,
      whyItMatters:
        'An update that changes the key travels under one of its two keys only, so that it may be read before or after other changes of that row. With write.ordering stamped the rows end right all the same, and for moments both keys, or neither, can be seen.',
      remedy:
        'Where that matters: tables.partitionKey schema-table, which keeps each table in one shard; then dray mappings generate.',
    }),
  ];
}
