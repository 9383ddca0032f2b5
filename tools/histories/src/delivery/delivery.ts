/** A record as a shard holds it. */
export interface DeliveredRecord {
  /** Decimal, beyond 2^53, growing within its shard. */
  readonly sequenceNumber: string;
  readonly arrivalTimeMs: number;
  readonly data: string;
}

/** One batch on its way to one worker. */
export interface Turn {
  readonly worker: number;
  readonly shardId: string;
  /** Starts together with the turn before, without waiting for it. */
  readonly together: boolean;
  readonly records: readonly DeliveredRecord[];
}

/** How a history reaches its target: data that can be printed, kept and played again. */
export type Delivery = readonly Turn[];
