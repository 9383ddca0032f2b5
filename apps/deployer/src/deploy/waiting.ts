/** One wait: told what is seen, and paused between two looks. */
export interface Waiting {
  /** What is seen now, as a sentence; told when it is new. */
  look(text: string): void;
  /** Rejects when it has lasted too long, or somebody interrupts. @throws StillWaitingError */
  pause(): Promise<void>;
}

export interface WaitingOptions {
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly wait: (ms: number) => Promise<void>;
  readonly pauseMs: number;
  readonly timeoutMs: number;
  readonly onNews: (text: string) => void;
}

/** It takes longer than somebody wanted to wait. What was asked for goes on in AWS. */
export class StillWaitingError extends Error {
  readonly code = 'still-waiting';
  readonly remedy =
    'It goes on by itself in AWS: run the same command again, it goes on where it was. To wait longer: --timeout MINUTES.';

  constructor(seen: string, waitedMs: number) {
    super(`After ${inWords(waitedMs)}: ${seen}`);
    this.name = 'StillWaitingError';
  }
}

const REMINDER_MS = 60_000;

/** Begins a wait, whose time counts from now. Says what is seen when it changes, and once a minute that it has not. */
export function beginWait({ now, wait, pauseMs, timeoutMs, onNews }: WaitingOptions): Waiting {
  const begunMs = now();
  let toldMs = begunMs;
  let seen = '';
  return {
    look: (text) => {
      if (text === seen) return;
      seen = text;
      toldMs = now();
      onNews(text);
    },
    pause: async () => {
      const waitedMs = now() - begunMs;
      if (waitedMs >= timeoutMs) throw new StillWaitingError(seen, waitedMs);
      if (now() - toldMs >= REMINDER_MS) {
        toldMs = now();
        onNews(`Still, after ${inWords(waitedMs)}: ${seen}`);
      }
      await wait(pauseMs);
    },
  };
}

function inWords(ms: number): string {
  const minutes = Math.floor(ms / 60_000);
  return minutes === 0 ? `${Math.round(ms / 1000)} seconds` : `${minutes} minute${minutes === 1 ? '' : 's'}`;
}
