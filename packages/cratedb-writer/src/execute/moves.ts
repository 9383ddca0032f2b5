import { DRAYAGE_SCHEMA } from '../catalogue/drayage-tables.js';
import type { TargetTable } from '../catalogue/target-table.js';
import type { MoveRecord } from '../plan/merge-changes.js';
import type { RowImage } from '../plan/merged-row.js';
import { formatRowTimes, parseRowTimes } from '../plan/row-times.js';
import type { ScalarParameter } from '../statement.js';
import type { WriteContext } from './write-context.js';
import { tombstoneTarget } from './tombstones.js';

/**
 * Where rows went whose key changed by a partial image, and what they were: a change that arrives late under the old
 * key finds its row, and a batch that was cut short after the old row was written over finds what was in it.
 */
const NAME = `${DRAYAGE_SCHEMA}.moves`;

interface StoredMove {
  readonly key: readonly ScalarParameter[];
  readonly since?: number;
}

interface StoredImage {
  readonly values: Readonly<Record<string, ScalarParameter>>;
  readonly at: number;
  readonly times: string;
}

/** Keeps moves; one that is kept already stays. Answers whether all of them were new. */
export async function keepMoves(
  context: WriteContext,
  table: TargetTable,
  moves: readonly MoveRecord[],
  expiresAt: Date,
): Promise<boolean> {
  const sql = `INSERT INTO ${NAME} (pipeline, target, "key", "time", moved_to, image, expires_at) VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (pipeline, target, "key", "time") DO NOTHING`;
  let kept = 0;
  for (const { from, to, timeMicros, sinceMicros, image } of moves) {
    const texts = [
      JSON.stringify({ key: to.key, since: sinceMicros }),
      image === undefined ? null : formatImage(table, image),
    ];
    const parameters = [
      context.pipeline,
      tombstoneTarget(table),
      from.keyText,
      timeMicros,
      ...texts,
      expiresAt.toISOString(),
    ];
    kept += (await context.execute({ sql, parameters })).rowCount;
  }
  return kept === moves.length;
}

/** Moves away from keys, by the key's text, the oldest first. */
export async function readMoves(
  context: WriteContext,
  table: TargetTable,
  keyTexts: readonly string[],
  textOf: (key: readonly ScalarParameter[]) => string,
): Promise<ReadonlyMap<string, readonly MoveRecord[]>> {
  const moves = new Map<string, MoveRecord[]>();
  if (keyTexts.length === 0) return moves;
  if (context.database.dialect === 'cratedb') await context.execute({ sql: `REFRESH TABLE ${NAME}`, parameters: [] });
  const list = context.database.dialect === 'cratedb' ? '$3::array(text)' : '$3::text[]';
  const { rows } = await context.execute({
    sql: `SELECT "key", "time", moved_to, image FROM ${NAME} WHERE pipeline = $1 AND target = $2 AND "key" = ANY(${list}) ORDER BY "key", "time"`,
    parameters: [context.pipeline, tombstoneTarget(table), keyTexts],
  });
  for (const [keyText, time, movedTo, image] of rows) {
    if (keyText == null || time == null || movedTo == null) continue;
    const { key, since } = JSON.parse(movedTo) as StoredMove;
    const record: MoveRecord = {
      from: { key: [], keyText },
      to: { key, keyText: textOf(key) },
      timeMicros: Number(time),
      sinceMicros: since,
      image: image == null ? undefined : parseImage(table, image),
    };
    moves.set(keyText, [...(moves.get(keyText) ?? []), record]);
  }
  return moves;
}

/** Values go by the target's names: the columns may be others when the image is read. */
function formatImage(table: TargetTable, { values, times }: RowImage): string {
  const named = table.columns.flatMap(({ name }, index) =>
    values[index] === undefined ? [] : [[name, values[index]] as const],
  );
  const at = [times.whole, ...times.columns.values()].reduce((newest, time) => Math.max(newest, time), 0);
  const stored: StoredImage = { values: Object.fromEntries(named), at, times: formatRowTimes(table, times, at) };
  return JSON.stringify(stored);
}

function parseImage(table: TargetTable, text: string): RowImage {
  const { values, at, times } = JSON.parse(text) as StoredImage;
  return {
    values: table.columns.map(({ name }) => (Object.hasOwn(values, name) ? values[name] : undefined)),
    times: parseRowTimes(table, times, at),
  };
}
