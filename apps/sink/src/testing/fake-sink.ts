import type { TableStatus } from '@drayage/cratedb-writer';

import type { BatchReport, OpenSink, OpenSinkOptions, ShardStatus, SinkParts, SinkSnapshot } from '../sink-parts.js';

/** A batch that wrote something; override what matters. */
export function batchReport(overrides: Partial<BatchReport> = {}): BatchReport {
  return {
    shardId: 'shardId-000000000000',
    records: 100,
    rowsUpserted: 90,
    rowsDeleted: 5,
    statements: 4,
    deadLetters: 0,
    skipped: 0,
    staleSkipped: 0,
    tables: [{ schema: 'public', name: 'orders', rowsUpserted: 90, rowsDeleted: 5, deadLetters: 0 }],
    seconds: 0.2,
    ...overrides,
  };
}

export function tableStatus(overrides: Partial<TableStatus> = {}): TableStatus {
  return {
    schema: 'public',
    name: 'orders',
    state: 'live',
    rowsWritten: 90,
    rowsDeleted: 5,
    lastChangeAt: '2026-01-31T12:00:00.000Z',
    deadLetters: 0,
    reason: null,
    completeThrough: '2026-01-31T12:00:00.000Z',
    ...overrides,
  };
}

export function shardStatus(overrides: Partial<ShardStatus> = {}): ShardStatus {
  return {
    shardId: 'shardId-000000000000',
    sequenceNumber: '49590338271490256608559692538361571095921575989136588898',
    lagMs: 400,
    owner: 'me',
    ...overrides,
  };
}

/** A sink without target and stream, for a test to steer. */
export interface FakeSink {
  readonly openSink: OpenSink;
  /** What `openSink` was given; resolves at the first call. */
  readonly opened: Promise<OpenSinkOptions>;
  /** Resolves when the loop begins. */
  readonly running: Promise<void>;
  readonly closed: () => boolean;
  snapshot: SinkSnapshot;
  ping: () => Promise<void>;
  /** The loop: by default it turns until the signal aborts. */
  run: (signal: AbortSignal) => Promise<void>;
  /** Runs before `openSink` resolves; may throw. */
  beforeOpen: () => void;
}

export function fakeSink(): FakeSink {
  let closed = false;
  let announce: (options: OpenSinkOptions) => void = () => undefined;
  const opened = new Promise<OpenSinkOptions>((resolve) => {
    announce = resolve;
  });
  let begin: () => void = () => undefined;
  const running = new Promise<void>((resolve) => {
    begin = resolve;
  });
  const sink: FakeSink = {
    opened,
    running,
    closed: () => closed,
    snapshot: { shards: [shardStatus()], tables: [tableStatus()], completeThroughMs: undefined, warnings: [] },
    ping: () => Promise.resolve(),
    run: untilAborted,
    beforeOpen: () => undefined,
    openSink: async (options) => {
      await Promise.resolve();
      sink.beforeOpen();
      announce(options);
      const parts: SinkParts = {
        owner: 'me',
        run: (signal) => {
          begin();
          return sink.run(signal);
        },
        snapshot: () => sink.snapshot,
        ping: () => sink.ping(),
        close: () => {
          closed = true;
          return Promise.resolve();
        },
      };
      return parts;
    },
  };
  return sink;
}

export function untilAborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
