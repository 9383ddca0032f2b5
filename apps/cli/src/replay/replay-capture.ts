import { addOutcomes, type DecodedRecord, type Pipeline, type ProcessOutcome } from '@drayage/pipeline';
import { decodeLines } from './decode-lines.js';
import type { CaptureFile } from './open-capture.js';
import { readLineBatches } from './read-lines.js';

/** One batch: as many rows as a statement takes, and few enough bytes for flat memory. */
const BATCH_LIMITS = { maxLines: 10_000, maxBytes: 6 * 1024 * 1024 };

export interface ReplayOptions {
  readonly pipeline: Pipeline;
  readonly file: CaptureFile;
  readonly streamName: string | undefined;
  readonly beforeImageField: string;
  readonly signal: AbortSignal;
  readonly onProgress: (bytesRead: number, outcome: ProcessOutcome) => void;
}

/** Applies a capture from its first line to its last. The next batch is read and decoded while one is written. */
export async function replayCapture(options: ReplayOptions): Promise<ProcessOutcome> {
  const { pipeline, file, streamName, beforeImageField, signal, onProgress } = options;
  const fileStream = `file:${file.sha256}`;
  const shard = { stream: fileStream, shardId: 'lines' };
  let total: ProcessOutcome | undefined;
  let writing: Promise<void> = Promise.resolve();
  const write = async (records: readonly DecodedRecord[], bytes: number): Promise<void> => {
    const outcome = await pipeline.apply(records, shard, signal);
    total = total === undefined ? outcome : addOutcomes(total, outcome);
    onProgress(bytes, total);
  };
  for await (const { lines, bytes } of readLineBatches(file, BATCH_LIMITS)) {
    signal.throwIfAborted();
    const records = decodeLines(lines, { fileStream, streamName, beforeImageField });
    await writing;
    writing = write(records, bytes);
    // A failure is met at the next `await`; until then it is not unhandled.
    writing.catch(() => undefined);
  }
  await writing;
  const drained = await pipeline.drain(signal);
  return total === undefined ? drained : addOutcomes(total, drained);
}
