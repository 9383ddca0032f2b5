import type { StreamPosition } from '@drayage/record-decoder';
import type { OpenLetter } from './dead-letter.js';

type Timed = Pick<OpenLetter, 'position' | 'timeMicros'>;

/** One text for a record's place in its stream. */
export function positionText({ stream, shardId, sequenceNumber }: StreamPosition): string {
  return `${stream}\u0000${shardId}\u0000${sequenceNumber}`;
}

/**
 * Which of two records comes first: by the time of their messages, then by their place in one shard. Zero where nothing
 * tells them apart.
 */
export function compareLetters(one: Timed, other: Timed): number {
  if (one.timeMicros !== null && other.timeMicros !== null && one.timeMicros !== other.timeMicros) {
    return one.timeMicros < other.timeMicros ? -1 : 1;
  }
  const { stream, shardId } = one.position;
  if (stream !== other.position.stream || shardId !== other.position.shardId) return 0;
  const difference = BigInt(one.position.sequenceNumber) - BigInt(other.position.sequenceNumber);
  if (difference === 0n) return 0;
  return difference < 0n ? -1 : 1;
}
