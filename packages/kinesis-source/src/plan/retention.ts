/** Whether records that arrived just after `readUntilMs` may have been trimmed by now. */
export function isBeyondRetention(readUntilMs: number, nowMs: number, retentionMs: number): boolean {
  return readUntilMs < nowMs - retentionMs;
}

export interface ReadStep {
  /** Everything that arrived until then was read before; `undefined`: nothing was. */
  readonly readUntilMs: number | undefined;
  /** The first record of the next read; `undefined`: it brought none. */
  readonly firstArrivalMs: number | undefined;
  readonly nowMs: number;
  readonly retentionMs: number;
}

/**
 * Whether records may have been trimmed between two reads: the first ended before the trim horizon, and the second
 * begins at or after it. If the second begins before the horizon too, Kinesis had not trimmed yet, and nothing is lost:
 * a start at the trim horizon reads along that edge.
 */
export function mayHaveSkipped({ readUntilMs, firstArrivalMs, nowMs, retentionMs }: ReadStep): boolean {
  if (readUntilMs === undefined || firstArrivalMs === undefined) return false;
  return isBeyondRetention(readUntilMs, nowMs, retentionMs) && !isBeyondRetention(firstArrivalMs, nowMs, retentionMs);
}

/** Whether the lag deserves a warning: half of the retention is gone. */
export function isLagAlarming(lagMs: number, retentionMs: number): boolean {
  return lagMs > retentionMs / 2;
}
