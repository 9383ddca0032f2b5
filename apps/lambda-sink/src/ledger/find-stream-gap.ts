import type { ShardLedgerRow } from '@drayage/cratedb-writer';
import type { Gap } from '@drayage/kinesis-source/positions';

import type { ShardLedger } from './shard-ledger.js';

/** What Kinesis says of the stream. */
export interface StreamFacts {
  readonly arn: string;
  readonly createdAt: Date;
  readonly retentionMs: number;
}

export interface GapSearch {
  readonly stream: StreamFacts;
  readonly shardId: string;
  readonly row: ShardLedgerRow;
  readonly ledger: ShardLedger;
  /** When the first record of this invocation arrived. */
  readonly firstArrivalMs: number;
  readonly nowMs: number;
}

/** What this machine's clock may be off by. */
const CLOCK_TOLERANCE_MS = 5 * 60_000;

/**
 * Records that were, or may have been, lost before a function got them. AWS decides where a mapping reads, and a shard
 * where nothing arrives brings no invocation, so an old position alone is none:
 *
 * - the stream was made anew under the same name;
 * - a batch that was handed back did not come again, and the stream no longer has it;
 * - the position is older than the stream keeps records, and what comes now has been waiting for more than half of that
 *   time: the mapping reads along the trim horizon.
 */
export function findStreamGap({ stream, shardId, row, ledger, firstArrivalMs, nowMs }: GapSearch): Gap | undefined {
  const gap = { streamArn: stream.arn, shardIds: [shardId] };
  if (row.streamCreatedAt !== undefined && row.streamCreatedAt.getTime() !== stream.createdAt.getTime()) {
    return { ...gap, kind: 'stream-recreated', lostFrom: row.arrivalTime, lostUntil: stream.createdAt };
  }
  const horizonMs = nowMs - stream.retentionMs;
  const gone = ledger.open.filter((open) => isGone(open.arrivalTimeMs, horizonMs) && isGone(open.sinceMs, nowMs));
  if (gone.length > 0 && !isGone(firstArrivalMs, horizonMs)) {
    const from = Math.min(...gone.map(({ arrivalTimeMs }) => arrivalTimeMs));
    return { ...gap, kind: 'checkpoint-too-old', lostFrom: new Date(from), lostUntil: new Date(horizonMs) };
  }
  const readUntilMs = row.arrivalTime?.getTime();
  const isBacklog = nowMs - firstArrivalMs > stream.retentionMs / 2;
  if (readUntilMs === undefined || !isBacklog || readUntilMs >= horizonMs || firstArrivalMs < horizonMs)
    return undefined;
  return {
    ...gap,
    kind: 'checkpoint-too-old',
    lostFrom: new Date(readUntilMs),
    lostUntil: new Date(Math.max(horizonMs, firstArrivalMs)),
  };
}

/** The ledger without the batches that a gap has taken. */
export function forgetGone(ledger: ShardLedger, horizonMs: number): ShardLedger {
  return { ...ledger, open: ledger.open.filter((open) => !isGone(open.arrivalTimeMs, horizonMs)) };
}

function isGone(timeMs: number, horizonMs: number): boolean {
  return timeMs < horizonMs - CLOCK_TOLERANCE_MS;
}
