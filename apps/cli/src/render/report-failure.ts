import type { CliEnvironment } from '../cli-environment.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { EndedByHand } from '../watch/ended-by-hand.js';
import { UsageError } from '../usage-error.js';

const GO_ON = 'What was written stays; run the same command again to go on.';
const AWS_GOES_ON = 'What AWS was asked for goes on: see dray status.';

/** What goes on, or is left, where a command is interrupted; the others only look. */
const AFTER_INTERRUPTION: Readonly<Record<string, string>> = {
  capture: GO_ON,
  checkpoints: GO_ON,
  'dead-letters': GO_ON,
  lambda: AWS_GOES_ON,
  reload: AWS_GOES_ON,
  'reload --complete': GO_ON,
  replay: GO_ON,
  resume: AWS_GOES_ON,
  source: GO_ON,
  stack: AWS_GOES_ON,
  start: AWS_GOES_ON,
  stop: AWS_GOES_ON,
  'test-connection': AWS_GOES_ON,
};

/**
 * Says on standard error what went wrong and what to do; answers the exit code.
 *
 * @param command its first word, and `--complete` where that was given.
 */
export function reportFailure(error: unknown, command: string, environment: CliEnvironment): ExitCode {
  const { message, code, remedy } = describe(error);
  if (environment.signal.aborted || code === 'ABORT_ERR') {
    // What has no end is ended so.
    if (error instanceof EndedByHand) return EXIT_CODES.interrupted;
    const after = AFTER_INTERRUPTION[command];
    environment.stderr.write(`Interrupted.${after === undefined ? '' : ` ${after}`}\n`);
    return EXIT_CODES.interrupted;
  }
  environment.stderr.write(`Error${code === undefined ? '' : ` (${code})`}: ${message}\n`);
  if (remedy !== undefined) environment.stderr.write(`Remedy: ${remedy}\n`);
  return error instanceof UsageError ? EXIT_CODES.usage : EXIT_CODES.failure;
}

function describe(error: unknown): { message: string; code: string | undefined; remedy: string | undefined } {
  if (!(error instanceof Error)) return { message: String(error), code: undefined, remedy: undefined };
  const text = (name: 'code' | 'remedy'): string | undefined => {
    const value: unknown = Reflect.get(error, name);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  return { message: error.message, code: text('code'), remedy: text('remedy') };
}
