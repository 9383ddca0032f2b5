import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { Dialect, SinkDatabase } from '../client/sink-database.js';
import type { ScalarParameter } from '../statement.js';

const NAME = `${DRAYAGE_SCHEMA}.checkpoints`;
/** Stored in place of a sequence number once every record of a shard is safe. */
const SHARD_END = 'SHARD_END';

/** A row of `drayage.checkpoints`, as a source reads it. */
export interface TargetCheckpointRow {
  readonly shardId: string;
  readonly streamCreatedAt: Date;
  readonly sequenceNumber?: string | undefined;
  readonly arrivalTime?: Date | undefined;
  readonly owner?: string | undefined;
  readonly ownerUntil?: Date | undefined;
}

interface Lease {
  readonly streamArn: string;
  readonly shardId: string;
  readonly owner: string;
}

/**
 * Positions and leases in `drayage.checkpoints`, as a Kinesis source wants them. Every change is one statement by full key
 * with its condition inside, so that it is atomic and, on CrateDB, in real time; lease times go by the target's clock.
 */
export interface TargetCheckpointStore {
  list(streamArn: string): Promise<readonly TargetCheckpointRow[]>;
  acquire(request: Lease & { readonly streamCreatedAt: Date; readonly leaseMs: number }): Promise<
    | {
        readonly acquired: true;
        readonly fence: number;
        readonly checkpoint?:
          | { readonly streamCreatedAt: Date; readonly sequenceNumber: string; readonly arrivalTime?: Date | undefined }
          | undefined;
      }
    | { readonly acquired: false; readonly owner: string; readonly ownerUntil: Date }
  >;
  save(
    request: Lease & {
      readonly fence: number;
      readonly leaseMs: number;
      readonly sequenceNumber?: string | undefined;
      readonly arrivalTime?: Date | undefined;
      readonly finished?: boolean | undefined;
    },
  ): Promise<'saved' | 'fenced'>;
  release(request: Lease & { readonly fence: number }): Promise<void>;
}

/** The `drayage.*` tables must exist: `Writer.start` makes them. */
export function createTargetCheckpointStore(database: SinkDatabase, pipeline: string): TargetCheckpointStore {
  const sql = checkpointSql(database.dialect);
  return {
    async list(streamArn) {
      if (database.dialect === 'cratedb') await database.execute({ sql: `REFRESH TABLE ${NAME}`, parameters: [] });
      const { rows } = await database.execute({ sql: sql.list, parameters: [pipeline, streamArn] });
      return rows.map(([shardId, createdAt, sequenceNumber, arrivalTime, owner, ownerUntil]) => ({
        shardId: shardId ?? '',
        streamCreatedAt: timeOf(createdAt) ?? new Date(0),
        sequenceNumber: sequenceNumber ?? undefined,
        arrivalTime: timeOf(arrivalTime),
        owner: owner ?? undefined,
        ownerUntil: timeOf(ownerUntil),
      }));
    },

    async acquire({ streamArn, streamCreatedAt, shardId, owner, leaseMs }) {
      const parameters: ScalarParameter[] = [
        pipeline,
        streamArn,
        shardId,
        streamCreatedAt.toISOString(),
        owner,
        leaseMs,
      ];
      const { rows } = await database.execute({ sql: sql.acquire, parameters });
      const [holder, fence, ownerUntil, sequenceNumber, arrivalTime] = rows[0] ?? [];
      if (holder !== owner) {
        return { acquired: false, owner: holder ?? 'unknown', ownerUntil: timeOf(ownerUntil) ?? new Date(0) };
      }
      const checkpoint =
        sequenceNumber == null ? undefined : { streamCreatedAt, sequenceNumber, arrivalTime: timeOf(arrivalTime) };
      return { acquired: true, fence: Number(fence), checkpoint };
    },

    async save({ streamArn, shardId, owner, fence, leaseMs, sequenceNumber, arrivalTime, finished }) {
      const position = finished === true ? SHARD_END : (sequenceNumber ?? null);
      const parameters: ScalarParameter[] = [
        pipeline,
        streamArn,
        shardId,
        owner,
        fence,
        leaseMs,
        position,
        arrivalTime?.toISOString() ?? null,
      ];
      const { rows } = await database.execute({ sql: sql.save, parameters });
      const [holder, present] = rows[0] ?? [];
      return holder === owner && Number(present) === fence ? 'saved' : 'fenced';
    },

    async release({ streamArn, shardId, owner, fence }) {
      await database.execute({ sql: sql.release, parameters: [pipeline, streamArn, shardId, owner, fence] });
    },
  };
}

