import { type KinesisClient, PutRecordsCommand, type PutRecordsRequestEntry } from '@aws-sdk/client-kinesis';
import type { DmsRecord } from '@drayage/dms-simulator';

/** The most records that one PutRecords takes. */
const MAX_RECORDS = 500;

/** One PutRecords: says of each entry, in order, whether the stream took it. */
export type PutEntries = (entries: readonly PutRecordsRequestEntry[]) => Promise<readonly boolean[]>;

/** PutRecords of the AWS SDK. */
export function putEntriesWith(client: KinesisClient, stream: string): PutEntries {
  return async (entries) => {
    const { Records = [] } = await client.send(new PutRecordsCommand({ StreamName: stream, Records: [...entries] }));
    return entries.map((_, index) => Records[index]?.ErrorCode === undefined && Records[index] !== undefined);
  };
}

/**
 * Puts records on a stream and resolves when it has taken them all. What the stream refused is sent again before what
 * comes after: as with DMS, a refused record can land behind a later one of the same call. `pause` is waited for before
 * each repetition.
 */
export async function putRecords(
  records: readonly DmsRecord[],
  put: PutEntries,
  pause: () => Promise<void>,
): Promise<void> {
  const encoder = new TextEncoder();
  for (let start = 0; start < records.length; start += MAX_RECORDS) {
    const batch = records.slice(start, start + MAX_RECORDS);
    let entries = batch.map(({ data, partitionKey }) => ({ Data: encoder.encode(data), PartitionKey: partitionKey }));
    for (;;) {
      const taken = await put(entries);
      entries = entries.filter((_, index) => taken[index] !== true);
      if (entries.length === 0) break;
      await pause();
    }
  }
}
