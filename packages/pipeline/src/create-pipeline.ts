import type {
  ClosedLetter,
  DeadLetter,
  DeadLetterStore,
  SinkError,
  TableStatus,
  Writer,
} from '@drayage/cratedb-writer';
import { decodeRecord, type ChangeRecord } from '@drayage/record-decoder';
import { addOutcomes, emptyOutcome } from './add-outcomes.js';
import { countTables } from './count-tables.js';
import { rewind, safeThrough, type HeldRecord, type ShardKey, type ShardProgress } from './held-records.js';
import { createLetterBook } from './letter-book.js';
import { letterOfRefused, letterOfUndecodable } from './make-dead-letter.js';
import { PipelineHalted } from './pipeline-halted.js';
import type { ProcessOutcome } from './process-outcome.js';
import { retryForever, type RetryOptions } from './retry-forever.js';
import type { DecodedRecord, SourceRecord } from './source-record.js';
import { mergeTableStatus } from './merge-table-status.js';
import { suspendTables } from './suspend-tables.js';

/** More held rows than this are not waited for any longer. */
const MAX_HELD = 20_000;

/** What happens to a record that cannot be applied. */
export type ErrorMode = 'dead-letter' | 'halt' | 'skip';

export interface PipelineOptions {
  readonly writer: Writer;
  readonly deadLetters: DeadLetterStore;
  readonly onError: ErrorMode;
  /** Open letters of one table that suspend it; absent or 0: none do. */
  readonly suspendAfter?: number | undefined;
  /** How long a row waits for its table's `create-table`. */
  readonly unknownTableTimeoutMs: number;
  /** Name of the field with the before-image, where the DMS task says another. */
  readonly beforeImageField?: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly sleep: RetryOptions['sleep'];
  readonly random: () => number;
  /** `shard`: whose batch is tried again; absent at the start. */
  readonly onRetry?: ((error: SinkError, attempt: number, delayMs: number, shard?: ShardKey) => void) | undefined;
}

/** Decode, write, dead-letter, retry: what every sink does with a batch, whatever brought it. */
export interface Pipeline {
  /** Makes the `drayage.*` tables and reads what is known; retries until the target answers. */
  start(signal: AbortSignal): Promise<void>;
  decode(records: readonly SourceRecord[]): readonly DecodedRecord[];
  /**
   * Applies one shard's batch in its order; an empty one tries held rows again. What is retryable is retried for ever.
   *
   * @throws PipelineHalted; the signal's reason once it aborts: the batch was abandoned, and applying it again is right.
   */
  apply(records: readonly DecodedRecord[], shard: ShardKey, signal: AbortSignal): Promise<ProcessOutcome>;
  /** The end of a file: what is still held is decided now, and then its tables are complete through its newest message. */
  drain(signal: AbortSignal): Promise<ProcessOutcome>;
  /** Tables with their open dead letters; one that has some is `incomplete`. */
  tables(): readonly TableStatus[];
}

/** For whom something is done, and what ends it. */
interface Turn {
  readonly signal: AbortSignal;
  readonly shard?: ShardKey;
}

