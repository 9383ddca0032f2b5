import {
  CreateStreamCommand,
  type KinesisClient,
  ResourceInUseException,
  waitUntilStreamExists,
} from '@aws-sdk/client-kinesis';

const SHARDS = 2;
const MAX_WAIT_SECONDS = 20;

/** Creates a stream of two shards where there is none, and resolves when it can be used. */
export async function createStream(client: KinesisClient, stream: string): Promise<void> {
  try {
    await client.send(new CreateStreamCommand({ StreamName: stream, ShardCount: SHARDS }));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
  await waitUntilStreamExists(
    { client, maxWaitTime: MAX_WAIT_SECONDS, minDelay: 1, maxDelay: 1 },
    { StreamName: stream },
  );
}
