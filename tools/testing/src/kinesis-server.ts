import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { freePort } from './free-port.ts';
import { startHttpProcess } from './http-process.ts';

/** A Kinesis that lives as long as the test file that started it. */
export interface KinesisServer {
  /** Plain HTTP/1.1, on loopback. */
  readonly endpoint: string;
  stop(): Promise<void>;
}

const START_TIMEOUT_MS = 30_000;
const LIFECYCLE_DURATION = '10ms';

/**
 * Starts `kinesis-local` on free ports and resolves once it answers.
 *
 * It runs in its package's own folder, because it reads `server.json` from the working directory even where only the
 * plain port is used. Creating, splitting and merging take 10 ms instead of its default 500 ms. Rejects with what the
 * server printed if it ends or stays silent for 30 s. The process is killed when this one exits, whichever way.
 */
export async function startKinesisServer(): Promise<KinesisServer> {
  const program = createRequire(import.meta.url).resolve('kinesis-local/main.js');
  const [plainPort, tlsPort] = await freePorts();
  const endpoint = `http://127.0.0.1:${plainPort}`;
  const stop = await startHttpProcess({
    name: 'kinesis-local',
    program: process.execPath,
    args: [program],
    cwd: dirname(program),
    env: { ...process.env, ...serverEnvironment(plainPort, tlsPort) },
    url: endpoint,
    startTimeoutMs: START_TIMEOUT_MS,
  });
  return { endpoint, stop };
}

function serverEnvironment(plainPort: number, tlsPort: number): NodeJS.ProcessEnv {
  return {
    KINESIS_MOCK_PLAIN_PORT: String(plainPort),
    KINESIS_MOCK_TLS_PORT: String(tlsPort),
    CREATE_STREAM_DURATION: LIFECYCLE_DURATION,
    DELETE_STREAM_DURATION: LIFECYCLE_DURATION,
    MERGE_SHARDS_DURATION: LIFECYCLE_DURATION,
    SPLIT_SHARD_DURATION: LIFECYCLE_DURATION,
    UPDATE_SHARD_COUNT_DURATION: LIFECYCLE_DURATION,
    SHARD_LIMIT: '1000',
    LOG_LEVEL: 'ERROR',
  };
}

/** The kernel may give the same port again as soon as it is free. */
async function freePorts(): Promise<[number, number]> {
  const first = await freePort();
  const second = await freePort();
  return first === second ? freePorts() : [first, second];
}
