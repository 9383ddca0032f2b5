import type { SinkError } from '@drayage/cratedb-writer';

/** What is said of something that is tried again. */
export function retryLine(error: SinkError, attempt: number, delayMs: number): string {
  return `Retry ${attempt} in ${(delayMs / 1000).toFixed(1)} s (${error.code}): ${error.message}\n`;
}
