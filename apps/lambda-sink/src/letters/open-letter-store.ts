import {
  createS3DeadLetterStore,
  createSqsDeadLetterStore,
  createTargetDeadLetterStore,
  type DeadLetterStore,
  type SinkDatabase,
} from '@drayage/cratedb-writer';
import type { DrayageConfig } from '@drayage/config';

import type { LambdaEnvironment } from '../environment.js';

/** The letter store that the configuration names. The clients of S3 and SQS are made with the first letter. */
export function openLetterStore(
  environment: Pick<LambdaEnvironment, 'now' | 'openBucket' | 'openQueue'>,
  { pipeline, lambda }: DrayageConfig,
  database: SinkDatabase,
): DeadLetterStore {
  const { now } = environment;
  const memory = createTargetDeadLetterStore(database, pipeline, now);
  const elsewhere = createElsewhere(environment, { pipeline, lambda, memory });
  if (elsewhere === undefined) return memory;
  return {
    ...memory,
    put: async (letters) => {
      // These are applied as soon as their table is there: their payloads have to be at hand.
      const waiting = letters.filter(({ code }) => code === 'unknown-table');
      const others = letters.filter(({ code }) => code !== 'unknown-table');
      if (others.length > 0) await (await elsewhere()).put(others);
      if (waiting.length > 0) await memory.put(waiting);
    },
  };
}

interface Place {
  readonly pipeline: string;
  readonly lambda: DrayageConfig['lambda'];
  readonly memory: DeadLetterStore;
}

function createElsewhere(
  { now, openBucket, openQueue }: Pick<LambdaEnvironment, 'now' | 'openBucket' | 'openQueue'>,
  { pipeline, lambda, memory }: Place,
): (() => Promise<DeadLetterStore>) | undefined {
  const { deadLetterBucket: bucket, deadLetterQueueUrl: queueUrl, deadLetterPrefix: prefix = '' } = lambda;
  let opened: Promise<DeadLetterStore> | undefined;
  switch (lambda.deadLetters) {
    case 'target':
      return undefined;
    case 's3':
      return () =>
        (opened ??= openBucket(bucket ?? '').then((objects) =>
          createS3DeadLetterStore({ objects, prefix, pipeline, memory, now }),
        ));
    case 'sqs':
      return () =>
        (opened ??= Promise.all([
          openQueue(queueUrl ?? ''),
          bucket === undefined ? undefined : openBucket(bucket),
        ]).then(([messages, objects]) =>
          createSqsDeadLetterStore({
            messages,
            overflow: objects === undefined ? undefined : { objects, prefix },
            pipeline,
            memory,
            now,
            maxMessageBytes: lambda.deadLetterMaxMessageBytes,
          }),
        ));
  }
}
