/** Why an invocation gives up what it is doing. */
export class OutOfTime extends Error {
  readonly code = 'out-of-time';
  readonly remedy =
    'Nothing to do: the rest comes again. If it goes on, raise the timeout of the function or lower its batch size.';

  constructor() {
    super('The time of the invocation has run out.');
    this.name = 'OutOfTime';
  }
}

/** The time an invocation has, less what it takes to answer. */
export interface TimeBudget {
  /** Milliseconds for work. */
  left(): number;
  /** Aborts when there is none left, or by `giveUp`: what waits, ends. */
  readonly signal: AbortSignal;
  /** Aborts when there is none left: nobody waits for anything any longer. */
  readonly deadline: AbortSignal;
  giveUp(reason: Error): void;
  /** Whether one more piece of work is likely to end in time, after one that took so long. */
  allows(tookMs: number): boolean;
  /** No timer is left: the sandbox freezes between invocations. */
  end(): void;
}

const LEAST_RESERVE_MS = 300;
const MOST_RESERVE_MS = 3_000;
const RESERVED_SHARE = 0.1;
/** The next piece may take longer than the last. */
const CAUTION = 1.5;

/** @param remainingMs - As Lambda's context says it. */
export function startTimeBudget(remainingMs: () => number): TimeBudget {
  const controller = new AbortController();
  const deadline = new AbortController();
  const reserveMs = Math.min(MOST_RESERVE_MS, Math.max(LEAST_RESERVE_MS, remainingMs() * RESERVED_SHARE));
  const left = (): number => remainingMs() - reserveMs;
  const end = (): void => {
    const reason = new OutOfTime();
    deadline.abort(reason);
    controller.abort(reason);
  };
  const timer = setTimeout(end, Math.max(0, left()));
  return {
    left,
    signal: controller.signal,
    deadline: deadline.signal,
    giveUp: (reason) => controller.abort(reason),
    allows: (tookMs) => !controller.signal.aborted && left() > tookMs * CAUTION,
    end: () => clearTimeout(timer),
  };
}

/** Waits for work, or rejects with the signal's reason as soon as it aborts. Work left behind is nobody's any more. */
export async function untilAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  work.catch(() => undefined);
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => reject(signal.reason instanceof Error ? signal.reason : new OutOfTime());
    if (signal.aborted) onAbort();
    else signal.addEventListener('abort', onAbort, { once: true });
    stop = () => signal.removeEventListener('abort', onAbort);
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    stop();
  }
}
