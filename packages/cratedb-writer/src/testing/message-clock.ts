/** Hands out message times: microseconds since the epoch, each later than the one before. */
export interface MessageClock {
  next(stepMicros?: number): number;
}

/** 2026-01-01T00:00:00Z. */
export const FIRST_MICROS = 1_767_225_600_000_000;

/** A clock of its own for each test, so that times in expectations do not depend on the tests before. */
export function messageClock(startMicros = FIRST_MICROS): MessageClock {
  let micros = startMicros;
  return {
    next(stepMicros = 1000) {
      micros += stepMicros;
      return micros;
    },
  };
}
