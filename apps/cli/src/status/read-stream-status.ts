import { describeStream, readStreamIteratorAge, readStreamThrottledWrites } from '@drayage/aws-ops';
import type { StreamStatus } from './pipeline-status.js';
import { readDetail } from './status-part.js';
import type { StatusReading } from './status-reading.js';

/** A stream, how far its readers are behind, and how many writes it refused. */
export async function readStreamStatus(
  { clients, environment: { now, signal } }: Pick<StatusReading, 'clients' | 'environment'>,
  nameOrArn: string,
): Promise<StreamStatus> {
  const stream = await describeStream(clients, nameOrArn);
  const [age, throttled] = await Promise.all([
    readDetail(signal, 'How far its readers are behind', () => readStreamIteratorAge(clients, stream.name, now())),
    readDetail(signal, 'How many writes it refused', () => readStreamThrottledWrites(clients, stream.name, now())),
  ]);
  return {
    stream,
    iteratorAgeMs: age.value?.value ?? null,
    throttledWrites: throttled.value ?? null,
    // One permission of CloudWatch is missing, or none: it is told once.
    unread: [...age.unread, ...throttled.unread].slice(0, 1),
  };
}
