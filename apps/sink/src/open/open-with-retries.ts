import { SinkError } from '@drayage/cratedb-writer';
import { retryDelayMs, type RetryDelays } from '@drayage/pipeline';

import type { Clock } from '../environment.js';
import { pipelineRetryReport } from '../report/retry-report.js';
import type { OpenSink, OpenSinkOptions, SinkParts } from '../sink-parts.js';

/** Longer than between two tries of a batch: a target that is not there yet may take a while. */
const DELAYS: RetryDelays = { firstMs: 500, longestMs: 30_000 };

export interface OpenWithRetriesOptions extends OpenSinkOptions {
  readonly openSink: OpenSink;
  readonly clock: Clock;
  readonly signal: AbortSignal;
}

/**
 * Opens the sink; tries again for as long as the failure may pass. `undefined`: the signal aborted first, and nothing
 * that was still opening will be used.
 */
export async function openWithRetries({
  openSink,
  clock,
  signal,
  ...options
}: OpenWithRetriesOptions): Promise<SinkParts | undefined> {
  const aborted = untilAborted(signal);
  for (let attempt = 1; !signal.aborted; attempt += 1) {
    try {
      const opening = openSink(options);
      const parts = await Promise.race([opening, aborted]);
      if (parts === undefined) {
        void opening.then((late) => late.close()).catch(() => undefined);
      }
      options.observer.onTargetAnswer();
      return parts;
    } catch (error) {
      if (!(error instanceof SinkError) || error.reaction !== 'retry') {
        throw error;
      }
      const delayMs = retryDelayMs(attempt - 1, () => clock.random(), DELAYS);
      options.observer.onRetry(pipelineRetryReport(error, attempt, delayMs));
      await clock.wait(delayMs, signal);
    }
  }
  return undefined;
}

function untilAborted(signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(undefined), { once: true });
  });
}
