import type { RecordPoint } from '../ledger/shard-ledger.js';

/** A record on its way to a function. */
export interface StreamRecord extends RecordPoint {
  readonly partitionKey: string;
  readonly data: string | Uint8Array;
}

export const STREAM_ARN = 'arn:aws:kinesis:eu-central-1:111122223333:stream/shop-changes';
export const SHARD_ID = 'shardId-000000000000';

/** An event as an event source mapping makes it of records of one shard. */
export function kinesisEvent(
  records: readonly StreamRecord[],
  shardId = SHARD_ID,
  streamArn = STREAM_ARN,
): { readonly Records: readonly object[] } {
  return {
    Records: records.map(({ data, partitionKey, sequenceNumber, arrivalTimeMs }) => ({
      kinesis: {
        kinesisSchemaVersion: '1.0',
        partitionKey,
        sequenceNumber,
        data: Buffer.from(data).toString('base64'),
        approximateArrivalTimestamp: arrivalTimeMs / 1_000,
      },
      eventSource: 'aws:kinesis',
      eventVersion: '1.0',
      eventID: `${shardId}:${sequenceNumber}`,
      eventName: 'aws:kinesis:record',
      invokeIdentityArn: 'arn:aws:iam::111122223333:role/drayage-lambda-sink',
      awsRegion: 'eu-central-1',
      eventSourceARN: streamArn,
    })),
  };
}
