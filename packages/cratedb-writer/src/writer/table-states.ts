import type { TableName } from '@drayage/record-decoder';
import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { WriteContext } from '../execute/write-context.js';
import type { Statement } from '../statement.js';
import type { TableState } from '../table-status.js';

const NAME = `${DRAYAGE_SCHEMA}.tables`;
const ON_ROW = 'WHERE pipeline = $1 AND source_schema = $2 AND source_table = $3';
const TIME = 'timestamp with time zone';
/** What `storedState` reads, in its order. */
export const STATE_COLUMNS =
  'source_schema, source_table, era_started_at, load_completed_at, state, reason, complete_through';

/** What `drayage.tables` says of a table besides its definition: little enough to be read every few seconds. */
export interface StoredState {
  readonly source: TableName;
  readonly eraStartedAt: number | null;
  /** With state `loading`: the load has ended, and what it did not bring is still to be swept. */
  readonly loadCompletedAt: Date | null;
  readonly state: TableState;
  readonly reason: string | null;
  readonly completeThroughMs: number | null;
}

/** The states of all tables of the pipeline. CrateDB: as of its last refresh, at most a second ago. */
export async function readStates(context: WriteContext): Promise<readonly StoredState[]> {
  const { rows } = await context.execute({
    sql: `SELECT ${STATE_COLUMNS} FROM ${NAME} WHERE pipeline = $1`,
    parameters: [context.pipeline],
  });
  return rows.map(storedState);
}

/** A row of `STATE_COLUMNS`; what comes after them is not looked at. */
export function storedState([schema, table, era, completed, state, reason, through]: readonly (
  string | null
)[]): StoredState {
  return {
    source: { schema: schema ?? '', table: table ?? '' },
    eraStartedAt: era == null ? null : Number(era),
    loadCompletedAt: completed == null ? null : new Date(completed),
    state: (state ?? 'live') as TableState,
    reason: reason ?? null,
    completeThroughMs: through == null ? null : Date.parse(through),
  };
}

/** Which era of which table a statement is for; it changes nothing where that is no longer the present one. */
export interface EraKey {
  readonly source: TableName;
  readonly eraStartedAt: number | null;
}

/** The load of an era has ended. State and all else stay. */
export function saveLoadEnd(pipeline: string, era: EraKey, endedAt: Date, now: Date): Statement {
  return guarded(pipeline, era, [`load_completed_at = ${ofEra(`$6::${TIME}`, 'load_completed_at')}`], endedAt, now);
}

/** The load of an era has ended and what it did not bring is gone: the table is live. */
export function saveLive(pipeline: string, era: EraKey, endedAt: Date, now: Date): Statement {
  const sets = [
    `load_completed_at = ${ofEra(`$6::${TIME}`, 'load_completed_at')}`,
    `reason = ${ofEra('NULL', 'reason')}`,
    `state = ${ofEra(`'live'`, 'state')}`,
  ];
  return guarded(pipeline, era, sets, endedAt, now);
}

/**
 * Moves `complete_through` of all live tables, and never back. CrateDB finds rows by its last refresh and does not look
 * again, so the condition stands in the values, too.
 */
export function advanceAll(pipeline: string, throughMs: number, now: Date): Statement {
  const moves = `state = 'live' AND (complete_through IS NULL OR complete_through < $2::${TIME})`;
  return {
    sql: `UPDATE ${NAME} SET complete_through = CASE WHEN ${moves} THEN $2::${TIME} ELSE complete_through END, updated_at = $3::${TIME} WHERE pipeline = $1 AND ${moves}`,
    parameters: [pipeline, new Date(throughMs).toISOString(), now.toISOString()],
  };
}

/** Rows of this table are missing since then: it is complete no further. */
export function holdBack(pipeline: string, source: TableName, sinceMs: number): Statement {
  return {
    sql: `UPDATE ${NAME} SET complete_through = CASE WHEN complete_through > $4::${TIME} THEN $4::${TIME} ELSE complete_through END ${ON_ROW}`,
    parameters: [pipeline, source.schema, source.table, new Date(sinceMs).toISOString()],
  };
}

/** Whether a stream feeds this pipeline: then its checkpoints say how far it is complete, and no file does. */
export async function hasCheckpoints(context: WriteContext): Promise<boolean> {
  const { rows } = await context.execute({
    sql: `SELECT shard_id FROM ${DRAYAGE_SCHEMA}.checkpoints WHERE pipeline = $1 LIMIT 1`,
    parameters: [context.pipeline],
  });
  return rows.length > 0;
}

/** An expression over the row as it is when the value is set, in real time also on CrateDB. */
function ofEra(value: string, column: string): string {
  return `CASE WHEN state = 'loading' AND coalesce(era_started_at, -1) = $4::bigint THEN ${value} ELSE ${column} END`;
}

function guarded(pipeline: string, era: EraKey, sets: readonly string[], endedAt: Date, now: Date): Statement {
  return {
    sql: `UPDATE ${NAME} SET ${[...sets, `updated_at = $5::${TIME}`].join(', ')} ${ON_ROW} RETURNING state, era_started_at`,
    parameters: [
      pipeline,
      era.source.schema,
      era.source.table,
      era.eraStartedAt ?? -1,
      now.toISOString(),
      endedAt.toISOString(),
    ],
  };
}
