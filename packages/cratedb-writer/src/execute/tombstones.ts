import type { TargetTable } from '../catalogue/target-table.js';
import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { Dialect } from '../client/sink-database.js';
import type { RowState } from '../plan/row-state.js';
import type { Parameter, Statement } from '../statement.js';
import type { WriteContext } from './write-context.js';

/**
 * What was deleted lately, by key: whatever arrives late and is older is removed again.
 *
 * Invariant, right between processes: who deletes writes the tombstone first and the row's deletion after it; who
 * writes rows looks for newer tombstones after the rows are written. Whichever comes second sees the other.
 */
export interface Tombstone {
  readonly target: string;
  /** `row:` and the key's text, or `era` for all rows of a table older than its load. */
  readonly key: string;
  readonly timeMicros: number;
  readonly cause?: string | undefined;
}

/** Key of the tombstone that stands for everything before an era. */
export const ERA_KEY = 'era';
/** Key of the tombstone, newer than everything, that says that rows of a table may be told in parts. */
export const PARTIALS_KEY = 'partials';
const NAME = `${DRAYAGE_SCHEMA}.tombstones`;
/** Newer tombstones than this are looked up key by key instead of read. */
const MAX_READ = 20_000;

/** Before the text of a row's key. */
export const TOMBSTONE_PREFIX = 'row:';

export function tombstoneKey({ keyText }: Pick<RowState, 'keyText'>): string {
  return `${TOMBSTONE_PREFIX}${keyText}`;
}

/** What the memory of a table's rows is kept under: the name of the target table. */
export function tombstoneTarget({ target }: Pick<TargetTable, 'target'>): string {
  return `${target.schema}.${target.table}`;
}

/** Writes tombstones; an older one never replaces a newer. */
export async function writeTombstones(
  context: WriteContext,
  tombstones: readonly Tombstone[],
  expiresAt: Date,
): Promise<void> {
  for (let from = 0; from < tombstones.length; from += 10_000) {
    const part = tombstones.slice(from, from + 10_000);
    const result = await context.execute(upsertTombstones(context.database.dialect, context.pipeline, part, expiresAt));
    if (result.rowCount < part.length && context.database.dialect === 'cratedb') {
      for (const tombstone of part) await context.execute(upsertTombstone(context.pipeline, tombstone, expiresAt));
    }
  }
}

/**
 * The tombstones of a target that are newer than `sinceMicros`. With very many of them only those of `keys` are
 * looked up.
 */
export async function readTombstones(
  context: WriteContext,
  target: string,
  sinceMicros: number,
  keys: () => readonly string[],
): Promise<ReadonlyMap<string, number>> {
  const cratedb = context.database.dialect === 'cratedb';
  if (cratedb) await context.execute({ sql: `REFRESH TABLE ${NAME}`, parameters: [] });
  const newer = await context.execute({
    sql: `SELECT "key", "time" FROM ${NAME} WHERE pipeline = $1 AND target = $2 AND "time" > $3 LIMIT ${MAX_READ}`,
    parameters: [context.pipeline, target, sinceMicros],
  });
  const found = new Map<string, number>();
  const take = (rows: readonly (readonly (string | null)[])[]): void => {
    for (const [key, time] of rows) if (key != null && time != null) found.set(key, Number(time));
  };
  take(newer.rows);
  if (newer.rows.length < MAX_READ) return found;
  const one = `SELECT "key", "time" FROM ${NAME} WHERE pipeline = $1 AND target = $2 AND "key" = $3`;
  take(
    (
      await context.executeBatch(
        one,
        [ERA_KEY, ...keys()].map((key) => [context.pipeline, target, key]),
      )
    ).rows,
  );
  return found;
}

/** Copies the tombstones of a table to the name it is going to have. CrateDB: as of the last refresh. */
export function carryTombstones({ pipeline, database }: WriteContext, from: string, to: string): Statement {
  const columns = '"key", "time", cause, expires_at';
  return {
    sql: `INSERT INTO ${NAME}${alias(database.dialect)} (pipeline, target, ${columns}) SELECT pipeline, $3::text, ${columns} FROM ${NAME} WHERE pipeline = $1 AND target = $2 ${guard(database.dialect)}`,
    parameters: [pipeline, from, to],
  };
}

function upsertTombstones(
  dialect: Dialect,
  pipeline: string,
  tombstones: readonly Tombstone[],
  expiresAt: Date,
): Statement {
  const array = (type: string): string => (dialect === 'cratedb' ? `array(${type})` : `${type}[]`);
  const arrays = ['text', 'text', 'bigint', 'text'].map((type, index) => `$${index + 1}::${array(type)}`).join(', ');
  const parameters: Parameter[] = [
    tombstones.map((tombstone) => tombstone.target),
    tombstones.map((tombstone) => tombstone.key),
    tombstones.map((tombstone) => tombstone.timeMicros),
    tombstones.map((tombstone) => tombstone.cause ?? null),
    pipeline,
    expiresAt.toISOString(),
  ];
  return {
    sql: `INSERT INTO ${NAME}${alias(dialect)} (pipeline, target, "key", "time", cause, expires_at) SELECT $5::text, a, b, c, d, $6::timestamp with time zone FROM UNNEST(${arrays}) AS u(a, b, c, d) ${guard(dialect)}`,
    parameters,
  };
}

function upsertTombstone(pipeline: string, tombstone: Tombstone, expiresAt: Date): Statement {
  return {
    sql: `INSERT INTO ${NAME} (pipeline, target, "key", "time", cause, expires_at) VALUES ($1, $2, $3, $4, $5, $6) ${guard('cratedb')}`,
    parameters: [
      pipeline,
      tombstone.target,
      tombstone.key,
      tombstone.timeMicros,
      tombstone.cause ?? null,
      expiresAt.toISOString(),
    ],
  };
}

function alias(dialect: Dialect): string {
  return dialect === 'postgresql' ? ' AS t' : '';
}

function guard(dialect: Dialect): string {
  const current = (column: string): string => (dialect === 'postgresql' ? `t.${column}` : column);
  const newest = (column: string): string =>
    `${column} = CASE WHEN excluded."time" < ${current('"time"')} THEN ${current(column)} ELSE excluded.${column} END`;
  return `ON CONFLICT (pipeline, target, "key") DO UPDATE SET ${['"time"', 'cause', 'expires_at'].map(newest).join(', ')}`;
}