export function createPipeline(options: PipelineOptions): Pipeline {
  const { writer, deadLetters, now } = options;
  const shards = new Map<string, ShardProgress>();
  /** Newest message time that was read. */
  let newestMicros = 0;
  const book = createLetterBook(deadLetters, now);
  // Only where refused records become letters is there anything to wait behind.
  const parking = options.onError === 'dead-letter' ? book : undefined;

  const retrying = <T>(work: () => Promise<T>, { signal, shard }: Turn): Promise<T> =>
    retryForever(work, {
      signal,
      sleep: options.sleep,
      random: options.random,
      onRetry: (...told) => (shard === undefined ? options.onRetry?.(...told) : options.onRetry?.(...told, shard)),
    });

  function decode(records: readonly SourceRecord[]): readonly DecodedRecord[] {
    const { beforeImageField } = options;
    const decodeOptions = beforeImageField === undefined ? undefined : { beforeImageField };
    return records.map(({ data, position }) => ({
      data,
      position,
      result: decodeRecord(data, position, decodeOptions),
    }));
  }

  function progressOf({ stream, shardId }: ShardKey): ShardProgress {
    const id = `${stream}\u0000${shardId}`;
    const progress = shards.get(id) ?? { held: [], last: undefined };
    shards.set(id, progress);
    return progress;
  }

  async function apply(
    records: readonly DecodedRecord[],
    shard: ShardKey,
    signal: AbortSignal,
  ): Promise<ProcessOutcome> {
    const progress = progressOf(shard);
    const before = { ...progress };
    rewind(progress, records[0]?.position, shard);
    try {
      if (records.length === 0 && progress.held.length === 0) {
        // Letters that somebody closed meanwhile shall not stay on the page of a quiet stream.
        await retrying(() => book.refresh(), { signal, shard });
        return emptyOutcome(safeThrough(progress));
      }
      const { outcome, waiting } = await write(progress.held, records, 'wait', { signal, shard });
      hold(progress, records, waiting);
      const overdue = progress.held.length >= MAX_HELD ? progress.held : progress.held.filter(isOverdue);
      const decided =
        overdue.length === 0 ? outcome : addOutcomes(outcome, await decide(overdue, progress, { signal, shard }));
      return { ...decided, safeThrough: safeThrough(progress) };
    } catch (error) {
      // The batch will be applied again, from the same place.
      Object.assign(progress, before);
      throw error;
    }
  }

  function isOverdue({ heldSinceMs }: HeldRecord): boolean {
    return now() - heldSinceMs >= options.unknownTableTimeoutMs;
  }

  /** Rows that waited long enough; what came after them has its own time to wait. */
  async function decide(chosen: readonly HeldRecord[], progress: ShardProgress, turn: Turn): Promise<ProcessOutcome> {
    const { outcome } = await write(chosen, [], 'decide', turn);
    progress.held = progress.held.filter((held) => !chosen.includes(held));
    return { ...outcome, safeThrough: safeThrough(progress) };
  }

  async function write(
    held: readonly HeldRecord[],
    records: readonly DecodedRecord[],
    unknownTables: 'wait' | 'decide',
    turn: Turn,
  ): Promise<{ readonly outcome: ProcessOutcome; readonly waiting: readonly ChangeRecord[] }> {
    const letters: DeadLetter[] = [];
    const changes: ChangeRecord[] = held.map(({ change }) => change);
    for (const record of records) {
      if (record.result.ok) {
        changes.push(record.result.record);
        newestMicros = Math.max(newestMicros, record.result.record.timeMicros ?? 0);
      } else letters.push(letterOfUndecodable(record, record.result.error));
    }
    await retrying(() => book.refresh(), turn);
    const outcome = await retrying(() => writer.write(changes, unknownTables, parking), turn);
    if (outcome.refused.length > 0) {
      const sources = sourcesOf(held, records);
      for (const refused of outcome.refused) {
        const source = sources.get(refused.change);
        // A refusal without its record would be a loss without a trace.
        if (source === undefined)
          throw new Error(`The writer refused a change that it was not given: ${refused.refusal.message}`);
        letters.push(letterOfRefused(source, refused));
      }
    }
    await dispose(letters, outcome.closed, turn);
    const kept = options.onError === 'dead-letter' ? letters : [];
    const done: ProcessOutcome = {
      records: records.length,
      rowsUpserted: outcome.rowsUpserted,
      rowsDeleted: outcome.rowsDeleted,
      statements: outcome.statements,
      deadLetters: kept.length,
      skipped: letters.length - kept.length + outcome.leftOut,
      staleSkipped: outcome.staleSkipped,
      tables: countTables(outcome.tables, kept, writer.tables()),
      safeThrough: undefined,
    };
    return { outcome: done, waiting: outcome.waiting };
  }

  async function dispose(letters: readonly DeadLetter[], closed: readonly ClosedLetter[], turn: Turn): Promise<void> {
    const first = letters[0];
    if ((first === undefined && closed.length === 0) || options.onError === 'skip') return;
    if (first !== undefined && options.onError === 'halt') {
      const { stream, shardId, sequenceNumber } = first.position;
      throw new PipelineHalted(first.code, `${first.message} (${stream}, ${shardId}, ${sequenceNumber})`, first.remedy);
    }
    // Stored before anything is closed: whatever ends in between, the batch comes again and closes it then.
    if (letters.length > 0) await retrying(() => deadLetters.put(letters), turn);
    if (closed.length > 0) await retrying(() => deadLetters.close(closed), turn);
    await retrying(() => book.refresh(true), turn);
    const touched = letters.map(({ table }) => table);
    await retrying(
      () => suspendTables({ writer, counts: book.counts(), suspendAfter: options.suspendAfter, touched }),
      turn,
    );
  }

  function hold(progress: ShardProgress, records: readonly DecodedRecord[], waiting: readonly ChangeRecord[]): void {
    if (waiting.length > 0) {
      const held = new Map(progress.held.map((record) => [record.change, record]));
      let previous = progress.last;
      for (const source of records) {
        if (source.result.ok) {
          held.set(source.result.record, { source, change: source.result.record, previous, heldSinceMs: now() });
        }
        previous = source.position;
      }
      progress.held = waiting.flatMap((change) => held.get(change) ?? []);
    } else {
      progress.held = [];
    }
    progress.last = records.at(-1)?.position ?? progress.last;
  }

  return {
    async start(signal) {
      await retrying(() => writer.start(), { signal });
      await retrying(() => book.refresh(true), { signal });
    },
    decode,
    apply,
    async drain(signal) {
      let total = emptyOutcome(undefined);
      for (const progress of shards.values()) {
        if (progress.held.length > 0) total = addOutcomes(total, await decide(progress.held, progress, { signal }));
      }
      await retrying(() => writer.advanceByFile(newestMicros), { signal });
      return total;
    },
    tables: () => mergeTableStatus(writer.tables(), book.counts()),
  };
}

function sourcesOf(
  held: readonly HeldRecord[],
  records: readonly DecodedRecord[],
): ReadonlyMap<ChangeRecord, SourceRecord> {
  const sources = new Map<ChangeRecord, SourceRecord>(held.map(({ change, source }) => [change, source]));
  for (const record of records) if (record.result.ok) sources.set(record.result.record, record);
  return sources;
}
