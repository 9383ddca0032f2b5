import {
  FROM_ARRIVAL_TIME,
  FROM_TRIM_HORIZON,
  SHARD_END,
  type StoredCheckpoint,
} from '../checkpoints/checkpoint-store.js';
import type { IteratorPosition } from '../shard.js';
import type { FirstPosition } from './first-positions.js';
import { isBeyondRetention } from './retention.js';

/**
 * How far the clock of this machine may be from the one of Kinesis where a time becomes a place to read from. AWS
 * refuses requests signed with a clock that is off by more. Repeating five minutes is harmless, skipping one record is not.
 */
export const CLOCK_TOLERANCE_MS = 5 * 60_000;

export interface Beginning {
  /** Absent: no record was ever safe. */
  readonly checkpoint: StoredCheckpoint | undefined;
  /** Where to begin without a checkpoint. */
  readonly first: FirstPosition;
  readonly nowMs: number;
  readonly retentionMs: number;
}

/** The position to save until a record is safe, so that a restart begins no later than this run did. */
export interface BeginMark {
  readonly sequenceNumber: string;
  readonly arrivalTimeMs: number | undefined;
}

/** `finished`: nothing is left to read. `too-old`: what followed the checkpoint may be trimmed. */
export type BeginDecision =
  | { readonly kind: 'begin'; readonly position: IteratorPosition; readonly mark: BeginMark }
  | { readonly kind: 'finished' }
  | { readonly kind: 'too-old'; readonly readUntil: Date };

/** Decides where a shard that was just acquired begins. */
export function beginShard({ checkpoint, first, nowMs, retentionMs }: Beginning): BeginDecision {
  if (checkpoint === undefined) return beginUnread(first, nowMs, retentionMs);
  const { sequenceNumber, arrivalTime } = checkpoint;
  if (sequenceNumber === SHARD_END) return { kind: 'finished' };
  if (arrivalTime !== undefined && isBeyondRetention(arrivalTime.getTime(), nowMs, retentionMs)) {
    return { kind: 'too-old', readUntil: arrivalTime };
  }
  const mark: BeginMark = { sequenceNumber, arrivalTimeMs: arrivalTime?.getTime() };
  return { kind: 'begin', position: positionOf(checkpoint), mark };
}

/** Reads the shard from as far back as it goes: after a gap that the source goes over. */
export function beginAtTrimHorizon(): Extract<BeginDecision, { readonly kind: 'begin' }> {
  return {
    kind: 'begin',
    position: { kind: 'trim-horizon' },
    mark: { sequenceNumber: FROM_TRIM_HORIZON, arrivalTimeMs: undefined },
  };
}

function beginUnread(first: FirstPosition, nowMs: number, retentionMs: number): BeginDecision {
  switch (first.kind) {
    case 'skip':
      return { kind: 'finished' };
    case 'trim-horizon':
      return beginAtTrimHorizon();
    case 'at-time': {
      // Kinesis begins at the trim horizon then, too. Kept as a time, it would look like a gap at the next start.
      if (isBeyondRetention(first.at.getTime(), nowMs, retentionMs)) return beginAtTrimHorizon();
      const mark: BeginMark = { sequenceNumber: FROM_ARRIVAL_TIME, arrivalTimeMs: first.at.getTime() };
      return { kind: 'begin', position: { kind: 'at-time', at: first.at }, mark };
    }
    case 'latest': {
      const mark: BeginMark = { sequenceNumber: FROM_ARRIVAL_TIME, arrivalTimeMs: nowMs - CLOCK_TOLERANCE_MS };
      return { kind: 'begin', position: { kind: 'latest' }, mark };
    }
  }
}

function positionOf({ sequenceNumber, arrivalTime }: StoredCheckpoint): IteratorPosition {
  if (sequenceNumber === FROM_TRIM_HORIZON) return { kind: 'trim-horizon' };
  if (sequenceNumber !== FROM_ARRIVAL_TIME) return { kind: 'after', sequenceNumber };
  // Never written without a time. If one went missing, the trim horizon skips nothing.
  return arrivalTime === undefined ? { kind: 'trim-horizon' } : { kind: 'at-time', at: arrivalTime };
}
