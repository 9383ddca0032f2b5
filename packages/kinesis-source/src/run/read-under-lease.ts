import type { StoredCheckpoint } from '../checkpoints/checkpoint-store.js';
import { isAborted } from '../clock.js';
import { keepRenewing } from '../lease/keep-renewing.js';
import type { Lease } from '../lease/lease.js';
import { type LinkedAbort, linkedAbort } from '../linked-abort.js';
import { beginAtTrimHorizon, type BeginDecision, beginShard } from '../plan/begin-shard.js';
import { consumeShard, type ConsumptionEnd, shownSequenceNumber } from './consume-shard.js';
import type { ShardRunOptions } from './run-shard.js';

export type ReadingEnd = ConsumptionEnd | 'fenced';

/** Reads a shard from where it was left until it ends, the source stops, or another owner takes it. */
export async function readUnderLease(
  options: ShardRunOptions,
  lease: Lease,
  checkpoint: StoredCheckpoint | undefined,
): Promise<ReadingEnd> {
  const scope = linkedAbort(options.signal);
  lease.onLost(() => scope.abort());
  try {
    const end = await read(options, lease, { checkpoint, scope });
    return lease.isLost() ? 'fenced' : end;
  } catch (error) {
    if (lease.isLost()) return 'fenced';
    if (isAborted(options.signal)) return 'stopped';
    throw error;
  } finally {
    scope.abort();
    scope.dispose();
  }
}

interface Reading {
  readonly checkpoint: StoredCheckpoint | undefined;
  readonly scope: LinkedAbort;
}

async function read(options: ShardRunOptions, lease: Lease, reading: Reading): Promise<ConsumptionEnd> {
  const { settings, board, shardId } = options;
  const { clock, owner, observer } = settings;
  const { signal } = reading.scope;
  const beginning = begin(options, reading.checkpoint);
  if (beginning.kind === 'finished') {
    await lease.finish(clock.now(), signal);
    return 'finished';
  }
  // From here on a restart begins no later than this reading does, even if no record ever becomes safe.
  lease.track(() => beginning.mark);
  await lease.save(signal);
  if (isAborted(signal)) return 'stopped';
  options.onBegun();
  observer.onAcquired(shardId);
  const sequenceNumber = shownSequenceNumber(beginning.mark.sequenceNumber);
  const safeUntilMs = beginning.mark.arrivalTimeMs ?? null;
  board.update(shardId, { state: 'reading', owner, sequenceNumber, lagMs: null, safeUntilMs });
  const end = await consumeAndRenew(options, lease, { ...beginning, scope: reading.scope });
  if (end === 'finished') await lease.finish(clock.now(), signal);
  return end;
}

/** Where to begin. A checkpoint older than the retention is a gap; if that does not halt, the trim horizon it is. */
function begin(options: ShardRunOptions, stored: StoredCheckpoint | undefined): Exclude<BeginDecision, TooOld> {
  const { settings, shardId, first, reportGap } = options;
  const { arn, retentionMs } = options.stream();
  const checkpoint = stored !== undefined && options.isValid(stored) ? stored : undefined;
  const nowMs = settings.clock.now();
  const decision = beginShard({ checkpoint, first, nowMs, retentionMs });
  if (decision.kind !== 'too-old') return decision;
  reportGap({
    kind: 'checkpoint-too-old',
    streamArn: arn,
    shardIds: [shardId],
    lostFrom: decision.readUntil,
    lostUntil: new Date(nowMs - retentionMs),
  });
  return beginAtTrimHorizon();
}

type TooOld = Extract<BeginDecision, { readonly kind: 'too-old' }>;
type Begun = Extract<BeginDecision, { readonly kind: 'begin' }> & { readonly scope: LinkedAbort };

/** The renewal runs beside the reading; what ends either ends both. */
async function consumeAndRenew(options: ShardRunOptions, lease: Lease, begun: Begun): Promise<ConsumptionEnd> {
  const { settings } = options;
  const { position, mark, scope } = begun;
  const renewing = linkedAbort(scope.signal);
  let failure: { readonly error: unknown } | undefined;
  const renewal = keepRenewing(lease, settings, renewing.signal).catch((error: unknown) => {
    failure = { error };
    scope.abort();
  });
  const { arn: streamArn } = options.stream();
  const retentionMs = (): number => options.stream().retentionMs;
  try {
    const end = await consumeShard({ ...options, streamArn, position, mark, lease, retentionMs }, scope.signal);
    if (failure === undefined) return end;
  } catch (error) {
    if (failure === undefined) throw error;
  } finally {
    renewing.abort();
    renewing.dispose();
    await renewal;
  }
  throw failure.error;
}
