import type { TargetTable } from '../catalogue/target-table.js';
import { targetName } from '../names/target-name.js';

/** Stands for the mark of a soft delete among the indexes of columns. */
export const MARK = -1;

/** A column by its index (or `MARK`), or by its name at the target where this process does not know it (yet). */
export type ColumnRef = number | string;

/**
 * When the values of a row were told, in microseconds, where not all of them are as new as its stamp: partial images
 * leave the columns they lack as old as they were.
 */
export interface RowTimes {
  /** Time of the newest whole image; `-Infinity`: none was seen. */
  readonly whole: number;
  /** Column to the time of its newest value, where that is newer than `whole`. */
  readonly columns: ReadonlyMap<ColumnRef, number>;
  /**
   * The row came under its key by a change of key at this time: what is older and bears this key belongs to another row,
   * and `whole` and `columns` may be older than this.
   */
  readonly movedAt: number | undefined;
}

/** The text in `drayage.partial_rows`. */
interface StoredTimes {
  /** Stamps that the row may bear with these times: as it was read, as others mean to write it, as it was to be written. */
  readonly stamps: readonly (number | null)[];
  readonly whole: number | null;
  readonly moved?: number;
  readonly marked?: number;
  /** By the target's name. */
  readonly columns: Readonly<Record<string, number>>;
}

/** Times of a row that was written whole: all of them are its stamp. */
export function wholeAt(stamp: number): RowTimes {
  return { whole: stamp, columns: new Map(), movedAt: undefined };
}

/**
 * What is known of the times of a row that bears a stamp. They are stored before the row is written: a row with another
 * stamp was written whole since, or is still to be written, by whoever stored them or by the batch's repetition.
 */
export function parseRowTimes(table: TargetTable, text: string | undefined, stamp: number): RowTimes {
  if (text === undefined) return wholeAt(stamp);
  const stored = JSON.parse(text) as StoredTimes;
  const columns = new Map<ColumnRef, number>();
  for (const [name, time] of Object.entries(stored.columns)) {
    const ref = refOf(table, name);
    // A column that rows brought under both of its names has the value that was told last.
    if (ref !== undefined) columns.set(ref, Math.max(time, columns.get(ref) ?? -Infinity));
  }
  if (stored.marked !== undefined) columns.set(MARK, stored.marked);
  const isYetToMove = stored.moved !== undefined && stamp < stored.moved;
  if (stored.stamps.includes(finite(stamp)) && !isYetToMove) {
    return { whole: stored.whole ?? -Infinity, columns, movedAt: stored.moved };
  }
  return { ...wholeAt(stamp), columns: new Map([...columns].filter(([, time]) => time > stamp)) };
}

/** The text to store before a row is written with `stamp`; `present`: the text there is, and the stamp of the row as read. */
export function formatRowTimes(
  table: TargetTable,
  { whole, columns, movedAt }: RowTimes,
  stamp: number,
  present: { readonly text: string | undefined; readonly stamp: number } = { text: undefined, stamp },
): string {
  // Entries, as an assignment to `__proto__` would make no member.
  const times = Object.fromEntries(
    [...columns].flatMap(([ref, time]) => {
      if (ref === MARK) return [];
      return [[typeof ref === 'string' ? ref : (table.columns[ref]?.name ?? ''), time]];
    }),
  );
  const marked = columns.get(MARK);
  const meant = present.text === undefined ? [] : (JSON.parse(present.text) as StoredTimes).stamps;
  const others = meant.filter((one) => one !== null && one > present.stamp);
  const stored: StoredTimes = {
    stamps: [...new Set([finite(present.stamp), ...others, finite(stamp)])],
    whole: finite(whole),
    ...(movedAt === undefined ? {} : { moved: movedAt }),
    ...(marked === undefined ? {} : { marked }),
    columns: times,
  };
  return JSON.stringify(stored);
}

/** Whether every value of a row is as new as its stamp, so that nothing has to be stored. */
export function isWholeAt({ whole, columns, movedAt }: RowTimes, stamp: number): boolean {
  return whole === stamp && columns.size === 0 && movedAt === undefined;
}

/**
 * By the target's name; one that was renamed since is found by its present name, one that was dropped is forgotten. A name
 * that this process does not know is kept: a column that another process added, or a NULL told before there was any.
 */
function refOf(table: TargetTable, name: string): ColumnRef | undefined {
  const index = table.columns.findIndex((column) => column.name === name);
  if (index !== -1) return index;
  const renamed = table.formerNames.find(({ former }) => targetName(table, former) === name);
  if (renamed === undefined) return name;
  return renamed.present === null
    ? undefined
    : (table.indexOf.get(renamed.present) ?? targetName(table, renamed.present));
}

function finite(time: number): number | null {
  return Number.isFinite(time) ? time : null;
}