interface CheckpointSql {
  readonly list: string;
  readonly acquire: string;
  readonly save: string;
  readonly release: string;
}

function checkpointSql(dialect: Dialect): CheckpointSql {
  const t = dialect === 'postgresql' ? 't.' : '';
  const into = `INSERT INTO ${NAME}${dialect === 'postgresql' ? ' AS t' : ''}`;
  const until = (parameter: string): string =>
    dialect === 'postgresql'
      ? `CURRENT_TIMESTAMP + ${parameter}::bigint * INTERVAL '1 millisecond'`
      : `(CURRENT_TIMESTAMP::bigint + ${parameter}::bigint)::timestamp with time zone`;
  const when = (condition: string, column: string, value: string): string =>
    `${column} = CASE WHEN ${condition} THEN ${value} ELSE ${t}${column} END`;
  const time = (parameter: string): string => `${parameter}::timestamp with time zone`;
  const onKey = 'ON CONFLICT (pipeline, stream, shard_id) DO UPDATE SET';

  const free = `${t}owner IS NULL OR ${t}owner = excluded.owner OR ${t}owner_until IS NULL OR ${t}owner_until < CURRENT_TIMESTAMP`;
  const remade = `(${free}) AND ${t}stream_created_at <> excluded.stream_created_at`;
  const held = 'owner = $4 AND fence = $5';
  const set = (column: string, value: string): string =>
    `${column} = CASE WHEN ${held} THEN ${value} ELSE ${column} END`;
  const onRow = 'WHERE pipeline = $1 AND stream = $2 AND shard_id = $3';
  return {
    list: `SELECT shard_id, stream_created_at, sequence_number, arrival_time, owner, owner_until FROM ${NAME} WHERE pipeline = $1 AND stream = $2 AND stream_created_at IS NOT NULL`,
    acquire: [
      `${into} (pipeline, stream, shard_id, stream_created_at, owner, fence, owner_until, updated_at)`,
      `VALUES ($1, $2, $3, $4, $5, 1, ${until('$6')}, CURRENT_TIMESTAMP) ${onKey}`,
      [
        when(free, 'owner', 'excluded.owner'),
        when(free, 'fence', `${t}fence + 1`),
        when(free, 'owner_until', 'excluded.owner_until'),
        when(remade, 'sequence_number', 'NULL'),
        when(remade, 'arrival_time', 'NULL'),
        when(free, 'stream_created_at', 'excluded.stream_created_at'),
        when(free, 'updated_at', 'excluded.updated_at'),
      ].join(', '),
      'RETURNING owner, fence, owner_until, sequence_number, arrival_time',
    ].join(' '),
    save: [
      `UPDATE ${NAME} SET`,
      [
        set('owner_until', until('$6')),
        set('sequence_number', 'coalesce($7::text, sequence_number)'),
        // A position without a time has none: the time of the one before would make it look too old.
        set(
          'arrival_time',
          `CASE WHEN $7::text IS NULL THEN coalesce(${time('$8')}, arrival_time) ELSE ${time('$8')} END`,
        ),
        set('updated_at', 'CURRENT_TIMESTAMP'),
      ].join(', '),
      `${onRow} RETURNING owner, fence`,
    ].join(' '),
    release: [`UPDATE ${NAME} SET`, [set('owner_until', 'NULL'), set('owner', 'NULL')].join(', '), onRow].join(' '),
  };
}

function timeOf(text: string | null | undefined): Date | undefined {
  return text == null ? undefined : new Date(text);
}
