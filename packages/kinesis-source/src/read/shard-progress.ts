import { FROM_ARRIVAL_TIME, FROM_TRIM_HORIZON } from '../checkpoints/checkpoint-store.js';
import { type BeginMark, CLOCK_TOLERANCE_MS } from '../plan/begin-shard.js';
import { compareSequenceNumbers, type SequencePoint } from '../sequence-number.js';

/** How far a shard was handed over, and how far of that is safe. A value: each step makes a new one. */
export interface ShardProgress {
  /** What may be stored: the last safe record, or where reading began. */
  readonly mark: BeginMark;
  /** The last record that the handler was given in this reading. */
  readonly handed: SequencePoint | undefined;
}

export function beginProgress(mark: BeginMark): ShardProgress {
  return { mark, handed: undefined };
}

/** Before the handler is called with `records`. */
export function handOver(progress: ShardProgress, records: readonly SequencePoint[]): ShardProgress {
  const last = records.at(-1);
  return last === undefined ? progress : { ...progress, handed: last };
}

/**
 * After the handler has answered. The mark never moves back, and never past what was handed over in this reading: a
 * handler that remembers more than that may know it from a reading which another owner interrupted.
 */
export function settle(progress: ShardProgress, safeThrough: SequencePoint | undefined): ShardProgress {
  const { mark, handed } = progress;
  if (safeThrough === undefined || handed === undefined) return progress;
  const reachesAll = compareSequenceNumbers(safeThrough.sequenceNumber, handed.sequenceNumber) >= 0;
  const safe = reachesAll ? handed : safeThrough;
  if (isRecord(mark) && compareSequenceNumbers(safe.sequenceNumber, mark.sequenceNumber) <= 0) return progress;
  const arrivalTimeMs = latest(mark.arrivalTimeMs, safe.arrivalTimeMs);
  return { ...progress, mark: { sequenceNumber: safe.sequenceNumber, arrivalTimeMs } };
}

/** Whether the handler still holds records back. */
export function holdsBack({ mark, handed }: ShardProgress): boolean {
  if (handed === undefined) return false;
  return !isRecord(mark) || compareSequenceNumbers(mark.sequenceNumber, handed.sequenceNumber) < 0;
}

/**
 * After a read that was sent at `sentAtMs` and came back `millisBehindLatest` behind the tip.
 *
 * Why the time moves without a record: a checkpoint older than the retention means that what followed it may have been
 * trimmed unread. On a shard where nothing arrives, the last record grows old while nothing is lost, and after a day or
 * a week a restart would take that for a gap. But a read that reaches the tip proves that up to the moment it was sent
 * nothing else is there; behind the tip, it proves so up to that much earlier. So the *time* says how far the shard is
 * known, and only the *sequence number* says where to read on. It says nothing while the handler holds records back:
 * they, and all that follows, would have to be read again.
 *
 * Where no record is safe yet and the time is itself the place to read on from, it moves only at the tip, and stays
 * behind by as much as the two clocks may differ.
 */
export function readUntil(progress: ShardProgress, sentAtMs: number, millisBehindLatest: number): ShardProgress {
  if (holdsBack(progress)) return progress;
  const { mark } = progress;
  const isPlace = mark.sequenceNumber === FROM_ARRIVAL_TIME;
  if (isPlace && millisBehindLatest > 0) return progress;
  const knownUntilMs = sentAtMs - millisBehindLatest - (isPlace ? CLOCK_TOLERANCE_MS : 0);
  return { ...progress, mark: { ...mark, arrivalTimeMs: latest(mark.arrivalTimeMs, knownUntilMs) } };
}

function isRecord(mark: BeginMark): boolean {
  return mark.sequenceNumber !== FROM_ARRIVAL_TIME && mark.sequenceNumber !== FROM_TRIM_HORIZON;
}

function latest(before: number | undefined, after: number | undefined): number | undefined {
  if (before === undefined || after === undefined) return after ?? before;
  return Math.max(before, after);
}
