/** Stored in place of a sequence number once every record of a shard is safe. */
export const SHARD_END = 'SHARD_END';
/** Stored in place of a sequence number: no record is safe yet, and the shard is to be read from its trim horizon. */
export const FROM_TRIM_HORIZON = 'TRIM_HORIZON';
/** Stored in place of a sequence number: no record is safe yet, and the shard is to be read from `arrivalTime` on. */
export const FROM_ARRIVAL_TIME = 'AT_TIMESTAMP';

/** How far one shard was read and made safe. */
export interface StoredCheckpoint {
  /** The stream as it was when this was written: one made anew under the same name has another time. */
  readonly streamCreatedAt: Date;
  /** The last safe record, or `SHARD_END`, `TRIM_HORIZON`, `AT_TIMESTAMP`. Opaque to a store: text, kept as it is. */
  readonly sequenceNumber: string;
  /**
   * Everything that arrived up to then is safe. On a shard where nothing arrives it moves on without the sequence
   * number, so that an idle stream does not look like a gap.
   */
  readonly arrivalTime?: Date | undefined;
}

/** One row of the store, with who holds it. */
export interface CheckpointRow {
  readonly shardId: string;
  readonly streamCreatedAt: Date;
  /** Absent: the shard was taken by an owner, but nothing was saved yet. */
  readonly sequenceNumber?: string | undefined;
  readonly arrivalTime?: Date | undefined;
  /** Absent: released. */
  readonly owner?: string | undefined;
  /** When the owner's lease runs out unless it is renewed. */
  readonly ownerUntil?: Date | undefined;
}

/** Which owner speaks, with the fence it was given. */
export interface LeaseKey {
  readonly streamArn: string;
  readonly shardId: string;
  readonly owner: string;
  readonly fence: number;
}

export interface AcquireRequest {
  readonly streamArn: string;
  readonly streamCreatedAt: Date;
  readonly shardId: string;
  readonly owner: string;
  readonly leaseMs: number;
}

export type AcquireAnswer =
  | { readonly acquired: true; readonly fence: number; readonly checkpoint?: StoredCheckpoint | undefined }
  | { readonly acquired: false; readonly owner: string; readonly ownerUntil: Date };

export interface SaveRequest extends LeaseKey {
  readonly leaseMs: number;
  /** Absent, and not finished: the lease is renewed and the position stays as it is. */
  readonly sequenceNumber?: string | undefined;
  /** Belongs to the sequence number: if that is given and this is not, the stored time is cleared. */
  readonly arrivalTime?: Date | undefined;
  /** The sequence number becomes `SHARD_END`, whatever else is given. */
  readonly finished?: boolean | undefined;
}

/**
 * Where positions and leases are kept. `checkpointStoreContract` in `testing/` is this contract as tests, which the store in memory runs
 * against; a store of a database has tests of its own.
 *
 * A rejected call is repeated for ever with backoff, unless the error has a field `reaction: 'halt'`: then the source
 * stops with that error.
 */
export interface CheckpointStore {
  /** Every row of this stream, whoever owns it and whichever creation of the stream it belongs to. */
  list(streamArn: string): Promise<readonly CheckpointRow[]>;
  /**
   * Takes a shard that is free, released, run out, or already held by the same `owner`. The fence is higher with each
   * success, also over releases. A position of another creation of the stream is dropped on success: it is not answered,
   * and the row is of the new creation from then on.
   */
  acquire(request: AcquireRequest): Promise<AcquireAnswer>;
  /**
   * Renews the lease and sets the position, unless owner and fence are no longer those of the row: then nothing changes
   * and the answer is `fenced`. A lease that has run out, but that nobody took, is renewed. Never compares positions:
   * going back is the caller's decision.
   */
  save(request: SaveRequest): Promise<'saved' | 'fenced'>;
  /** Gives the shard free. The position stays. Does nothing if owner and fence are no longer those of the row. */
  release(request: LeaseKey): Promise<void>;
}
