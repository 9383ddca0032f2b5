import type { RetryReport, SinkObserver } from '../sink-parts.js';
import { createThroughputHistory, type ThroughputHistory } from './throughput-history.js';

/**
 * ```
 * starting ──► running ◄──► retrying        halted: the process is about to end with code 1
 *     │           │             │
 *     └───────────┴──────┬──────┘
 *                        ▼
 *                stopping | halted
 * ```
 */
export type SinkState = 'starting' | 'running' | 'retrying' | 'stopping' | 'halted';

/** What the loop did, for the reports: counts, times and the last trouble. */
export interface Activity {
  readonly observer: SinkObserver;
  readonly history: ThroughputHistory;
  state(): SinkState;
  /** `stopping` and `halted` are final. */
  enter(state: SinkState): void;
  facts(): ActivityFacts;
}

export interface ActivityFacts {
  readonly startedAt: number;
  /** When the loop last gave a sign of life: a read, a batch, a retry. Milliseconds since the epoch. */
  readonly lastTurnAt: number;
  /** When the stream last answered; `undefined`: never. */
  readonly lastReadAt: number | undefined;
  /** When the target last answered a statement; `undefined`: never. */
  readonly lastWriteAt: number | undefined;
  /** What is being tried again now. */
  readonly retry: RetryReport | undefined;
  readonly deadLetters: number;
  /** By topic, the newest last. */
  readonly warnings: ReadonlyMap<string, string>;
}

const KEPT_WARNINGS = 50;
/** Kinesis throttles now and then: the first tries again are everyday life. */
const QUIET_STREAM_ATTEMPTS = 3;

export function createActivity(now: () => number): Activity {
  const startedAt = now();
  const history = createThroughputHistory(now);
  let state: SinkState = 'starting';
  let facts: ActivityFacts = {
    startedAt,
    lastTurnAt: startedAt,
    lastReadAt: undefined,
    lastWriteAt: undefined,
    retry: undefined,
    deadLetters: 0,
    warnings: new Map(),
  };
  const enter = (next: SinkState): void => {
    if (state !== 'stopping' && state !== 'halted') {
      state = next;
    }
  };

  /** Trouble is over when that side has answered that shard, not when another one got through. */
  const retries = new Map<string, RetryReport>();
  const troubleOf = (side: RetryReport['side'], shardId: string | undefined): string => `${side} ${shardId ?? ''}`;
  const overcome = (side: RetryReport['side'], shardId: string | undefined): void => {
    retries.delete(troubleOf(side, undefined));
    retries.delete(troubleOf(side, shardId));
    if (facts.retry === undefined) return;
    facts = { ...facts, retry: [...retries.values()].at(-1) };
    if (retries.size === 0) enter('running');
  };
  const otherWarnings = (topic: string): readonly (readonly [string, string])[] =>
    [...facts.warnings].filter(([other]) => other !== topic);
  const setWarnings = (warnings: readonly (readonly [string, string])[]): void => {
    facts = { ...facts, warnings: new Map(warnings.slice(-KEPT_WARNINGS)) };
  };

  return {
    history,
    state: () => state,
    enter,
    facts: () => facts,
    observer: {
      onRead: (shardId) => {
        facts = { ...facts, lastTurnAt: now(), lastReadAt: now() };
        overcome('stream', shardId);
      },
      onBatch: ({ shardId, records, rowsUpserted, rowsDeleted, statements, deadLetters }) => {
        history.add({ records, rows: rowsUpserted + rowsDeleted });
        facts = {
          ...facts,
          lastTurnAt: now(),
          lastReadAt: now(),
          lastWriteAt: statements > 0 ? now() : facts.lastWriteAt,
          deadLetters: facts.deadLetters + deadLetters,
        };
        overcome('target', shardId);
      },
      onRetry: (retry) => {
        facts = { ...facts, lastTurnAt: now() };
        if (retry.side === 'target' || retry.attempt > QUIET_STREAM_ATTEMPTS) {
          retries.set(troubleOf(retry.side, retry.shardId), retry);
          facts = { ...facts, retry };
          enter('retrying');
        }
      },
      onTargetAnswer: () => {
        facts = { ...facts, lastTurnAt: now(), lastWriteAt: now() };
        overcome('target', undefined);
      },
      onWarning: (topic, message) => setWarnings([...otherWarnings(topic), [topic, message]]),
      onWarningOver: (topic) => setWarnings(otherWarnings(topic)),
    },
  };
}
