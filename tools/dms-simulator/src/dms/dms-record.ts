/** What DMS puts on the stream: one JSON document and the key that picks its shard. */
export interface DmsRecord {
  readonly partitionKey: string;
  readonly data: string;
}
