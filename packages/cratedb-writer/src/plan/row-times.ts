import type { TargetTable } from '../catalogue/target-table.js';

/** Stands for the mark of a soft delete among the indexes of columns. */
export const MARK = -1;

/**
 * When the values of a row were told, in microseconds, where not all of them are as new as its stamp: partial images
 * leave the columns they lack as old as they were. Kept beside the row in `drayage_columns`.
 */
export interface RowTimes {
  /** Time of the newest whole image; `-Infinity`: none was seen. */
  readonly whole: number;
  /** Index of a column (or `MARK`) to the time of its newest value, where that is newer than `whole`. */
  readonly columns: ReadonlyMap<number, number>;
  /**
   * The row came under its key by a change of key at this time: what is older and bears this key belongs to another row,
   * and `whole` and `columns` may be older than this.
   */
  readonly movedAt: number | undefined;
}

interface StoredTimes {
  /** The stamp they go with: a row with another one was written whole since. */
  readonly at: number | null;
  readonly whole: number | null;
  readonly moved?: number;
  readonly marked?: number;
  readonly columns: Readonly<Record<string, number>>;
}

/** Times of a row that was written whole: all of them are its stamp. */
export function wholeAt(stamp: number): RowTimes {
  return { whole: stamp, columns: new Map(), movedAt: undefined };
}

/** Reads `drayage_columns`; a row without, or whose stamp it does not go with, is whole. */
export function parseRowTimes(table: TargetTable, text: string | null | undefined, stamp: number): RowTimes {
  if (text === null || text === undefined) return wholeAt(stamp);
  const stored = JSON.parse(text) as StoredTimes;
  if ((stored.at ?? -Infinity) !== stamp) return wholeAt(stamp);
  const columns = new Map<number, number>();
  for (const [name, time] of Object.entries(stored.columns)) {
    const index = indexOf(table, name);
    if (index !== undefined) columns.set(index, time);
  }
  if (stored.marked !== undefined) columns.set(MARK, stored.marked);
  return { whole: stored.whole ?? -Infinity, columns, movedAt: stored.moved };
}

/** The text for `drayage_columns`; `null` where every value is as new as the stamp. */
export function formatRowTimes(table: TargetTable, { whole, columns, movedAt }: RowTimes, stamp: number): string | null {
  if (whole === stamp && columns.size === 0 && movedAt === undefined) return null;
  const times: Record<string, number> = {};
  for (const [index, time] of columns) if (index !== MARK) times[table.columns[index]?.name ?? ''] = time;
  const marked = columns.get(MARK);
  const stored: StoredTimes = {
    at: finite(stamp),
    whole: finite(whole),
    ...(movedAt === undefined ? {} : { moved: movedAt }),
    ...(marked === undefined ? {} : { marked }),
    columns: times,
  };
  return JSON.stringify(stored);
}

/** By the target's name; one that was renamed since is found by its present name. */
function indexOf(table: TargetTable, name: string): number | undefined {
  const index = table.columns.findIndex((column) => column.name === name);
  if (index !== -1) return index;
  const present = table.formerNames.find(({ former }) => former === name)?.present;
  return present === undefined || present === null ? undefined : table.indexOf.get(present);
}

function finite(time: number): number | null {
  return Number.isFinite(time) ? time : null;
}
