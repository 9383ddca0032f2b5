import type { KinesisClient } from '@aws-sdk/client-kinesis';
import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { createKinesisClient } from '@drayage/kinesis-source';
import { startKinesisServer } from '@drayage/testing';

interface TargetServer {
  readonly url: string;
  stop(): Promise<void>;
}

/** Both ends of a sink, each in a process of its own. */
export interface Ends<Server extends TargetServer> {
  /** Of the Kinesis. */
  readonly endpoint: string;
  readonly client: KinesisClient;
  readonly target: Server;
  /** For looking at what the sink wrote there. */
  readonly database: SinkDatabase;
  stop(): Promise<void>;
}

/** Starts a Kinesis, and this server as the target. */
export async function startEnds<Server extends TargetServer>(
  startTarget: () => Promise<Server>,
): Promise<Ends<Server>> {
  const [kinesis, target] = await Promise.all([startKinesisServer(), startTarget()]);
  const database = await openSinkDatabase({ address: parseTargetUrl(target.url), lanes: 1, applicationName: 'test' });
  const client = createKinesisClient({ endpoint: kinesis.endpoint, environment: {} });
  return {
    endpoint: kinesis.endpoint,
    client,
    target,
    database,
    stop: async () => {
      await database.close();
      await kinesis.stop();
      await target.stop();
    },
  };
}
