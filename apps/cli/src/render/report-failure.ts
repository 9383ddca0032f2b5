import type { CliEnvironment } from '../cli-environment.js';
import { EXIT_CODES, type ExitCode } from '../exit-codes.js';
import { InterruptedError, isInterruption } from '../interruptible.js';
import { EndedByHand } from '../watch/ended-by-hand.js';
import { UsageError } from '../usage-error.js';
import { printable } from './printable.js';

/** Says on standard error what went wrong and what to do; answers the exit code. */
export function reportFailure(error: unknown, environment: CliEnvironment): ExitCode {
  if (error instanceof InterruptedError || isInterruption(error, environment.signal)) {
    // What has no end is ended so.
    if (error instanceof EndedByHand) return EXIT_CODES.interrupted;
    environment.stderr.write(error instanceof InterruptedError ? `${error.message}\n` : 'Interrupted.\n');
    return EXIT_CODES.interrupted;
  }
  const { message, code, remedy } = describe(error);
  environment.stderr.write(printable(`Error${code === undefined ? '' : ` (${code})`}: ${message}\n`));
  if (remedy !== undefined) environment.stderr.write(printable(`Remedy: ${remedy}\n`));
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
