/** A place in a shard, as text: sequence numbers have up to 56 digits. */
export interface SequencePoint {
  readonly sequenceNumber: string;
  /** When Kinesis took the record in, milliseconds since 1970. */
  readonly arrivalTimeMs?: number | undefined;
}

/**
 * Below zero if `left` comes first. Numbers compare as integers, never as text, and only within one shard: between
 * shards they have no order.
 */
export function compareSequenceNumbers(left: string, right: string): number {
  const difference = BigInt(left) - BigInt(right);
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}
