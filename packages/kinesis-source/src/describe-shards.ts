import type { KinesisSender } from './client/create-kinesis-client.js';
import { createKinesisApi } from './client/kinesis-api.js';
import type { Shard, Stream } from './shard.js';

/** A stream and its shards at one moment. */
export interface StreamShards {
  readonly stream: Stream;
  readonly shards: readonly Shard[];
}

/**
 * Asks Kinesis once, for who gets records by another way than this source. Rejects with the SDK's errors; nothing is tried
 * again. Needs `kinesis:DescribeStreamSummary` and `kinesis:ListShards`.
 */
export async function describeShards(
  client: KinesisSender,
  stream: string,
  signal: AbortSignal,
): Promise<StreamShards> {
  const api = createKinesisApi(client);
  const described = await api.describeStream(stream, signal);
  return { stream: described, shards: await api.listShards(described.arn, signal) };
}
