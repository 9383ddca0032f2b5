import { printable, UsageError } from '@drayage/terminal';
import { cut } from '../render/render-grid.js';
import { EndedByHand } from './ended-by-hand.js';
import type { CliEnvironment } from '../cli-environment.js';

const CLEAR_FROM_HOME = '\u001B[H\u001B[J';
const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';

/** What no later look mends. */
const FINAL_CODES = new Set([
  'access-denied',
  'credentials-expired',
  'credentials-invalid',
  'no-region',
  'not-found',
  'tls-refused',
]);

/**
 * Shows something again and again until it is interrupted: on a terminal in one place, elsewhere one after another. A look
 * that fails, as by a throttle, leaves the last picture and says so below; only what the next look cannot mend ends it.
 * Rejects with `EndedByHand`, or with what failed.
 */
export async function watch(
  environment: CliEnvironment,
  intervalMs: number,
  draw: () => Promise<string>,
): Promise<never> {
  const { stdout, stderr } = environment;
  const isTerminal = stdout.isTTY === true;
  let last = '';
  const look = async (): Promise<void> => {
    try {
      last = await draw();
      stdout.write(isTerminal ? `${CLEAR_FROM_HOME}${last}` : last);
    } catch (error) {
      if (environment.signal.aborted || isFinal(error)) throw error;
      const notice = `Could not look: ${printable(error instanceof Error ? error.message : String(error))}`;
      if (isTerminal) stdout.write(`${CLEAR_FROM_HOME}${withNotice(last, notice, stdout)}`);
      else stderr.write(`${notice}\n`);
    }
  };
  if (isTerminal) stdout.write(`${HIDE_CURSOR}\u001B[2J`);
  try {
    for (;;) {
      await look();
      await environment.pause(intervalMs);
    }
  } catch (error) {
    throw environment.signal.aborted ? new EndedByHand({ cause: error }) : error;
  } finally {
    if (isTerminal) stdout.write(SHOW_CURSOR);
  }
}

/** Wrong usage, a missing permission, a name that nothing has; and what has no code, for it is a defect. */
function isFinal(error: unknown): boolean {
  if (error instanceof UsageError || !(error instanceof Error)) return true;
  const code: unknown = Reflect.get(error, 'code');
  return typeof code !== 'string' || FINAL_CODES.has(code);
}

/** The last picture with a line below, in place of its last lines where it fills the terminal. */
function withNotice(picture: string, notice: string, { rows, columns }: CliEnvironment['stdout']): string {
  const lines = picture === '' ? [] : picture.trimEnd().split('\n');
  const shown = rows === undefined ? lines : lines.slice(0, Math.max(0, rows - 3));
  return `${[...shown, ...(shown.length === 0 ? [] : ['']), cut(notice, columns ?? Number.POSITIVE_INFINITY)].join('\n')}\n`;
}
