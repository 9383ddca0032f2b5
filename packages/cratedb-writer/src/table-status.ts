import type { TableName } from '@drayage/record-decoder';

export type TableState = 'loading' | 'live' | 'incomplete' | 'suspended' | 'dropped-at-source';

/** One target table, as `/status` shows it. Row counts are this process's own. */
export interface TableStatus {
  readonly schema: string;
  readonly name: string;
  readonly state: TableState;
  readonly rowsWritten: number;
  readonly rowsDeleted: number;
  /** ISO 8601, time of the newest message applied; `null` before the first. */
  readonly lastChangeAt: string | null;
  /** Open dead letters. */
  readonly deadLetters: number;
  /** Why it is not `live`; `null` where there is nothing to say, or where its open letters are all. */
  readonly reason: string | null;
  /**
   * ISO 8601: the target holds everything that reached the stream before, of this table; `null` before its first load
   * is complete. Stands still while the table is not `live`.
   */
  readonly completeThrough: string | null;
}

/** The same, with the source table behind it. */
export interface SourceTableStatus extends TableStatus {
  readonly source: TableName;
}
