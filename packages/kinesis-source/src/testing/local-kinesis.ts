import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { type KinesisServer, startKinesisServer } from '@drayage/testing';
import { afterAll, beforeAll } from 'vitest';
import { createKinesisClient } from '../client/create-kinesis-client.js';
import { createLocalStream, type LocalStream } from './local-stream.js';

/** The server of one test file. */
export interface LocalKinesis {
  readonly client: KinesisClient;
  /** A client of its own, for a test that lets it fail. */
  newClient(): KinesisClient;
  /** A stream that no other test uses. */
  newStream(shardCount?: number): Promise<LocalStream>;
}

/** Starts a server before the tests of a file, and stops it after them. */
export function useLocalKinesis(): LocalKinesis {
  let server: KinesisServer | undefined;
  let shared: KinesisClient | undefined;
  let streams = 0;
  const newClient = (): KinesisClient => {
    if (server === undefined) throw new Error('The server runs only within tests.');
    return createKinesisClient({ region: 'us-east-1', endpoint: server.endpoint, environment: {} });
  };
  const client = (): KinesisClient => (shared ??= newClient());
  beforeAll(async () => {
    server = await startKinesisServer();
  });
  afterAll(async () => {
    shared?.destroy();
    await server?.stop();
  });
  return {
    get client() {
      return client();
    },
    newClient,
    newStream: (shardCount) => createLocalStream(client(), `stream-${++streams}`, shardCount),
  };
}
