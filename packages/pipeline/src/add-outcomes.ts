import type { StreamPosition } from '@drayage/record-decoder';
import { outcomeId, type ProcessOutcome, type TableOutcome } from './process-outcome.js';

/** Nothing done: where sums begin. */
export function emptyOutcome(safeThrough: StreamPosition | undefined): ProcessOutcome {
  return {
    records: 0,
    rowsUpserted: 0,
    rowsDeleted: 0,
    statements: 0,
    deadLetters: 0,
    skipped: 0,
    staleSkipped: 0,
    tables: [],
    safeThrough,
  };
}

/** Sums two outcomes; the position is the later one's. */
export function addOutcomes(one: ProcessOutcome, other: ProcessOutcome): ProcessOutcome {
  const tables = new Map(one.tables.map((table) => [outcomeId(table), table]));
  for (const table of other.tables) {
    const present = tables.get(outcomeId(table));
    tables.set(outcomeId(table), present === undefined ? table : addTables(present, table));
  }
  return {
    records: one.records + other.records,
    rowsUpserted: one.rowsUpserted + other.rowsUpserted,
    rowsDeleted: one.rowsDeleted + other.rowsDeleted,
    statements: one.statements + other.statements,
    deadLetters: one.deadLetters + other.deadLetters,
    skipped: one.skipped + other.skipped,
    staleSkipped: one.staleSkipped + other.staleSkipped,
    tables: [...tables.values()],
    safeThrough: other.safeThrough,
  };
}

function addTables(one: TableOutcome, other: TableOutcome): TableOutcome {
  return {
    ...other,
    rowsUpserted: one.rowsUpserted + other.rowsUpserted,
    rowsDeleted: one.rowsDeleted + other.rowsDeleted,
    deadLetters: one.deadLetters + other.deadLetters,
  };
}
