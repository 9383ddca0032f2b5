import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { SinkDatabase } from '../client/sink-database.js';
import { SinkError } from '../sink-error.js';

/** The names of the pipelines that ever wrote to this target, sorted; none where it has no `drayage.*` tables. */
export async function listPipelines(database: SinkDatabase): Promise<readonly string[]> {
  const names = new Set<string>();
  for (const table of ['tables', 'checkpoints', 'dead_letters']) {
    for (const name of await readNames(database, `${DRAYAGE_SCHEMA}.${table}`)) names.add(name);
  }
  return [...names].sort();
}

async function readNames(database: SinkDatabase, table: string): Promise<readonly string[]> {
  try {
    if (database.dialect === 'cratedb') await database.execute({ sql: `REFRESH TABLE ${table}`, parameters: [] });
    const { rows } = await database.execute({ sql: `SELECT pipeline FROM ${table} GROUP BY pipeline`, parameters: [] });
    return rows.flatMap(([name]) => (name == null ? [] : [name]));
  } catch (error) {
    // Nobody has written to this target yet.
    if (error instanceof SinkError && error.reaction === 'refresh') return [];
    throw error;
  }
}
