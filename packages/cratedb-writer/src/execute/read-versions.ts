import type { TargetTable } from '../catalogue/target-table.js';
import { keyParameters } from '../plan/key-columns.js';
import { lookUpVersions, lookUpVersionsByLiterals } from '../plan/look-up.js';
import type { RowState } from '../plan/row-state.js';
import type { WriteContext } from './write-context.js';

/** What stands under a row's key: its stamp, and CrateDB's version of it. */
export interface StandingVersion {
  /** Microseconds; `null`: the row has no stamp. */
  readonly stamp: number | null;
  readonly sequenceNumber: string;
  readonly primaryTerm: string;
}

/** CrateDB: stamp and version of those rows that exist, in real time, whatever was refreshed. */
export async function readVersions(
  context: WriteContext,
  table: TargetTable,
  rows: readonly RowState[],
  lane: number,
): Promise<ReadonlyMap<RowState, StandingVersion>> {
  const found = new Map<RowState, StandingVersion>();
  const take = (row: RowState | undefined, answer: readonly (string | null)[]): void => {
    const [, stamp, sequenceNumber, primaryTerm] = answer;
    if (row === undefined || sequenceNumber == null || primaryTerm == null) return;
    found.set(row, { stamp: stamp == null ? null : Number(stamp), sequenceNumber, primaryTerm });
  };
  const statements = lookUpVersionsByLiterals(table, rows);
  if (statements === undefined) {
    const { sql, parameterSets } = lookUpVersions(table, rows);
    const answer = await context.executeBatch(sql, parameterSets, lane);
    for (const line of answer.rows) take(rows[Number(line[0])], line);
    return found;
  }
  const byKey = new Map(rows.map((row) => [String(keyParameters(table, row.key)[0]), row]));
  for (const statement of statements) {
    const answer = await context.execute(statement, lane);
    for (const line of answer.rows) take(byKey.get(line[0] ?? ''), line);
  }
  return found;
}
