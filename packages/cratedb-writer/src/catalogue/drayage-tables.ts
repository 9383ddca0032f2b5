import type { Dialect } from '../client/sink-database.js';
import type { Statement } from '../statement.js';

/** Schema of the tables Drayage keeps for itself in the target. */
export const DRAYAGE_SCHEMA = 'drayage';

interface DrayageTable {
  readonly name: string;
  /** Names, quoted where they must be, and types. */
  readonly columns: readonly (readonly [name: string, type: string])[];
  readonly key: string;
  readonly shards: number;
}

/** Statements that make the `drayage.*` tables; each does nothing where its table exists. */
export function createDrayageTables(dialect: Dialect): readonly Statement[] {
  const options = (shards: number): string =>
    dialect === 'cratedb' ? ` CLUSTERED INTO ${shards} SHARDS WITH (number_of_replicas = '0-1')` : '';
  const schema: readonly Statement[] =
    dialect === 'postgresql' ? [{ sql: `CREATE SCHEMA IF NOT EXISTS ${DRAYAGE_SCHEMA}`, parameters: [] }] : [];
  const tables = drayageTables(dialect).map(({ name, columns, key, shards }): Statement => {
    const parts = [...columns.map((column) => column.join(' ')), `PRIMARY KEY (${key})`];
    return {
      sql: `CREATE TABLE IF NOT EXISTS ${DRAYAGE_SCHEMA}.${name} (${parts.join(', ')})${options(shards)}`,
      parameters: [],
    };
  });
  return [...schema, ...tables];
}

/** Reads which columns the `drayage.*` tables have: rows of table and column. */
export const READ_DRAYAGE_COLUMNS: Statement = {
  sql: 'SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = $1',
  parameters: [DRAYAGE_SCHEMA],
};

/**
 * Statements that add the columns which tables of an earlier version lack. `existing`: what `READ_DRAYAGE_COLUMNS` answers.
 * Columns are only ever added: an earlier version goes on with tables of a later one.
 */
export function addDrayageColumns(
  dialect: Dialect,
  existing: readonly (readonly (string | null)[])[],
): readonly Statement[] {
  const known = new Set(existing.map(([table, column]) => `${table ?? ''}.${column ?? ''}`));
  const tables = new Set(existing.map(([table]) => table));
  return drayageTables(dialect).flatMap(({ name, columns }) =>
    tables.has(name)
      ? columns.flatMap(([column, type]): Statement[] =>
          known.has(`${name}.${column.replaceAll('"', '')}`)
            ? []
            : [{ sql: `ALTER TABLE ${DRAYAGE_SCHEMA}.${name} ADD COLUMN ${column} ${type}`, parameters: [] }],
        )
      : [],
  );
}

function drayageTables(dialect: Dialect): readonly DrayageTable[] {
  const long = dialect === 'cratedb' ? 'TEXT INDEX OFF STORAGE WITH (columnstore = false)' : 'TEXT';
  const time = 'TIMESTAMP WITH TIME ZONE';
  return [
    {
      name: 'checkpoints',
      columns: [
        ['pipeline', 'TEXT'],
        ['stream', 'TEXT'],
        ['shard_id', 'TEXT'],
        ['stream_created_at', time],
        ['sequence_number', 'TEXT'],
        ['arrival_time', time],
        ['owner', 'TEXT'],
        ['fence', 'BIGINT'],
        ['owner_until', time],
        ['updated_at', time],
        ['batches', long],
      ],
      key: 'pipeline, stream, shard_id',
      shards: 1,
    },
    {
      name: 'tables',
      columns: [
        ['pipeline', 'TEXT'],
        ['source_schema', 'TEXT'],
        ['source_table', 'TEXT'],
        ['target_schema', 'TEXT'],
        ['target_table', 'TEXT'],
        ['definition', long],
        ['era_started_at', 'BIGINT'],
        ['load_completed_at', time],
        ['state', 'TEXT'],
        ['reason', 'TEXT'],
        ['complete_through', time],
        ['updated_at', time],
      ],
      key: 'pipeline, source_schema, source_table',
      shards: 1,
    },
    {
      name: 'dead_letters',
      columns: [
        ['pipeline', 'TEXT'],
        ['id', 'TEXT'],
        ['"schema"', 'TEXT'],
        ['"table"', 'TEXT'],
        ['"key"', long],
        ['moved_from', long],
        ['operation', 'TEXT'],
        ['code', 'TEXT'],
        ['column_name', 'TEXT'],
        ['message', long],
        ['remedy', long],
        ['payload', long],
        ['"position"', long],
        ['"time"', 'BIGINT'],
        ['state', 'TEXT'],
        ['attempts', 'INTEGER'],
        ['first_at', time],
        ['last_at', time],
      ],
      key: 'pipeline, id',
      shards: 1,
    },
    {
      name: 'tombstones',
      columns: [
        ['pipeline', 'TEXT'],
        ['target', 'TEXT'],
        ['"key"', 'TEXT'],
        ['"time"', 'BIGINT'],
        ['cause', 'TEXT'],
        ['expires_at', time],
      ],
      key: 'pipeline, target, "key"',
      shards: 4,
    },
    {
      name: 'moves',
      columns: [
        ['pipeline', 'TEXT'],
        ['target', 'TEXT'],
        ['"key"', 'TEXT'],
        ['"time"', 'BIGINT'],
        ['moved_to', long],
        ['image', long],
        ['expires_at', time],
      ],
      key: 'pipeline, target, "key", "time"',
      shards: 4,
    },
    {
      name: 'partial_rows',
      columns: [
        ['pipeline', 'TEXT'],
        ['target', 'TEXT'],
        ['"key"', 'TEXT'],
        ['times', long],
        ['expires_at', time],
      ],
      key: 'pipeline, target, "key"',
      shards: 4,
    },
  ];
}
