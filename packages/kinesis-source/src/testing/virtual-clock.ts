import type { Clock } from '../clock.js';

interface Sleeper {
  readonly untilMs: number;
  readonly wake: () => void;
}

/**
 * A clock that jumps to the next sleeper whenever nothing else is left to do: hours pass in milliseconds, and in the
 * same order each time.
 */
export function createVirtualClock(startMs = Date.parse('2026-03-01T00:00:00Z')): Clock {
  let nowMs = startMs;
  let ticking = false;
  const sleepers = new Set<Sleeper>();

  const tick = (): void => {
    ticking = false;
    const next = [...sleepers].sort((left, right) => left.untilMs - right.untilMs)[0];
    if (next === undefined) return;
    nowMs = Math.max(nowMs, next.untilMs);
    next.wake();
    tickLater();
  };
  const tickLater = (): void => {
    if (ticking) return;
    ticking = true;
    setImmediate(tick);
  };
  return {
    now: () => nowMs,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper: Sleeper = {
          untilMs: nowMs + ms,
          wake: () => {
            sleepers.delete(sleeper);
            signal?.removeEventListener('abort', sleeper.wake);
            resolve();
          },
        };
        if (signal?.aborted === true) {
          resolve();
          return;
        }
        signal?.addEventListener('abort', sleeper.wake);
        sleepers.add(sleeper);
        tickLater();
      }),
  };
}
