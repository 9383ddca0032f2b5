import { KinesisSourceError } from '../kinesis-source-error.js';

/**
 * How records can be lost before they were read.
 *
 * - `stream-recreated`: the stream was deleted and made anew under the same name.
 * - `checkpoint-too-old`: the shard was not read for longer than the stream keeps records.
 * - `shard-gone`: the shard was not read to its end, and Kinesis lists it no longer.
 * - `position-refused`: Kinesis does not accept the stored sequence number.
 * - `trimmed-while-reading`: reading fell behind the retention, and records went before they could be read.
 */
export type GapKind =
  'stream-recreated' | 'checkpoint-too-old' | 'shard-gone' | 'position-refused' | 'trimmed-while-reading';

/** Records that were, or may have been, lost before they were read. */
export interface Gap {
  readonly kind: GapKind;
  readonly streamArn: string;
  readonly shardIds: readonly string[];
  /** Everything that arrived until then had been read; absent: not known. */
  readonly lostFrom: Date | undefined;
  /** Nothing that arrived later is lost. */
  readonly lostUntil: Date;
}

/** Deals with a gap: returns if reading goes on from the trim horizon, throws if the source is to halt. */
export type ReportGap = (gap: Gap) => void;

/** The error a gap becomes where it halts the source. */
export function gapError(gap: Gap, cause?: unknown): KinesisSourceError {
  return new KinesisSourceError('gap', { message: describeGap(gap), cause });
}

/** One sentence with shards and times. */
export function describeGap(gap: Gap): string {
  const shards = gap.shardIds.length === 1 ? 'Shard' : 'Shards';
  const from = gap.lostFrom === undefined ? 'an unknown time' : gap.lostFrom.toISOString();
  const span = `records that arrived between ${from} and ${gap.lostUntil.toISOString()} may be lost`;
  return `${shards} ${gap.shardIds.join(', ')} of ${gap.streamArn}: ${REASONS[gap.kind]}; ${span}.`;
}

const REASONS: Readonly<Record<GapKind, string>> = {
  'stream-recreated': 'the stream was deleted and made anew under the same name',
  'checkpoint-too-old': 'not read for longer than the stream keeps records',
  'shard-gone': 'not read to the end, and no longer there',
  'position-refused': 'Kinesis does not accept the stored sequence number',
  'trimmed-while-reading': 'reading fell behind the retention of the stream',
};
