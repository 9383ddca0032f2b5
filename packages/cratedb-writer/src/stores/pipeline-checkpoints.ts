import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { SinkDatabase } from '../client/sink-database.js';
import { SinkError } from '../sink-error.js';

const NAME = `${DRAYAGE_SCHEMA}.checkpoints`;

/** A checkpoint as somebody sees it who operates the pipeline from outside. */
export interface PipelineCheckpoint {
  /** ARN. */
  readonly stream: string;
  readonly streamCreatedAt: Date;
  readonly shardId: string;
  /** The last safe record, or `SHARD_END`, `TRIM_HORIZON`, `AT_TIMESTAMP`; `null`: taken by an owner, nothing is saved yet. */
  readonly sequenceNumber: string | null;
  readonly arrivalTime: Date | null;
  readonly owner: string | null;
  readonly ownerUntil: Date | null;
}

export interface CheckpointPlace {
  readonly stream: string;
  readonly streamCreatedAt: Date;
  readonly shardId: string;
  /** A sequence number, `TRIM_HORIZON`, or `AT_TIMESTAMP` with its time. */
  readonly sequenceNumber: string;
  readonly arrivalTime: Date | null;
}

/** Every checkpoint of a pipeline, by stream and shard; none where nobody has written under that name. */
export async function listPipelineCheckpoints(
  database: SinkDatabase,
  pipeline: string,
): Promise<readonly PipelineCheckpoint[]> {
  const columns = 'stream, stream_created_at, shard_id, sequence_number, arrival_time, owner, owner_until';
  const sql = `SELECT ${columns} FROM ${NAME} WHERE pipeline = $1 AND stream_created_at IS NOT NULL ORDER BY stream, shard_id`;
  try {
    if (database.dialect === 'cratedb') await database.execute({ sql: `REFRESH TABLE ${NAME}`, parameters: [] });
    const { rows } = await database.execute({ sql, parameters: [pipeline] });
    return rows.map(([stream, createdAt, shardId, sequenceNumber, arrivalTime, owner, ownerUntil]) => ({
      stream: stream ?? '',
      streamCreatedAt: timeOf(createdAt) ?? new Date(0),
      shardId: shardId ?? '',
      sequenceNumber: sequenceNumber ?? null,
      arrivalTime: timeOf(arrivalTime),
      owner: owner ?? null,
      ownerUntil: timeOf(ownerUntil),
    }));
  } catch (error) {
    // Nobody has written to this target yet.
    if (error instanceof SinkError && error.reaction === 'refresh') return [];
    throw error;
  }
}

/**
 * Puts a checkpoint somewhere else, unless an owner holds the shard: then nothing changes and the answer is `held`. The
 * fence rises, so that an owner that lost its lease without knowing can save nothing over it.
 */
export async function setPipelineCheckpoint(
  database: SinkDatabase,
  pipeline: string,
  place: CheckpointPlace,
): Promise<'held' | 'set'> {
  const t = database.dialect === 'postgresql' ? 't.' : '';
  const into = `INSERT INTO ${NAME}${database.dialect === 'postgresql' ? ' AS t' : ''}`;
  const free = `(${t}owner IS NULL OR ${t}owner_until IS NULL OR ${t}owner_until < CURRENT_TIMESTAMP)`;
  const when = (column: string, value: string): string =>
    `${column} = CASE WHEN ${free} THEN ${value} ELSE ${t}${column} END`;
  const sql = [
    `${into} (pipeline, stream, shard_id, stream_created_at, sequence_number, arrival_time, fence, updated_at)`,
    `VALUES ($1, $2, $3, $4, $5, $6, 1, CURRENT_TIMESTAMP) ON CONFLICT (pipeline, stream, shard_id) DO UPDATE SET`,
    [
      when('stream_created_at', 'excluded.stream_created_at'),
      when('sequence_number', 'excluded.sequence_number'),
      when('arrival_time', 'excluded.arrival_time'),
      when('fence', `${t}fence + 1`),
      when('updated_at', 'excluded.updated_at'),
    ].join(', '),
    'RETURNING sequence_number, arrival_time, owner',
  ].join(' ');
  const { stream, shardId, streamCreatedAt, sequenceNumber, arrivalTime } = place;
  const parameters = [
    pipeline,
    stream,
    shardId,
    streamCreatedAt.toISOString(),
    sequenceNumber,
    arrivalTime?.toISOString() ?? null,
  ];
  const { rows } = await database.execute({ sql, parameters });
  const [stored, storedTime] = rows[0] ?? [];
  return stored === sequenceNumber && timeOf(storedTime)?.getTime() === arrivalTime?.getTime() ? 'set' : 'held';
}

/** Removes checkpoints by their full key; those of shards that nobody reads any more. */
export async function removePipelineCheckpoints(
  database: SinkDatabase,
  pipeline: string,
  checkpoints: readonly Pick<PipelineCheckpoint, 'stream' | 'shardId'>[],
): Promise<void> {
  if (checkpoints.length === 0) return;
  await database.executeBatch(
    `DELETE FROM ${NAME} WHERE pipeline = $1 AND stream = $2 AND shard_id = $3`,
    checkpoints.map(({ stream, shardId }) => [pipeline, stream, shardId]),
  );
}

function timeOf(text: string | null | undefined): Date | null {
  return text == null ? null : new Date(text);
}
