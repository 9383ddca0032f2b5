import { callForStream } from '../client/call-kinesis.js';
import { retrying } from '../client/retrying.js';
import { storeRetryCode } from '../lease/store-retry-code.js';
import type { StreamSnapshot } from '../plan/plan-sync.js';
import { describeReadable, type DescribeOptions } from './describe-readable.js';

/** Stream, rows and shards as they are now. Rejects with what halts the source, or once the signal has aborted. */
export async function lookAtStream(options: DescribeOptions): Promise<StreamSnapshot> {
  const { settings, api, signal } = options;
  const stream = await describeReadable(options);
  const scope = { shardId: undefined, signal, retryCode: storeRetryCode };
  // Rows before shards: a shard that another owner discovers in between would look like one that is gone.
  const rows = await retrying(settings, scope, () => settings.store.list(stream.arn));
  const shards = await callForStream(settings, {
    operation: 'list-shards',
    stream: stream.arn,
    signal,
    send: () => api.listShards(stream.arn, signal),
  });
  return { stream, rows, shards };
}
