import { SHARD_END, type Gap } from '@drayage/kinesis-source/positions';
import type { ShardLedgerKey, ShardLedgerRow, TargetShardLedger } from '@drayage/cratedb-writer';

import { findStreamGap, forgetGone, type StreamFacts } from './find-stream-gap.js';
import {
  beginBatch,
  EMPTY_LEDGER,
  finishBatch,
  noteSiblings,
  type LedgerBatch,
  type ShardLedger,
} from './shard-ledger.js';
import { formatLedger, readLedger, storedPosition } from './stored-ledger.js';

export interface LedgerKeeperOptions {
  readonly store: TargetShardLedger;
  /** All sandboxes of one function share it. */
  readonly owner: string;
  readonly now: () => number;
  /** Never the same text twice. */
  readonly newToken: () => string;
}

export interface LedgerBegin {
  readonly key: ShardLedgerKey;
  readonly batch: LedgerBatch;
  /** `undefined`: Kinesis could not be asked. */
  readonly stream: StreamFacts | undefined;
  /** How long the invocation may last. */
  readonly leaseMs: number;
  /** The mapping's parallelization factor is above 1. */
  readonly isParallel: boolean;
  /** Goes on over a gap. */
  readonly continuesOverGaps: boolean;
}

/** `held`: another owner reads the shard and keeps its position. `ended`: a container has read it to its end. */
export type LedgerAnswer =
  | { readonly kind: 'begun'; readonly gap: Gap | undefined; readonly waitingSinceMs: number | undefined }
  | { readonly kind: 'halted'; readonly gap: Gap }
  | { readonly kind: 'held'; readonly owner: string }
  | { readonly kind: 'ended' };

/** Keeps what the invocations of one shard know, in `drayage.checkpoints`. */
export interface LedgerKeeper {
  /** Before anything of the batch is written. */
  begin(begin: LedgerBegin): Promise<LedgerAnswer>;
  /** After it: the first `safe` records are safe. Says nothing where another owner has come meanwhile. */
  finish(begin: LedgerBegin, safe: number): Promise<void>;
  /** Every record of the shard is safe, and there will be no more. */
  end(key: ShardLedgerKey, stream: StreamFacts): Promise<void>;
}

/** Another invocation may write first each time; it is this one's turn after so many. */
const MAX_TRIES = 20;
/** A container that waits for the shard takes it so long after the last invocation. */
const LEASE_AFTER_MS = 60_000;

export function createLedgerKeeper({ store, owner, now, newToken }: LedgerKeeperOptions): LedgerKeeper {
  /** Reads, decides, and writes unless somebody wrote in between; `undefined`: there is nothing to write. */
  async function change<T>(
    key: ShardLedgerKey,
    leaseMs: number,
    stream: StreamFacts | undefined,
    decide: (
      row: ShardLedgerRow | undefined,
      ledger: ShardLedger,
    ) => { readonly ledger?: ShardLedger; readonly finished?: true; readonly answer: T },
  ): Promise<T> {
    for (let tries = 1; ; tries += 1) {
      const row = await store.read(key, owner);
      const { ledger, finished, answer } = decide(row, readLedger(row));
      if (ledger === undefined) return answer;
      const fence = row?.fence ?? 0;
      const createdAt = stream?.createdAt ?? row?.streamCreatedAt;
      const batches = formatLedger(ledger, {
        fence: fence + 1,
        writtenBy: newToken(),
        streamCreatedAt: createdAt?.toISOString() ?? null,
      });
      const position = storedPosition(ledger, now());
      const sequenceNumber = finished === true ? SHARD_END : position.sequenceNumber;
      const result = await store.replace(key, fence, {
        ...position,
        sequenceNumber,
        owner,
        leaseMs,
        streamCreatedAt: createdAt,
        batches,
      });
      if (result === 'replaced') return answer;
      if (tries >= MAX_TRIES) throw new LedgerContested(key.shardId);
    }
  }

  return {
    begin: ({ key, batch, stream, leaseMs, isParallel, continuesOverGaps }) =>
      change<LedgerAnswer>(key, leaseMs, stream, (row, ledger) => {
        if (row?.heldBy !== undefined) return { answer: { kind: 'held', owner: row.heldBy } };
        if (row?.sequenceNumber === SHARD_END) return { answer: { kind: 'ended' } };
        const firstArrivalMs = batch.points[0].arrivalTimeMs;
        const gap =
          row === undefined || stream === undefined
            ? undefined
            : findStreamGap({ stream, shardId: key.shardId, row, ledger, firstArrivalMs, nowMs: now() });
        if (gap !== undefined && !continuesOverGaps) return { answer: { kind: 'halted', gap } };
        const before =
          gap === undefined || stream === undefined ? ledger : afterGap(gap, ledger, now() - stream.retentionMs);
        const begun = noteSiblings(beginBatch(before, batch, now()), isParallel ? now() : undefined);
        const others = begun.open.filter(
          ({ last }) => !batch.points.some(({ sequenceNumber }) => sequenceNumber === last),
        );
        const waitingSinceMs = others.length === 0 ? undefined : Math.min(...others.map(({ sinceMs }) => sinceMs));
        return { ledger: begun, answer: { kind: 'begun', gap, waitingSinceMs } };
      }),

    finish: ({ key, batch, stream }, safe) =>
      change<undefined>(key, LEASE_AFTER_MS, stream, (row, ledger) => {
        if (row?.heldBy !== undefined || row?.sequenceNumber === SHARD_END) return { answer: undefined };
        return { ledger: finishBatch(ledger, batch, safe), answer: undefined };
      }),

    end: (key, stream) =>
      change<undefined>(key, LEASE_AFTER_MS, stream, (row, ledger) => {
        const isDone =
          row === undefined || row.heldBy !== undefined || row.sequenceNumber === SHARD_END || ledger.open.length > 0;
        return isDone ? { answer: undefined } : { ledger, finished: true, answer: undefined };
      }),
  };
}

/** So many invocations wrote to the row of one shard at once that this one never came to it. The batch is handed back. */
export class LedgerContested extends Error {
  readonly code = 'ledger-contested';
  readonly remedy =
    'Nothing to do: the batch comes again. If it goes on, lower the parallelization factor of the mapping.';

  constructor(shardId: string) {
    super(`The position of ${shardId} could not be kept: other invocations wrote to it each time.`);
    this.name = 'LedgerContested';
  }
}

function afterGap(gap: Gap, ledger: ShardLedger, horizonMs: number): ShardLedger {
  return gap.kind === 'stream-recreated' ? EMPTY_LEDGER : forgetGone(ledger, horizonMs);
}
