import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { Dialect, SinkDatabase } from '../client/sink-database.js';
import type { ScalarParameter } from '../statement.js';

const NAME = `${DRAYAGE_SCHEMA}.checkpoints`;

export interface ShardLedgerKey {
  readonly streamArn: string;
  readonly shardId: string;
}

/** A row of `drayage.checkpoints` as functions use it, which hold no lease while they read. */
export interface ShardLedgerRow {
  readonly streamCreatedAt: Date | undefined;
  /** A record's number, or one of the words of the source. */
  readonly sequenceNumber: string | undefined;
  readonly arrivalTime: Date | undefined;
  /** Changes with each write, by whoever it is. */
  readonly fence: number;
  /** What functions keep beside the position: opaque here. */
  readonly batches: string | undefined;
  /** Another owner whose lease has not run out. */
  readonly heldBy: string | undefined;
}

export interface ShardLedgerChange {
  readonly owner: string;
  /** From now on, by the target's clock. */
  readonly leaseMs: number;
  /** Absent: not known; what is stored stays. */
  readonly streamCreatedAt: Date | undefined;
  readonly sequenceNumber: string | undefined;
  readonly arrivalTime: Date | undefined;
  /** Never the same text twice: it tells whose write it was. */
  readonly batches: string;
}

/**
 * Positions of shards whose records come to many short-lived processes at a time. A write is one statement by full key
 * with its condition inside: atomic, and in real time also on CrateDB.
 */
export interface TargetShardLedger {
  /** `undefined`: nobody has written yet. */
  read(key: ShardLedgerKey, owner: string): Promise<ShardLedgerRow | undefined>;
  /** Writes, unless the row was written since `fence`, or another owner holds it: then nothing changes, and it says so. */
  replace(key: ShardLedgerKey, fence: number, change: ShardLedgerChange): Promise<'replaced' | 'overtaken'>;
}

/** The `drayage.*` tables must exist: `Writer.start` makes them. */
export function createTargetShardLedger(database: SinkDatabase, pipeline: string): TargetShardLedger {
  const sql = ledgerSql(database.dialect);
  return {
    async read({ streamArn, shardId }, owner) {
      const { rows } = await database.execute({ sql: sql.read, parameters: [pipeline, streamArn, shardId] });
      const [row] = rows;
      if (row === undefined) return undefined;
      const [createdAt, sequenceNumber, arrivalTime, holder, isHeld, fence, batches] = row;
      return {
        streamCreatedAt: timeOf(createdAt),
        sequenceNumber: sequenceNumber ?? undefined,
        arrivalTime: timeOf(arrivalTime),
        fence: Number(fence ?? 0),
        batches: batches ?? undefined,
        heldBy: isTrue(isHeld) && holder != null && holder !== owner ? holder : undefined,
      };
    },

    async replace({ streamArn, shardId }, fence, change) {
      const parameters: ScalarParameter[] = [
        pipeline,
        streamArn,
        shardId,
        change.owner,
        change.leaseMs,
        fence,
        change.streamCreatedAt?.toISOString() ?? null,
        change.sequenceNumber ?? null,
        change.arrivalTime?.toISOString() ?? null,
        change.batches,
      ];
      const { rows } = await database.execute({ sql: sql.replace, parameters });
      return rows[0]?.[0] === change.batches ? 'replaced' : 'overtaken';
    },
  };
}

function ledgerSql(dialect: Dialect): { readonly read: string; readonly replace: string } {
  const t = dialect === 'postgresql' ? 't.' : '';
  const into = `INSERT INTO ${NAME}${dialect === 'postgresql' ? ' AS t' : ''}`;
  const until =
    dialect === 'postgresql'
      ? `CURRENT_TIMESTAMP + $5::bigint * INTERVAL '1 millisecond'`
      : `(CURRENT_TIMESTAMP::bigint + $5::bigint)::timestamp with time zone`;
  const time = (parameter: string): string => `${parameter}::timestamp with time zone`;
  const free = `(${t}owner IS NULL OR ${t}owner = excluded.owner OR ${t}owner_until IS NULL OR ${t}owner_until < CURRENT_TIMESTAMP)`;
  const mine = `${free} AND coalesce(${t}fence, 0) = $6::bigint`;
  const set = (column: string, value: string): string =>
    `${column} = CASE WHEN ${mine} THEN ${value} ELSE ${t}${column} END`;
  return {
    read: `SELECT stream_created_at, sequence_number, arrival_time, owner, owner_until >= CURRENT_TIMESTAMP, fence, batches FROM ${NAME} WHERE pipeline = $1 AND stream = $2 AND shard_id = $3`,
    replace: [
      `${into} (pipeline, stream, shard_id, owner, owner_until, fence, stream_created_at, sequence_number, arrival_time, batches, updated_at)`,
      `VALUES ($1, $2, $3, $4, ${until}, $6::bigint + 1, ${time('$7')}, $8, ${time('$9')}, $10, CURRENT_TIMESTAMP)`,
      'ON CONFLICT (pipeline, stream, shard_id) DO UPDATE SET',
      [
        set('owner', 'excluded.owner'),
        set('owner_until', 'excluded.owner_until'),
        set('fence', `coalesce(${t}fence, 0) + 1`),
        set('stream_created_at', `coalesce(excluded.stream_created_at, ${t}stream_created_at)`),
        set('sequence_number', 'excluded.sequence_number'),
        set('arrival_time', 'excluded.arrival_time'),
        set('batches', 'excluded.batches'),
        set('updated_at', 'excluded.updated_at'),
      ].join(', '),
      'RETURNING batches',
    ].join(' '),
  };
}

/** `t` or `true`, as the dialects say it. */
function isTrue(text: string | null | undefined): boolean {
  return text === 't' || text === 'true';
}

function timeOf(text: string | null | undefined): Date | undefined {
  return text == null ? undefined : new Date(text);
}
