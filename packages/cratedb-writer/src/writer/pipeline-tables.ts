import type { TableName } from '@drayage/record-decoder';
import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { SinkDatabase } from '../client/sink-database.js';
import { restoreName } from '../names/rewrite-name.js';
import { SinkError } from '../sink-error.js';
import type { TableState } from '../table-status.js';
import type { TablePolicy } from '../write-policy.js';
import { appliedUntil, type AppliedRow, type FeedingStream } from './applied-until.js';

/** What `drayage.tables` says of one table of a pipeline, for whoever operates it from outside. */
export interface PipelineTable {
  readonly source: TableName;
  readonly target: TableName;
  readonly state: TableState;
  readonly reason: string | null;
}

/** The tables of a pipeline by name; none where nobody has written under that name. */
export async function listPipelineTables(database: SinkDatabase, pipeline: string): Promise<readonly PipelineTable[]> {
  const sql = `SELECT source_schema, source_table, target_schema, target_table, state, reason FROM ${DRAYAGE_SCHEMA}.tables WHERE pipeline = $1 ORDER BY source_schema, source_table`;
  const rows = await readFresh(database, 'tables', sql, pipeline);
  return rows.map(([schema, table, targetSchema, targetTable, state, reason]) => ({
    source: { schema: schema ?? '', table: table ?? '' },
    target: { schema: targetSchema ?? '', table: targetTable ?? '' },
    state: (state ?? 'live') as TableState,
    reason: reason ?? null,
  }));
}

/** Sends a table where it is, whatever the configuration said when it was made. */
export function routeOf({ source, target }: PipelineTable): TablePolicy {
  const original = (name: string): string => restoreName(name) ?? name;
  return {
    table: `${source.schema}.${source.table}`,
    target: { schema: original(target.schema), table: original(target.table) },
  };
}

/**
 * Up to when the records of the stream are applied, by the checkpoints; `null`: some shard has none yet; `undefined`: no
 * stream feeds the pipeline. Checkpoints of streams that fed it before, and of one by the same name that was deleted,
 * stay for ever and say nothing of now: without `stream`, the one whose checkpoints were saved last counts.
 */
export async function readAppliedUntil(
  database: SinkDatabase,
  pipeline: string,
  stream?: FeedingStream,
): Promise<Date | null | undefined> {
  const sql = `SELECT stream, stream_created_at, sequence_number, arrival_time, updated_at FROM ${DRAYAGE_SCHEMA}.checkpoints WHERE pipeline = $1`;
  const rows = (await readFresh(database, 'checkpoints', sql, pipeline)).map(
    ([name, createdAt, sequenceNumber, arrivalTime, updatedAt]): AppliedRow => ({
      stream: name ?? '',
      createdAtMs: millisecondsOf(createdAt),
      isOver: sequenceNumber === 'SHARD_END',
      appliedMs: millisecondsOf(arrivalTime),
      updatedAtMs: millisecondsOf(updatedAt) ?? 0,
    }),
  );
  return appliedUntil(rows, stream);
}

async function readFresh(
  database: SinkDatabase,
  table: string,
  sql: string,
  pipeline: string,
): Promise<readonly (readonly (string | null)[])[]> {
  try {
    if (database.dialect === 'cratedb')
      await database.execute({ sql: `REFRESH TABLE ${DRAYAGE_SCHEMA}.${table}`, parameters: [] });
    return (await database.execute({ sql, parameters: [pipeline] })).rows;
  } catch (error) {
    // Nobody has written to this target yet.
    if (error instanceof SinkError && error.reaction === 'refresh') return [];
    throw error;
  }
}

function millisecondsOf(text: string | null | undefined): number | null {
  return text == null ? null : Date.parse(text);
}
