/** One message of DMS, in the order in which it was sent. */
export interface SourceMessage {
  readonly table: number;
  readonly operation: string;
  /**
   * Keys under which DMS may have put it on the stream, by how the table is partitioned. A change of the key has two by
   * `primary-key`: which one DMS takes is not documented.
   */
  readonly partitionKeys: { readonly schemaTable: string; readonly primaryKey: readonly string[] };
  /** The JSON document. */
  readonly data: string;
  readonly timeMicros: number;
}
