import { createKinesisClient, describeShards as describe, type StreamShards } from '@drayage/kinesis-source';

import type { KinesisPlace } from '../environment.js';

/** Asks Kinesis about a stream. A client for each look, as there is one a minute at most: nothing is left open. */
export async function describeShards(
  streamArn: string,
  place: KinesisPlace,
  signal: AbortSignal,
): Promise<StreamShards> {
  const client = createKinesisClient(place);
  try {
    return await describe(client, streamArn, signal);
  } finally {
    client.destroy();
  }
}
