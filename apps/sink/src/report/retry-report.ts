import type { SinkError } from '@drayage/cratedb-writer';
import { isUnreachable, type SourceRetryCode } from '@drayage/kinesis-source';

import type { RetryReport } from '../sink-parts.js';

/** A write to the target that is tried again. */
export function pipelineRetryReport(error: SinkError, attempt: number, delayMs: number): RetryReport {
  return { side: 'target', code: error.code, message: error.message, remedy: error.remedy, attempt, delayMs };
}

/** What the source does again: a call to Kinesis, or keeping a position in the target. */
export function sourceRetryReport(
  shardId: string | undefined,
  code: string,
  attempt: number,
  delayMs: number,
): RetryReport {
  if (isOfTheTarget(code)) {
    return {
      side: 'target',
      code,
      message: `Positions could not be kept in the target (${code}).`,
      remedy: 'Nothing to do if it passes. Else look at the target: whether it runs, and answers this host.',
      attempt,
      delayMs,
    };
  }
  return { side: 'stream', shardId, code, ...explain(shardId, code), attempt, delayMs };
}

/** Codes in kebab case are the target's, which keeps positions and leases, but for the source's own. */
function isOfTheTarget(code: string): boolean {
  return /^[a-z]+(?:-[a-z]+)*$/u.test(code) && !Object.hasOwn(OF_THE_SOURCE, code);
}

type Explanation = Pick<RetryReport, 'message' | 'remedy'>;

const OF_THE_SOURCE: Readonly<Record<SourceRetryCode, Explanation>> = {
  'iterator-spent': {
    message: 'Kinesis takes no iterator of the shard, though each is new (iterator-spent).',
    remedy:
      'Nothing to do if it passes. Else check the clock of this machine, and whether KINESIS_ENDPOINT is Kinesis.',
  },
  'position-lost': {
    message: 'Kinesis does not take the place to read on from; stream and shards are looked at anew (position-lost).',
    remedy: 'Nothing to do: a gap is told as one.',
  },
  'stream-not-ready': {
    message: 'The stream is being made or deleted (stream-not-ready).',
    remedy: 'Nothing to do if it is being made: reading begins when it is ACTIVE.',
  },
};

function explain(shardId: string | undefined, code: string): Explanation {
  if (Object.hasOwn(OF_THE_SOURCE, code)) return OF_THE_SOURCE[code as SourceRetryCode];
  if (isUnreachable(code)) {
    return {
      message: `No connection to Kinesis (${code}).`,
      remedy:
        'Nothing to do if it passes. Else check the region of the stream (its ARN, AWS_REGION), KINESIS_ENDPOINT where it ' +
        'is set, and the network from here to there.',
    };
  }
  return {
    message: `Reading ${shardId === undefined ? 'the stream' : `shard ${shardId}`} failed (${code}).`,
    remedy: 'Nothing to do if it passes. Else look at the network, the credentials, and the limits of the stream.',
  };
}
