import { ProvisionedThroughputExceededException } from '@aws-sdk/client-kinesis';
import { createMemoryCheckpointStore } from '../checkpoints/memory-checkpoint-store.js';
import { runSourceUnderTest, type SourceUnderTest } from './running-source.js';
import { createScriptedStream, type ScriptedStream } from './scripted-stream.js';
import { createVirtualClock } from './virtual-clock.js';

/** The shard of a scripted stream, unless a test names more. */
export const SHARD = 'shardId-000000000000';

/** What every error of the SDK is made with. */
export const AWS_ERROR = { message: 'scripted', $metadata: {} };

/** A scripted stream with a store and a clock of its own. */
export function setUpScripted(shardIds?: readonly string[]) {
  const clock = createVirtualClock();
  const stream = createScriptedStream(clock, shardIds);
  const store = createMemoryCheckpointStore(clock);
  /** Puts records that arrive now. */
  const put = (...numbers: readonly number[]): void => {
    const arrivalTimeMs = clock.now();
    stream.shards
      .get(SHARD)
      ?.records.push(...numbers.map((number) => ({ sequenceNumber: String(number), arrivalTimeMs })));
  };
  const run = (options: Partial<SourceUnderTest> = {}) =>
    runSourceUnderTest({ client: stream.client, stream: stream.arn, clock, store, ...options });
  const position = async () => (await store.list(stream.arn)).find((row) => row.shardId === SHARD);
  return { clock, stream, store, put, run, position };
}

/** Fails a command so many times, and then no more. */
export function failTimes(stream: ScriptedStream, name: string, times: number, error: () => Error): void {
  let left = times;
  stream.fault = (command) => (command.name === name && left-- > 0 ? error() : undefined);
}

export function throttled(): Error {
  return new ProvisionedThroughputExceededException(AWS_ERROR);
}
