/** Throughput and lag over the last hour, oldest first; columns of equal length. */
export interface ThroughputSamples {
  readonly intervalMs: number;
  /** End of each interval, in milliseconds since the epoch. */
  readonly times: readonly number[];
  readonly recordsPerSecond: readonly number[];
  readonly rowsPerSecond: readonly number[];
  /** The greatest lag seen in the interval; `null` where none was known. */
  readonly lagMs: readonly (number | null)[];
}

export interface Rates {
  readonly recordsPerSecond: number;
  readonly rowsPerSecond: number;
}

export interface ThroughputHistory {
  add(counts: { readonly records: number; readonly rows: number }): void;
  noteLag(lagMs: number): void;
  /** The mean of the last ten whole seconds. */
  rates(): Rates;
  samples(): ThroughputSamples;
}

interface Second {
  readonly second: number;
  records: number;
  rows: number;
  lagMs: number | null;
}

const KEPT_SECONDS = 3_600;
const RATE_SECONDS = 10;
const INTERVAL_SECONDS = 5;

/**
 * A ring of one-second buckets: memory stays the same however long the process runs, and nothing has to tick while
 * nothing happens.
 */
export function createThroughputHistory(now: () => number): ThroughputHistory {
  const startedAt = Math.floor(now() / 1_000);
  const ring: (Second | undefined)[] = Array.from({ length: KEPT_SECONDS });

  const bucketAt = (second: number): Second | undefined => {
    const bucket = ring[second % KEPT_SECONDS];
    return bucket?.second === second ? bucket : undefined;
  };
  const current = (): Second => {
    const second = Math.floor(now() / 1_000);
    const bucket = bucketAt(second) ?? { second, records: 0, rows: 0, lagMs: null };
    ring[second % KEPT_SECONDS] = bucket;
    return bucket;
  };
  const sum = (from: number, seconds: number): Omit<Second, 'second'> => {
    const buckets = Array.from({ length: seconds }, (_, index) => bucketAt(from + index)).filter(
      (bucket) => bucket !== undefined,
    );
    const lags = buckets.map(({ lagMs }) => lagMs).filter((lagMs) => lagMs !== null);
    return {
      records: buckets.reduce((total, { records }) => total + records, 0),
      rows: buckets.reduce((total, { rows }) => total + rows, 0),
      lagMs: lags.length === 0 ? null : Math.max(...lags),
    };
  };

  return {
    add: ({ records, rows }) => {
      const bucket = current();
      bucket.records += records;
      bucket.rows += rows;
    },
    noteLag: (lagMs) => {
      const bucket = current();
      bucket.lagMs = Math.max(bucket.lagMs ?? 0, lagMs);
    },
    rates: () => {
      const end = Math.floor(now() / 1_000);
      const seconds = Math.min(RATE_SECONDS, Math.max(1, end - startedAt));
      const { records, rows } = sum(end - seconds, seconds);
      return { recordsPerSecond: records / seconds, rowsPerSecond: rows / seconds };
    },
    samples: () => {
      const end = Math.floor(now() / 1_000 / INTERVAL_SECONDS) * INTERVAL_SECONDS;
      const oldest = Math.max(startedAt, end - KEPT_SECONDS + INTERVAL_SECONDS);
      const first = Math.floor(oldest / INTERVAL_SECONDS) * INTERVAL_SECONDS;
      const starts = Array.from(
        { length: Math.max(0, (end - first) / INTERVAL_SECONDS) },
        (_, index) => first + index * INTERVAL_SECONDS,
      );
      const sums = starts.map((start) => sum(start, INTERVAL_SECONDS));
      return {
        intervalMs: INTERVAL_SECONDS * 1_000,
        times: starts.map((start) => (start + INTERVAL_SECONDS) * 1_000),
        recordsPerSecond: sums.map(({ records }) => records / INTERVAL_SECONDS),
        rowsPerSecond: sums.map(({ rows }) => rows / INTERVAL_SECONDS),
        lagMs: sums.map(({ lagMs }) => lagMs),
      };
    },
  };
}
