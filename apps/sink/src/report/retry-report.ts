import type { SinkError } from '@drayage/cratedb-writer';
import { isUnreachable } from '@drayage/kinesis-source';

import type { RetryReport } from '../sink-parts.js';

/** A write to the target that is tried again. */
export function pipelineRetryReport(error: SinkError, attempt: number, delayMs: number): RetryReport {
  return { side: 'target', code: error.code, message: error.message, remedy: error.remedy, attempt, delayMs };
}

/** A call to Kinesis that is made again. */
export function sourceRetryReport(
  shardId: string | undefined,
  code: string,
  attempt: number,
  delayMs: number,
): RetryReport {
  // Codes in kebab case are the target's: positions and leases are kept there.
  if (/^[a-z]+(?:-[a-z]+)*$/u.test(code)) {
    return {
      side: 'target',
      code,
      message: `Positions could not be kept in the target (${code}).`,
      remedy: 'Nothing to do if it passes. Else look at the target: whether it runs, and answers this host.',
      attempt,
      delayMs,
    };
  }
  const what = shardId === undefined ? 'the stream' : `shard ${shardId}`;
  return {
    side: 'stream',
    shardId,
    code,
    ...(isUnreachable(code)
      ? {
          message: `No connection to Kinesis (${code}).`,
          remedy:
            'Nothing to do if it passes. Else check the region of the stream (its ARN, AWS_REGION), KINESIS_ENDPOINT where ' +
            'it is set, and the network from here to there.',
        }
      : {
          message: `Reading ${what} failed (${code}).`,
          remedy:
            'Nothing to do if it passes. Else look at the network, the credentials, and the limits of the stream.',
        }),
    attempt,
    delayMs,
  };
}
