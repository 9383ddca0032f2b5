import { compareSequenceNumbers } from '@drayage/kinesis-source/positions';

/** A record by its place, and when the stream took it. */
export interface RecordPoint {
  readonly sequenceNumber: string;
  readonly arrivalTimeMs: number;
}

/** The last record of what is done. */
export interface BatchEnd extends RecordPoint {
  /** By a container that read the shard in its order. */
  readonly byOther?: true | undefined;
}

/** A batch that was begun and is not safe to its end: in work, handed back, or of an invocation that died. */
export interface OpenBatch {
  /** Everything of the batch before this record is safe, this one is not; absent: `after` is known instead. */
  readonly next?: string | undefined;
  /** Everything of the batch up to this record is safe; of the rest nothing is known but its last record. */
  readonly after?: string | undefined;
  readonly last: string;
  readonly arrivalTimeMs: number;
  /** When it was begun first. */
  readonly sinceMs: number;
}

/**
 * What the invocations for one shard know together. A value: each step makes a new one.
 *
 * Invariant: `position` is never at or past a record of an open batch. With a parallelization factor above 1 batches of
 * one shard are in work side by side, each with other partition keys, so the last record that is safe says nothing about
 * those before it. The event source mapping brings the records of a partition key in their order and brings what was
 * handed back again: so a batch is done when a batch that holds its last record is done.
 */
export interface ShardLedger {
  readonly position: RecordPoint | undefined;
  readonly open: readonly OpenBatch[];
  /** Ends of batches that are done, beyond `position` or just before it; ascending, the newest few. */
  readonly ends: readonly BatchEnd[];
  /** When batches were last seen to run side by side. */
  readonly siblingsSeenAtMs: number | undefined;
}

/** The records of one invocation, in stream order; at least one. */
export interface LedgerBatch {
  readonly points: readonly [RecordPoint, ...(readonly RecordPoint[])];
}

export const EMPTY_LEDGER: ShardLedger = { position: undefined, open: [], ends: [], siblingsSeenAtMs: undefined };

/** Of ends that are remembered, and of open batches that are told apart. */
const MAX_ENDS = 32;
const MAX_OPEN = 32;
/** One that was begun so long ago is no sign of a batch in work beside this one. */
const SIDE_BY_SIDE_MS = 15 * 60_000;

/** Before the records of a batch are written. */
export function beginBatch(ledger: ShardLedger, { points }: LedgerBatch, nowMs: number): ShardLedger {
  const [first] = points;
  const last = lastOf(points);
  const known = knownAs(ledger.open, points);
  const siblings = hasSibling(ledger, { known, first, last, nowMs });
  const merged: OpenBatch = {
    next: first.sequenceNumber,
    last: known.reduce((end, open) => later(end, open.last), last.sequenceNumber),
    arrivalTimeMs: Math.min(first.arrivalTimeMs, ...known.map((open) => open.arrivalTimeMs)),
    sinceMs: Math.min(nowMs, ...known.map((open) => open.sinceMs)),
  };
  const others = ledger.open.filter((open) => !known.includes(open));
  return settle({
    ...ledger,
    open: bounded([...others, merged]),
    siblingsSeenAtMs: siblings ? nowMs : ledger.siblingsSeenAtMs,
  });
}

/** After them: the first `safe` records of the batch are written or kept as letters. */
export function finishBatch(ledger: ShardLedger, { points }: LedgerBatch, safe: number): ShardLedger {
  const last = lastOf(points);
  const done = points[safe - 1];
  const failed = points[safe];
  const known = knownAs(ledger.open, points);
  const left = known.flatMap((open): readonly OpenBatch[] => {
    if (failed !== undefined)
      return [{ ...open, next: failed.sequenceNumber, after: undefined, arrivalTimeMs: failed.arrivalTimeMs }];
    if (compareSequenceNumbers(open.last, last.sequenceNumber) <= 0) return [];
    return [{ ...open, next: undefined, after: last.sequenceNumber, arrivalTimeMs: last.arrivalTimeMs }];
  });
  const others = ledger.open.filter((open) => !known.includes(open));
  return settle({
    ...ledger,
    open: [...others, ...left],
    ends: done === undefined ? ledger.ends : withEnd(ledger.ends, done),
  });
}

/** Somebody says that batches run side by side; `undefined`: nobody does. */
export function noteSiblings(ledger: ShardLedger, nowMs: number | undefined): ShardLedger {
  return nowMs === undefined ? ledger : { ...ledger, siblingsSeenAtMs: nowMs };
}

