/** Where a change stands in the log of the source. */
export interface Position {
  readonly transactionId: number;
  readonly recordId: number;
  readonly previous: { readonly transactionId: number; readonly recordId: number } | undefined;
  /** PostgreSQL's form: `<LSN>.<n>.<LSN>`, where `n` counts within the transaction and is not padded. */
  readonly streamPosition: string;
}

export interface Transactions {
  /** The next change: of a transaction of its own, or one that joins the transaction before. */
  next(joins?: boolean): Position;
}

const FIRST_LSN = 0x1_f0a4_1000n;

/** A log that only counts. Most transactions hold one change. */
export function createTransactions(): Transactions {
  let lsn = FIRST_LSN;
  let transactionId = 4711;
  let recordId = 0;
  let previous: Position['previous'];
  return {
    next: (joins = false) => {
      if (!joins || recordId === 0) {
        if (recordId > 0) previous = { transactionId, recordId };
        transactionId += 1;
        recordId = 0;
        lsn += 0xb0n;
      }
      recordId += 1;
      const commit = formatLsn(lsn);
      return { transactionId, recordId, previous, streamPosition: `${commit}.${recordId + 1}.${commit}` };
    },
  };
}

function formatLsn(lsn: bigint): string {
  const hex = (part: bigint): string => part.toString(16).toUpperCase().padStart(8, '0');
  return `${hex(lsn >> 32n)}/${hex(lsn & 0xffff_ffffn)}`;
}
