import type { SinkObserver } from '../sink-parts.js';

/** What is needed of the writer. */
export interface HousekeepingWriter {
  housekeeping(): Promise<void>;
}

export interface HousekeeperOptions {
  readonly writer: HousekeepingWriter;
  readonly observer: SinkObserver;
  readonly now: () => number;
}

const INTERVAL_MS = 3_600_000;

/**
 * Tidies up the writer’s tables once an hour. Call the result between batches: it returns at once. A failure is a
 * warning: the next hour tries again, and what is not tidied only takes room.
 */
export function createHousekeeper({ writer, observer, now }: HousekeeperOptions): () => void {
  let nextAt = now() + INTERVAL_MS;
  return () => {
    if (now() < nextAt) {
      return;
    }
    nextAt = now() + INTERVAL_MS;
    writer.housekeeping().then(
      () => observer.onWarningOver('housekeeping'),
      () =>
        observer.onWarning('housekeeping', 'Expired tombstones could not be removed; that is tried again in an hour.'),
    );
  };
}