/**
 * Somebody else, who reads the shard in its order, has come so far: what was open before is safe with it.
 */
export function takeOver(ledger: ShardLedger, position: RecordPoint | undefined): ShardLedger {
  if (position === undefined) return ledger;
  const isAfter = (sequenceNumber: string): boolean =>
    compareSequenceNumbers(sequenceNumber, position.sequenceNumber) > 0;
  return settle({
    ...ledger,
    position: undefined,
    open: ledger.open.filter(({ last }) => isAfter(last)),
    ends: withEnd(
      ledger.ends.filter(({ sequenceNumber }) => isAfter(sequenceNumber)),
      { ...position, byOther: true },
    ),
  });
}

/** The oldest record that is not safe; `undefined`: all that came are. */
export function oldestOpen(ledger: ShardLedger): OpenBatch | undefined {
  return ledger.open.reduce<OpenBatch | undefined>(
    (oldest, open) => (oldest === undefined || open.arrivalTimeMs < oldest.arrivalTimeMs ? open : oldest),
    undefined,
  );
}

/** The position is the greatest end before every open batch. */
function settle(ledger: ShardLedger): ShardLedger {
  const known = ledger.position === undefined ? ledger.ends : withEnd(ledger.ends, ledger.position);
  const isSafe = ({ sequenceNumber }: RecordPoint): boolean =>
    ledger.open.every(({ next, after }) =>
      next === undefined
        ? compareSequenceNumbers(sequenceNumber, after ?? '0') <= 0
        : compareSequenceNumbers(sequenceNumber, next) < 0,
    );
  return { ...ledger, position: known.findLast(isSafe), ends: known.slice(-MAX_ENDS) };
}

/** Open batches of which these records are a part, or which are a part of these. */
function knownAs(open: readonly OpenBatch[], points: readonly RecordPoint[]): readonly OpenBatch[] {
  const numbers = new Set(points.map(({ sequenceNumber }) => sequenceNumber));
  return open.filter(({ next, last }) => numbers.has(last) || (next !== undefined && numbers.has(next)));
}

interface Arrival {
  readonly known: readonly OpenBatch[];
  readonly first: RecordPoint;
  readonly last: RecordPoint;
  readonly nowMs: number;
}

/**
 * Whether a batch tells that others run beside it: one of other records is in work, or this one lies before what is done
 * already and is not itself one that was done.
 */
function hasSibling({ open, ends }: ShardLedger, { known, first, last, nowMs }: Arrival): boolean {
  if (open.some((other) => !known.includes(other) && nowMs - other.sinceMs < SIDE_BY_SIDE_MS)) return true;
  // A mapping that takes over from a container begins before where that one was.
  const newest = ends.findLast(({ byOther }) => byOther !== true);
  if (
    known.length > 0 ||
    newest === undefined ||
    compareSequenceNumbers(first.sequenceNumber, newest.sequenceNumber) > 0
  )
    return false;
  return !ends.some(({ sequenceNumber }) => sequenceNumber === last.sequenceNumber);
}

function withEnd(ends: readonly BatchEnd[], end: BatchEnd): readonly BatchEnd[] {
  if (ends.some(({ sequenceNumber }) => sequenceNumber === end.sequenceNumber)) return ends;
  return [...ends, end].sort((one, other) => compareSequenceNumbers(one.sequenceNumber, other.sequenceNumber));
}

/** Too many to tell apart: the two begun last become one, which ends with the later of them. */
function bounded(open: readonly OpenBatch[]): readonly OpenBatch[] {
  const [one, other] = open.slice(-2);
  if (open.length <= MAX_OPEN || one === undefined || other === undefined) return open;
  const starts = [one, other].map(({ next, after }) => next ?? after ?? '0');
  const earliest = starts.reduce((start, candidate) =>
    compareSequenceNumbers(candidate, start) < 0 ? candidate : start,
  );
  const both: OpenBatch = {
    next: earliest,
    last: later(one.last, other.last),
    arrivalTimeMs: Math.min(one.arrivalTimeMs, other.arrivalTimeMs),
    sinceMs: Math.min(one.sinceMs, other.sinceMs),
  };
  return [...open.slice(0, -2), both];
}

function later(one: string, other: string): string {
  return compareSequenceNumbers(one, other) >= 0 ? one : other;
}

function lastOf(points: LedgerBatch['points']): RecordPoint {
  return points.at(-1) ?? points[0];
}
