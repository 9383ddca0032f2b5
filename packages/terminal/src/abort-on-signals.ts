import { EXIT_CODES } from './exit-codes.js';
import { judgeInterruptions } from './judge-interruptions.js';

/** What of the process it uses. */
export interface SignalledProcess {
  on(signal: 'SIGINT' | 'SIGTERM', listener: () => void): unknown;
  exit(code: number): unknown;
}

export interface AbortOnSignalsOptions {
  readonly process: SignalledProcess;
  /** Milliseconds, of any beginning. */
  readonly now: () => number;
  /** Told once, before the signal aborts. */
  readonly onFirst?: () => void;
}

/** A signal that aborts at the first SIGINT or SIGTERM, with an error that has its name as message. Who insists ends the process at once. */
export function abortOnSignals({ process, now, onFirst }: AbortOnSignalsOptions): AbortSignal {
  const interruption = new AbortController();
  const judge = judgeInterruptions(now);
  for (const name of ['SIGINT', 'SIGTERM'] as const) {
    process.on(name, () => {
      const judged = judge(name);
      if (judged === 'again') process.exit(EXIT_CODES.interrupted);
      if (judged !== 'first') return;
      onFirst?.();
      interruption.abort(new Error(name));
    });
  }
  return interruption.signal;
}
