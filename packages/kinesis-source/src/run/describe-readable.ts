import { callForStream } from '../client/call-kinesis.js';
import { backoffDelayMs } from '../client/backoff-delay.js';
import type { KinesisApi } from '../client/kinesis-api.js';
import { pause } from '../clock.js';
import type { Stream } from '../shard.js';
import type { SourceSettings } from '../source-options.js';
import type { SourceRetryCode } from '../source-retry-code.js';

export interface DescribeOptions {
  readonly settings: SourceSettings;
  readonly api: KinesisApi;
  /** Name or ARN. */
  readonly stream: string;
  readonly signal: AbortSignal;
}

/** Describes the stream, waiting while it is being made or deleted. Rejects once the signal has aborted. */
export async function describeReadable({ settings, api, stream, signal }: DescribeOptions): Promise<Stream> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    const described = await callForStream(settings, {
      operation: 'describe-stream',
      stream,
      signal,
      send: () => api.describeStream(stream, signal),
    });
    if (described.readable) return described;
    const delayMs = backoffDelayMs(attempt, settings.random());
    settings.observer.onRetry(undefined, 'stream-not-ready' satisfies SourceRetryCode, attempt, delayMs);
    await pause(settings.clock, delayMs, signal);
  }
}
