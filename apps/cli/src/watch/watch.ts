import { UsageError } from '../usage-error.js';
import { EndedByHand } from './ended-by-hand.js';
import type { CliEnvironment } from '../cli-environment.js';

const CLEAR_FROM_HOME = '\u001B[H\u001B[J';
const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';

/**
 * Shows something again and again until it is interrupted: on a terminal in one place, elsewhere one after another.
 * Rejects with `EndedByHand`, or with what failed.
 */
export async function watch(environment: CliEnvironment, intervalMs: number, draw: () => Promise<string>): Promise<never> {
  const { stdout } = environment;
  const isTerminal = stdout.isTTY === true;
  if (isTerminal) stdout.write(`${HIDE_CURSOR}\u001B[2J`);
  try {
    for (;;) {
      const picture = await draw();
      stdout.write(isTerminal ? `${CLEAR_FROM_HOME}${picture}` : picture);
      await environment.pause(intervalMs);
    }
  } catch (error) {
    throw environment.signal.aborted ? new EndedByHand({ cause: error }) : error;
  } finally {
    if (isTerminal) stdout.write(SHOW_CURSOR);
  }
}

/** `--interval`, in seconds. @throws UsageError */
export function intervalMs(text: string): number {
  const seconds = Number(text);
  if (Number.isFinite(seconds) && seconds >= 1 && seconds <= 3_600) return seconds * 1_000;
  throw new UsageError('--interval is not a number of seconds from 1 to 3600.', 'For example --interval 10.');
}
