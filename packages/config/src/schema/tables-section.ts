import { z } from 'zod';

export const PARTITION_KEYS = ['primary-key', 'schema-table'] as const;

const patterns = z.array(z.string().min(1));

/** Which tables AWS DMS replicates: what `dray mappings` makes the lock file and the table mappings from. */
export const tablesSection = z.strictObject({
  lockFile: z
    .string()
    .min(1)
    .default('drayage.tables.lock.yaml')
    .describe('File that `dray mappings` writes: the tables of the source with keys and column types.'),
  include: patterns
    .default(['*.*'])
    .describe(
      'Tables that AWS DMS replicates, as patterns `schema.table`; `*` stands for any run of characters. Schemas of the database itself are never meant.',
    ),
  exclude: patterns.default([]).describe('Tables that it leaves out; stronger than `tables.include`.'),
  partitionKey: z
    .enum(PARTITION_KEYS)
    .default('primary-key')
    .describe(
      'What spreads the rows of a table over the shards: its `primary-key`, or nothing (`schema-table`: one shard for each table). Tables without a key always take `schema-table`.',
    ),
});
