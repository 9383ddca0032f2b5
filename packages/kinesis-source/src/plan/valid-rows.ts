import type { CheckpointRow } from '../checkpoints/checkpoint-store.js';
import type { StartPosition } from '../start-position.js';

/** The part of a row that says how far the shard was read. */
export type Mark = Pick<CheckpointRow, 'sequenceNumber' | 'arrivalTime'>;

/**
 * Whether a stored position counts for this start; `StartPosition` says which do. `atStart` is what the store held for
 * the same shard when the run began.
 */
export function isValidMark(start: StartPosition, mark: Mark, atStart: Mark | undefined): boolean {
  if (mark.sequenceNumber === undefined) return false;
  switch (start.kind) {
    case 'checkpoint':
    case 'latest':
      return true;
    case 'trim-horizon':
      return atStart === undefined || !isSameMark(mark, atStart);
    case 'time':
      return mark.arrivalTime === undefined || mark.arrivalTime.getTime() >= start.at.getTime();
  }
}

function isSameMark(left: Mark, right: Mark): boolean {
  return left.sequenceNumber === right.sequenceNumber && left.arrivalTime?.getTime() === right.arrivalTime?.getTime();
}

/** The rows whose positions count for this start. */
export function validRows(
  start: StartPosition,
  rows: readonly CheckpointRow[],
  rowsAtStart: ReadonlyMap<string, CheckpointRow>,
): readonly CheckpointRow[] {
  return rows.filter((row) => isValidMark(start, row, rowsAtStart.get(row.shardId)));
}
