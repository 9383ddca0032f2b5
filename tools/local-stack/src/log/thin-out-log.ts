import { formatLogLine } from './format-log-line.ts';

export interface ThinOutOptions {
  readonly print: (text: string) => void;
  readonly nowMs: () => number;
  /** How many lines of one kind are shown before only one per interval is. Default 3. */
  readonly firstLines?: number;
  /** Default 10 s. */
  readonly intervalMs?: number;
}

interface Seen {
  lines: number;
  hidden: number;
  lastShownMs: number;
}

/**
 * Prints a log so that it can be followed by eye: lines that say the same message at level info (such as the one of each
 * batch) are shown a few times, then one per interval with the number of those left out. Nothing else is left out.
 */
export function thinOutLog(options: ThinOutOptions): (line: string) => void {
  const { print, nowMs, firstLines = 3, intervalMs = 10_000 } = options;
  const seen = new Map<string, Seen>();

  return (line) => {
    const { level, message, text } = formatLogLine(line);
    if (level !== 'info') {
      print(text);
      return;
    }
    const kind = seen.get(message) ?? { lines: 0, hidden: 0, lastShownMs: Number.NEGATIVE_INFINITY };
    seen.set(message, kind);
    kind.lines += 1;
    if (kind.lines > firstLines && nowMs() - kind.lastShownMs < intervalMs) {
      kind.hidden += 1;
      return;
    }
    print(kind.hidden === 0 ? text : `${text}  (and ${kind.hidden} more like it)`);
    kind.hidden = 0;
    kind.lastShownMs = nowMs();
  };
}
