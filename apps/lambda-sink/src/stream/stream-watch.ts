import type { StreamShards } from '@drayage/kinesis-source/positions';

import type { KinesisPlace, LambdaEnvironment } from '../environment.js';

/** What Kinesis says of the stream, asked now and then. */
export interface StreamWatch {
  /** As of a minute ago at most; `undefined`: Kinesis could not be asked, which is told once. */
  look(): Promise<StreamShards | undefined>;
}

export interface StreamWatchOptions {
  readonly environment: Pick<LambdaEnvironment, 'describeShards' | 'env' | 'now'>;
  readonly streamArn: string;
  readonly place: KinesisPlace;
  readonly onWarning: (topic: string, message: string) => void;
}

const FRESH_MS = 60_000;
const FAILED_MS = 300_000;
const TIMEOUT_MS = 3_000;

/**
 * Outside of Lambda only a stand-in is asked: whoever tries the function on a machine without AWS waits for nothing.
 */
export function createStreamWatch({ environment, streamArn, place, onWarning }: StreamWatchOptions): StreamWatch {
  const { describeShards, env, now } = environment;
  const isAsked = place.endpoint !== undefined || (env['AWS_LAMBDA_FUNCTION_NAME'] ?? '') !== '';
  let known: StreamShards | undefined;
  let nextAtMs = 0;
  return {
    look: async () => {
      if (!isAsked || now() < nextAtMs) return known;
      try {
        known = await describeShards(streamArn, place, AbortSignal.timeout(TIMEOUT_MS));
        nextAtMs = now() + FRESH_MS;
      } catch (error) {
        nextAtMs = now() + FAILED_MS;
        const name = error instanceof Error ? error.name : 'unknown';
        onWarning(
          'stream',
          `Kinesis does not say how long the stream keeps records (${name}): gaps are not found, and complete_through stands still. ` +
            'Allow kinesis:DescribeStreamSummary and kinesis:ListShards, and reach Kinesis from the subnets of the function.',
        );
      }
      return known;
    },
  };
}
