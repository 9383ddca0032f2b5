/** Sooner, a repeat is an echo: a terminal tells its whole group, and whoever started this program tells it once more. */
const ECHO_MS = 1_000;

/** `first`: end in order. `echo`: the same wish, told again. `again`: somebody insists. */
export type Interruption = 'first' | 'echo' | 'again';

/** Judges signals that ask for the end, one after another. `now`: milliseconds, of any beginning. */
export function judgeInterruptions(now: () => number): (signal: string) => Interruption {
  const firstAt = new Map<string, number>();
  return (signal) => {
    const at = now();
    const before = firstAt.get(signal);
    if (before !== undefined) return at - before >= ECHO_MS ? 'again' : 'echo';
    firstAt.set(signal, at);
    return firstAt.size === 1 ? 'first' : 'echo';
  };
}
