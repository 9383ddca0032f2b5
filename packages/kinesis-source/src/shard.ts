/** What Kinesis says of a shard. */
export interface Shard {
  readonly shardId: string;
  /** Two after a merge, one after a split, none for the first shards of a stream. Some may be listed no longer. */
  readonly parentShardIds: readonly string[];
  /** It takes no more records: it was split or merged. */
  readonly closed: boolean;
}

/** What Kinesis says of a stream. */
export interface Stream {
  readonly arn: string;
  readonly createdAt: Date;
  readonly retentionMs: number;
  /** It can be read: neither being made nor being deleted. */
  readonly readable: boolean;
}

/** Where an iterator is to begin. */
export type IteratorPosition =
  | { readonly kind: 'after'; readonly sequenceNumber: string }
  | { readonly kind: 'at-time'; readonly at: Date }
  | { readonly kind: 'latest' }
  | { readonly kind: 'trim-horizon' };
