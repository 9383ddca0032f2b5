import { SinkError } from '../sink-error.js';
import type { Parameter } from '../statement.js';
import type { Dialect } from './sink-database.js';

/** The protocol counts parameters in 16 bits; CrateDB reads the number as signed. */
const MAX_PARAMETERS: Readonly<Record<Dialect, number>> = { cratedb: 32_767, postgresql: 65_535 };

/**
 * More parameters than the protocol counts would reach the server as another number.
 *
 * @throws SinkError `statement-failed`.
 */
export function assertBindable(parameters: readonly Parameter[], dialect: Dialect): void {
  if (parameters.length > MAX_PARAMETERS[dialect]) {
    throw new SinkError('statement-failed', {
      message: `A statement has ${parameters.length} parameters; the target takes ${MAX_PARAMETERS[dialect]} at most.`,
      remedy: 'Please report it: rows travel as arrays, so that no statement needs so many.',
    });
  }
}
