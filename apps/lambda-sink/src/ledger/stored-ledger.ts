import { FROM_ARRIVAL_TIME } from '@drayage/kinesis-source/positions';
import type { ShardLedgerRow } from '@drayage/cratedb-writer';

import { EMPTY_LEDGER, oldestOpen, takeOver, type RecordPoint, type ShardLedger } from './shard-ledger.js';

/** So long after batches were seen side by side a position is a time, not a record. */
const SIBLINGS_REMEMBERED_MS = 3_600_000;
/** Of a partition key whose batches the mapping holds back nothing is known: reading begins so much earlier. */
const SIBLINGS_OVERLAP_MS = 15 * 60_000;

/** The ledger in column `batches`: with the row's fence, so that a write by somebody else shows. */
interface LedgerText {
  readonly version: 1;
  readonly writtenBy: string;
  readonly fence: number;
  readonly streamCreatedAt: string | null;
  readonly ledger: ShardLedger;
}

/** What the row says of the shard; a container may have written to it since. */
export function readLedger(row: ShardLedgerRow | undefined): ShardLedger {
  if (row === undefined) return EMPTY_LEDGER;
  const text = parse(row.batches);
  const createdAt = row.streamCreatedAt?.toISOString() ?? null;
  // Numbers of another stream under the same name say nothing.
  const isSameStream = text?.streamCreatedAt == null || createdAt === null || text.streamCreatedAt === createdAt;
  const ledger = text === undefined || !isSameStream ? EMPTY_LEDGER : text.ledger;
  return text?.fence === row.fence ? ledger : takeOver(ledger, recordOf(row));
}

/** The row's text; `writtenBy` is never the same twice. */
export function formatLedger(
  ledger: ShardLedger,
  { fence, writtenBy, streamCreatedAt }: Omit<LedgerText, 'version' | 'ledger'>,
): string {
  const text: LedgerText = { version: 1, writtenBy, fence, streamCreatedAt, ledger };
  return JSON.stringify(text);
}

export interface StoredPosition {
  readonly sequenceNumber: string | undefined;
  readonly arrivalTime: Date | undefined;
}

/**
 * Where somebody else may begin to read, as a container understands it: after a record, or at a time. A time where nothing
 * before the oldest open batch is known, and as long as batches run side by side: the mapping may hold records back that
 * no invocation has seen yet.
 */
export function storedPosition(ledger: ShardLedger, nowMs: number): StoredPosition {
  const { position, siblingsSeenAtMs } = ledger;
  const open = oldestOpen(ledger)?.arrivalTimeMs;
  if (siblingsSeenAtMs !== undefined && nowMs - siblingsSeenAtMs < SIBLINGS_REMEMBERED_MS) {
    const known = [position?.arrivalTimeMs, open].filter((time) => time !== undefined);
    return known.length === 0 ? NOWHERE : atTime(Math.min(...known) - SIBLINGS_OVERLAP_MS);
  }
  if (position !== undefined)
    return { sequenceNumber: position.sequenceNumber, arrivalTime: new Date(position.arrivalTimeMs) };
  return open === undefined ? NOWHERE : atTime(open - 1);
}

const NOWHERE: StoredPosition = { sequenceNumber: undefined, arrivalTime: undefined };

function atTime(timeMs: number): StoredPosition {
  return { sequenceNumber: FROM_ARRIVAL_TIME, arrivalTime: new Date(timeMs) };
}

function recordOf({ sequenceNumber, arrivalTime }: ShardLedgerRow): RecordPoint | undefined {
  if (sequenceNumber === undefined || !/^\d+$/u.test(sequenceNumber)) return undefined;
  return { sequenceNumber, arrivalTimeMs: arrivalTime?.getTime() ?? 0 };
}

function parse(text: string | undefined): LedgerText | undefined {
  if (text === undefined) return undefined;
  const value = JSON.parse(text) as LedgerText;
  // A later version may keep it otherwise: nothing is known then, which is safe.
  return (value.version as number) === 1 ? value : undefined;
}
