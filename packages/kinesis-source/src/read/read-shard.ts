import { callKinesis, type KinesisAnswer } from '../client/call-kinesis.js';
import { backoffDelayMs } from '../client/backoff-delay.js';
import type { KinesisOperation } from '../client/classify-kinesis-error.js';
import type { KinesisApi, RawRecord, RecordsAnswer } from '../client/kinesis-api.js';
import type { RetryContext } from '../client/retrying.js';
import { type Clock, isAborted, pause } from '../clock.js';
import { CLOCK_TOLERANCE_MS } from '../plan/begin-shard.js';
import type { ReportGap } from '../plan/gap.js';
import { isBeyondRetention, mayHaveSkipped } from '../plan/retention.js';
import type { IteratorPosition } from '../shard.js';
import type { SourceRetryCode } from '../source-retry-code.js';

/** One answer of GetRecords. */
export interface ShardRead {
  readonly records: readonly RawRecord[];
  readonly millisBehindLatest: number;
  /** When the request went out: what arrived later may not be in it. */
  readonly sentAtMs: number;
  /** The shard is closed, and these were its last records. */
  readonly ended: boolean;
}

export interface ShardReadOptions {
  readonly api: KinesisApi;
  readonly retry: RetryContext;
  readonly clock: Clock;
  readonly streamArn: string;
  readonly shardId: string;
  readonly position: IteratorPosition;
  /** Everything that arrived until then was read before. */
  readonly readUntilMs: number | undefined;
  readonly maxRecordsPerRead: number;
  readonly pollIntervalMs: number;
  /** Asked each time: the retention of a stream may change. */
  retentionMs(): number;
  readonly reportGap: ReportGap;
}

/** Kinesis does not accept the place to read from; what that means shows in the stream and its shards. */
export class PositionLostError extends Error {
  /** `open-iterator`: the position itself was refused. `read-records`: the shard was not there for an iterator. */
  readonly operation: KinesisOperation;

  constructor(operation: KinesisOperation, cause: unknown) {
    super('Kinesis does not accept the position.', { cause });
    this.name = 'PositionLostError';
    this.operation = operation;
  }
}

/** Kinesis allows five reads a second for each shard, counted over all who read it. */
const MIN_READ_INTERVAL_MS = 200;

interface ReadState {
  readonly position: IteratorPosition;
  readonly iterator: string | undefined;
  readonly readUntilMs: number | undefined;
  /** How often in a row Kinesis found the iterator spent. */
  readonly spent: number;
}

/**
 * Reads one shard in order until it ends or the signal aborts. Iterators are made anew from the last record that was
 * read. Rejects with `PositionLostError`, or with `KinesisSourceError` for what halts the source.
 */
export async function* readShard(
  options: ShardReadOptions,
  signal: AbortSignal,
): AsyncGenerator<ShardRead, void, undefined> {
  const { clock } = options;
  let state: ReadState = { ...options, iterator: undefined, spent: 0 };
  state = await openIterator(options, state, signal);
  while (!isAborted(signal)) {
    if (state.iterator === undefined) state = await reopenIterator(options, state, signal);
    const sentAtMs = clock.now();
    const answer = await readRecords(options, state, signal);
    if (answer === undefined) {
      state = { ...state, iterator: undefined, spent: state.spent + 1 };
      continue;
    }
    reportSkipped(options, state, answer.records);
    state = advance(state, answer, sentAtMs);
    const ended = answer.nextIterator === undefined;
    yield { records: answer.records, millisBehindLatest: answer.millisBehindLatest, sentAtMs, ended };
    if (ended) return;
    const isIdle = answer.records.length === 0 && answer.millisBehindLatest === 0;
    const intervalMs = isIdle ? Math.max(options.pollIntervalMs, MIN_READ_INTERVAL_MS) : MIN_READ_INTERVAL_MS;
    await pause(clock, Math.max(0, sentAtMs + intervalMs - clock.now()), signal);
  }
}

