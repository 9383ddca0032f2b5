import type { ObjectPort, openSinkDatabase, QueuePort } from '@drayage/cratedb-writer';
import type { StreamShards } from '@drayage/kinesis-source/positions';
import type { FetchSecret } from '@drayage/sink-shell';

/** Where the Kinesis of a stream is. */
export interface KinesisPlace {
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
}

/** The world outside, as the function sees it. Clients of AWS are loaded when they are asked for. */
export interface LambdaEnvironment {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly readFile: (path: string) => Promise<string>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  /** From 0 up to, not including, 1. */
  readonly random: () => number;
  /** Ends early, by rejecting, once the signal aborts. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** Never the same text twice. */
  readonly newToken: () => string;
  /** How many records are written in one go. */
  readonly sliceRecords: number;
  readonly openDatabase: typeof openSinkDatabase;
  readonly fetchSecret: FetchSecret;
  readonly describeShards: (streamArn: string, place: KinesisPlace, signal: AbortSignal) => Promise<StreamShards>;
  readonly openBucket: (bucket: string) => Promise<ObjectPort>;
  readonly openQueue: (queueUrl: string) => Promise<QueuePort>;
  /** Takes log lines and metrics, each with its line end; at once, as the sandbox may freeze at any moment. */
  readonly print: (line: string) => void;
}

/** What the function uses of Lambda's context. */
export interface InvocationContext {
  readonly awsRequestId: string;
  getRemainingTimeInMillis(): number;
}

/** The answer to an event source mapping that reports batch item failures. */
export interface BatchAnswer {
  readonly batchItemFailures: readonly { readonly itemIdentifier: string }[];
}
