import { describeFailure, EXIT_CODES, type ExitCode, isInterruption, UsageError } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';
import { InterruptedError } from '../interruptible.js';
import { EndedByHand } from '../watch/ended-by-hand.js';

/** Says on standard error what went wrong and what to do; answers the exit code. */
export function reportFailure(error: unknown, environment: CliEnvironment): ExitCode {
  if (error instanceof InterruptedError || isInterruption(error, environment.signal)) {
    // What has no end is ended so.
    if (error instanceof EndedByHand) return EXIT_CODES.interrupted;
    environment.stderr.write(error instanceof InterruptedError ? `${error.message}\n` : 'Interrupted.\n');
    return EXIT_CODES.interrupted;
  }
  environment.stderr.write(describeFailure(error));
  return error instanceof UsageError ? EXIT_CODES.usage : EXIT_CODES.failure;
}
