export interface StartingPosition {
  readonly startingPosition: 'TRIM_HORIZON' | 'LATEST' | 'AT_TIMESTAMP';
  /** Seconds since 1970. */
  readonly startingPositionTimestamp?: number;
}

/**
 * Where an event source mapping begins, of `kinesis.start`. AWS keeps its position from then on, so that `checkpoint` is the
 * oldest record for one that is new.
 */
export function startingPosition(start: string): StartingPosition {
  switch (start) {
    case 'checkpoint':
    case 'trim-horizon':
      return { startingPosition: 'TRIM_HORIZON' };
    case 'latest':
      return { startingPosition: 'LATEST' };
    default:
      return { startingPosition: 'AT_TIMESTAMP', startingPositionTimestamp: Math.floor(Date.parse(start) / 1_000) };
  }
}
