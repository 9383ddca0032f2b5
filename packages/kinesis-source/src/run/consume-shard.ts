import type { KinesisApi, RawRecord } from '../client/kinesis-api.js';
import { isAborted, pause } from '../clock.js';
import type { Lease } from '../lease/lease.js';
import type { BeginMark } from '../plan/begin-shard.js';
import type { ReportGap } from '../plan/gap.js';
import { isLagAlarming } from '../plan/retention.js';
import { readAhead } from '../read/read-ahead.js';
import { readShard, type ShardRead } from '../read/read-shard.js';
import { beginProgress, handOver, holdsBack, readUntil, settle, type ShardProgress } from '../read/shard-progress.js';
import type { IteratorPosition } from '../shard.js';
import type { ShardBoard } from '../shard-board.js';
import type { ShardHandler, SourceRecord } from '../shard-handler.js';
import type { SourceSettings } from '../source-options.js';
import { withGrace } from './with-grace.js';

export interface ConsumeOptions {
  readonly settings: SourceSettings;
  readonly api: KinesisApi;
  readonly board: ShardBoard;
  readonly streamArn: string;
  readonly shardId: string;
  readonly position: IteratorPosition;
  readonly mark: BeginMark;
  readonly lease: Lease;
  readonly handler: ShardHandler;
  retentionMs(): number;
  readonly reportGap: ReportGap;
}

/** `abandoned`: a handler did not answer in time after a stop, and may still be at work. */
export type ConsumptionEnd = 'abandoned' | 'finished' | 'stopped';

/**
 * Hands the batches of a shard over until it ends or the signal aborts, and saves how far that came as often as it is
 * due. What is left to save at the end is the lease's to save when it closes. Rejects with whatever halts the source.
 */
export async function consumeShard(options: ConsumeOptions, signal: AbortSignal): Promise<ConsumptionEnd> {
  const { settings, board, shardId, lease, handler } = options;
  const { clock, observer } = settings;
  let progress: ShardProgress = beginProgress(options.mark);
  let saved: BeginMark = options.mark;
  let savedAtMs = clock.now();
  let lagIsAlarming = false;
  let pendingSinceMs: number | null = null;
  let readBefore: ShardRead | undefined;
  lease.track(() => progress.mark);

  const save = async (): Promise<void> => {
    await lease.save(signal);
    saved = progress.mark;
    savedAtMs = clock.now();
  };
  const watchLag = (lagMs: number): void => {
    const isAlarming = isLagAlarming(lagMs, options.retentionMs());
    if (isAlarming && !lagIsAlarming) observer.onLag(shardId, lagMs, options.retentionMs());
    lagIsAlarming = isAlarming;
  };
  /** Calls the handler once; `abandoned` if it does not answer after a stop. */
  const offer = async (records: readonly SourceRecord[], millisBehindLatest: number): Promise<'abandoned' | 'done'> => {
    progress = handOver(
      progress,
      records.map((record) => record.position),
    );
    const answer = await withGrace(handler({ shardId, records, millisBehindLatest }, signal), {
      clock,
      signal,
      graceMs: settings.stopTimeoutMs,
    });
    if (answer.kind === 'abandoned') return 'abandoned';
    progress = settle(progress, answer.value.safeThrough);
    return 'done';
  };
  const take = async (read: ShardRead): Promise<'abandoned' | 'done'> => {
    // A lease that could not be renewed in time may be another's by now: ask before handing over more.
    if (clock.now() >= lease.heldUntilMs()) await save();
    if (isAborted(signal)) return 'done';
    const records = read.records.map((record) => toSourceRecord(record, options));
    // What an earlier batch left open is older still.
    pendingSinceMs ??= records[0]?.position.arrivalTimeMs ?? null;
    board.update(shardId, { lagMs: read.millisBehindLatest, pendingSinceMs });
    watchLag(read.millisBehindLatest);
    if ((await offer(records, read.millisBehindLatest)) === 'abandoned') return 'abandoned';
    // Whether a read reached the tip shows in the next one: after the last record of a shard that was closed long ago it
    // looks the same, and what its children have taken since then would count as read.
    if (readBefore !== undefined && !read.ended)
      progress = readUntil(progress, readBefore.sentAtMs, readBefore.millisBehindLatest);
    readBefore = read;
    const { sequenceNumber, arrivalTimeMs } = progress.mark;
    if (!holdsBack(progress)) pendingSinceMs = null;
    board.update(shardId, {
      sequenceNumber: shownSequenceNumber(sequenceNumber),
      pendingSinceMs,
      safeUntilMs: arrivalTimeMs ?? null,
    });
    const isDue = clock.now() - savedAtMs >= settings.checkpointIntervalMs;
    if (sequenceNumber !== saved.sequenceNumber && isDue && !isAborted(signal)) await save();
    return 'done';
  };
  /** A closed shard is finished only when the handler has let go of everything. */
  const drain = async (): Promise<ConsumptionEnd> => {
    while (holdsBack(progress)) {
      await pause(clock, settings.pollIntervalMs, signal);
      if (isAborted(signal)) return 'stopped';
      if ((await offer([], 0)) === 'abandoned') return 'abandoned';
    }
    return isAborted(signal) ? 'stopped' : 'finished';
  };

  const limits = { maxItems: settings.prefetchReads, maxBytes: settings.maxPrefetchBytes, bytesOf };
  const open = (scope: AbortSignal): AsyncIterable<ShardRead> =>
    readShard({ ...options, ...settings, retry: settings, readUntilMs: options.mark.arrivalTimeMs }, scope);
  for await (const read of readAhead(open, limits, signal)) {
    if (isAborted(signal)) return 'stopped';
    if ((await take(read)) === 'abandoned') return 'abandoned';
    if (isAborted(signal)) return 'stopped';
    if (read.ended) return drain();
  }
  return 'stopped';
}

function bytesOf(read: ShardRead): number {
  return read.records.reduce((bytes, record) => bytes + record.data.byteLength, 0);
}

function toSourceRecord(record: RawRecord, { streamArn, shardId }: ConsumeOptions): SourceRecord {
  const { data, partitionKey, sequenceNumber, arrivalTimeMs } = record;
  const position = { stream: streamArn, shardId, sequenceNumber };
  return { data, partitionKey, position: arrivalTimeMs === undefined ? position : { ...position, arrivalTimeMs } };
}

/** Only records have a number; the words that stand for none are not shown. */
export function shownSequenceNumber(sequenceNumber: string | undefined): string | null {
  return sequenceNumber !== undefined && /^\d+$/.test(sequenceNumber) ? sequenceNumber : null;
}
