/**
 * How many records are written in one go. Smaller after a piece that ran out of time: a batch that is handed back whole
 * each time would never be written.
 */
export interface SliceSize {
  records(): number;
  ranOutOfTime(): void;
  worked(): void;
}

export function createSliceSize(mostRecords: number): SliceSize {
  let size = mostRecords;
  return {
    records: () => size,
    ranOutOfTime: () => (size = Math.max(1, Math.floor(size / 4))),
    worked: () => (size = Math.min(mostRecords, size * 2)),
  };
}