/** After each answer: read on from the last record, wherever the iterator may go. */
function advance(state: ReadState, answer: RecordsAnswer, sentAtMs: number): ReadState {
  const last = answer.records.at(-1);
  const knownUntilMs = last?.arrivalTimeMs ?? sentAtMs - answer.millisBehindLatest;
  return {
    position: last === undefined ? state.position : { kind: 'after', sequenceNumber: last.sequenceNumber },
    iterator: answer.nextIterator,
    readUntilMs: Math.max(state.readUntilMs ?? knownUntilMs, knownUntilMs),
    spent: 0,
  };
}

async function openIterator(options: ShardReadOptions, state: ReadState, signal: AbortSignal): Promise<ReadState> {
  const { api, clock, streamArn, shardId } = options;
  const openedAtMs = clock.now();
  const { position } = state;
  const answer = await callKinesis(options.retry, {
    operation: 'open-iterator',
    stream: streamArn,
    shardId,
    signal,
    send: () => api.openIterator({ streamArn, shardId, position }, signal),
  });
  const iterator = valueOf('open-iterator', answer);
  // Asked for a second time, 'latest' would be later, and skip what came between.
  const lasting: IteratorPosition =
    position.kind === 'latest' ? { kind: 'at-time', at: new Date(openedAtMs - CLOCK_TOLERANCE_MS) } : position;
  return { ...state, iterator, position: lasting };
}

/** Iterators live for five minutes: it may have been much longer, if the machine slept. */
async function reopenIterator(options: ShardReadOptions, state: ReadState, signal: AbortSignal): Promise<ReadState> {
  const { clock, retry, shardId } = options;
  if (state.spent > 1) {
    const delayMs = backoffDelayMs(state.spent, retry.random());
    retry.observer.onRetry(shardId, 'iterator-spent' satisfies SourceRetryCode, state.spent, delayMs);
    await pause(clock, delayMs, signal);
  }
  const { readUntilMs } = state;
  if (readUntilMs === undefined || !isBeyondRetention(readUntilMs, clock.now(), options.retentionMs())) {
    return openIterator(options, state, signal);
  }
  reportTrimmed(options, readUntilMs);
  return openIterator(options, { ...state, position: { kind: 'trim-horizon' }, readUntilMs: undefined }, signal);
}

/** `undefined`: the iterator is spent. */
async function readRecords(
  options: ShardReadOptions,
  state: ReadState,
  signal: AbortSignal,
): Promise<RecordsAnswer | undefined> {
  const { iterator } = state;
  if (iterator === undefined) return undefined;
  const { api, streamArn, shardId, maxRecordsPerRead } = options;
  const answer = await callKinesis(options.retry, {
    operation: 'read-records',
    stream: streamArn,
    shardId,
    signal,
    send: () => api.readRecords(streamArn, iterator, maxRecordsPerRead, signal),
  });
  return answer.kind === 'iterator-spent' ? undefined : valueOf('read-records', answer);
}

function valueOf<T>(operation: KinesisOperation, answer: KinesisAnswer<T>): T {
  if (answer.kind === 'answer') return answer.value;
  throw new PositionLostError(operation, answer.kind === 'position-lost' ? answer.cause : undefined);
}

function reportSkipped(options: ShardReadOptions, state: ReadState, records: readonly RawRecord[]): void {
  const step = {
    readUntilMs: state.readUntilMs,
    firstArrivalMs: records[0]?.arrivalTimeMs,
    nowMs: options.clock.now(),
    retentionMs: options.retentionMs(),
  };
  if (mayHaveSkipped(step)) reportTrimmed(options, step.readUntilMs);
}

function reportTrimmed(options: ShardReadOptions, readUntilMs: number | undefined): void {
  options.reportGap({
    kind: 'trimmed-while-reading',
    streamArn: options.streamArn,
    shardIds: [options.shardId],
    lostFrom: readUntilMs === undefined ? undefined : new Date(readUntilMs),
    lostUntil: new Date(options.clock.now() - options.retentionMs()),
  });
}
