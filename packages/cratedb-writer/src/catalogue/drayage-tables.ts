import type { Dialect } from '../client/sink-database.js';
import type { Statement } from '../statement.js';

/** Schema of the tables Drayage keeps for itself in the target. */
export const DRAYAGE_SCHEMA = 'drayage';

/** Statements that make the `drayage.*` tables; each does nothing where its table exists. */
export function createDrayageTables(dialect: Dialect): readonly Statement[] {
  const long = dialect === 'cratedb' ? 'TEXT INDEX OFF STORAGE WITH (columnstore = false)' : 'TEXT';
  const time = 'TIMESTAMP WITH TIME ZONE';
  const options = (shards: number): string =>
    dialect === 'cratedb' ? ` CLUSTERED INTO ${shards} SHARDS WITH (number_of_replicas = '0-1')` : '';
  const table = (name: string, columns: readonly string[], key: string, shards = 1): Statement => ({
    sql: `CREATE TABLE IF NOT EXISTS ${DRAYAGE_SCHEMA}.${name} (${[...columns, `PRIMARY KEY (${key})`].join(', ')})${options(shards)}`,
    parameters: [],
  });
  const schema: readonly Statement[] =
    dialect === 'postgresql' ? [{ sql: `CREATE SCHEMA IF NOT EXISTS ${DRAYAGE_SCHEMA}`, parameters: [] }] : [];
  return [
    ...schema,
    table(
      'checkpoints',
      [
        'pipeline TEXT',
        'stream TEXT',
        'shard_id TEXT',
        `stream_created_at ${time}`,
        'sequence_number TEXT',
        `arrival_time ${time}`,
        'owner TEXT',
        'fence BIGINT',
        `owner_until ${time}`,
        `updated_at ${time}`,
      ],
      'pipeline, stream, shard_id',
    ),
    table(
      'tables',
      [
        'pipeline TEXT',
        'source_schema TEXT',
        'source_table TEXT',
        'target_schema TEXT',
        'target_table TEXT',
        `definition ${long}`,
        'era_started_at BIGINT',
        `load_completed_at ${time}`,
        'state TEXT',
        'reason TEXT',
        `complete_through ${time}`,
        `updated_at ${time}`,
      ],
      'pipeline, source_schema, source_table',
    ),
    table(
      'dead_letters',
      [
        'pipeline TEXT',
        'id TEXT',
        '"schema" TEXT',
        '"table" TEXT',
        `"key" ${long}`,
        'operation TEXT',
        'code TEXT',
        'column_name TEXT',
        `message ${long}`,
        `remedy ${long}`,
        `payload ${long}`,
        `"position" ${long}`,
        'state TEXT',
        'attempts INTEGER',
        `first_at ${time}`,
        `last_at ${time}`,
      ],
      'pipeline, id',
    ),
    table(
      'tombstones',
      ['pipeline TEXT', 'target TEXT', '"key" TEXT', '"time" BIGINT', 'cause TEXT', `expires_at ${time}`],
      'pipeline, target, "key"',
      4,
    ),
    table(
      'moves',
      ['pipeline TEXT', 'target TEXT', '"key" TEXT', '"time" BIGINT', `moved_to ${long}`, `image ${long}`, `expires_at ${time}`],
      'pipeline, target, "key", "time"',
      4,
    ),
  ];
}
