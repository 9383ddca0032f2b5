/** Where one row change stands in the log of the source. */
export interface LogEntry {
  readonly transactionId: number;
  /** Counts from 1 within the transaction. */
  readonly recordId: number;
  /** The last record of the transaction before; `undefined` in the first one. */
  readonly previous: { readonly transactionId: number; readonly recordId: number } | undefined;
  readonly commitMicros: number;
  /** PostgreSQL's form: `<LSN>.<n>.<LSN>`, where `n` counts within the transaction and is not padded. */
  readonly position: string;
}

/** A transaction being read from the log. */
export interface LogTransaction {
  next(): LogEntry;
  end(): void;
}

/** A write-ahead log that only counts: positions grow with every entry. */
export interface SourceLog {
  begin(commitMicros: number): LogTransaction;
  /** The position of the last entry; empty before the first. */
  position(): string;
}

const FIRST_LSN = 0x1_f0a4_1000n;
const FIRST_TRANSACTION = 4711;

/** Starts a log in the middle of a database's life, as a replication slot does. */
export function createSourceLog(): SourceLog {
  let lsn = FIRST_LSN;
  let transactionId = FIRST_TRANSACTION;
  let previous: LogEntry['previous'];
  let position = '';

  return {
    begin: (commitMicros) => {
      const commitLsn = formatLsn(lsn);
      let recordId = 0;
      transactionId += 1;
      return {
        next: () => {
          recordId += 1;
          lsn += 0xb0n;
          position = `${commitLsn}.${recordId + 1}.${commitLsn}`;
          return { transactionId, recordId, previous, commitMicros, position };
        },
        end: () => {
          lsn += 0x30n;
          if (recordId > 0) previous = { transactionId, recordId };
        },
      };
    },
    position: () => position,
  };
}

function formatLsn(lsn: bigint): string {
  const hex = (part: bigint) => part.toString(16).toUpperCase().padStart(8, '0');
  return `${hex(lsn >> 32n)}/${hex(lsn & 0xffff_ffffn)}`;
}
