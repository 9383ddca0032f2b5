import type { SinkError } from '@drayage/cratedb-writer';

/** From this attempt on it does not look like a moment's trouble; so many later the remedy is told once more. */
const REMEDY_AT = 5;
const REMEDY_EVERY = 30;

/** What is said of something that is tried again, and now and then what to do about it. */
export function retryLine(error: SinkError, attempt: number, delayMs: number): string {
  const remedy = attempt % REMEDY_EVERY === REMEDY_AT ? `${error.remedy}\n` : '';
  return `Retry ${attempt} in ${(delayMs / 1000).toFixed(1)} s (${error.code}): ${error.message}\n${remedy}`;
}
