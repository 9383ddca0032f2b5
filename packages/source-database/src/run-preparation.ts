import { PASSWORD_PLACEHOLDER, type PreparationStep, quoteText } from '@drayage/doctor';
import { SourceError } from './source-error.js';
import type { SourceSession } from './session/source-session.js';

/** A step that ran, or the statement at which it stopped. */
export interface PreparationResult {
  readonly step: PreparationStep;
  /** `undefined`: all of it ran. */
  readonly error: SourceError | undefined;
}

/**
 * Runs the statements of the steps, in order. A step that fails ends there, and the next ones are tried: each mends
 * something of its own, except that nothing follows a user that could not be made.
 */
export async function runPreparation(
  session: SourceSession,
  steps: readonly PreparationStep[],
  { password }: { readonly password: string | undefined },
): Promise<readonly PreparationResult[]> {
  const results: PreparationResult[] = [];
  for (const step of steps) {
    const error = await runStep(session, step, password);
    results.push({ step, error });
    if (error !== undefined && step.id === 'create-user') break;
  }
  return results;
}

async function runStep(
  session: SourceSession,
  step: PreparationStep,
  password: string | undefined,
): Promise<SourceError | undefined> {
  try {
    for (const statement of step.statements) await session.query(withPassword(session, statement, password));
    return undefined;
  } catch (error) {
    if (error instanceof SourceError) return error;
    throw error;
  }
}

function withPassword({ engine }: SourceSession, statement: string, password: string | undefined): string {
  if (!statement.includes(PASSWORD_PLACEHOLDER)) return statement;
  if (password === undefined) {
    throw new SourceError('source-invalid', {
      message: 'The user has to be made, and there is no password for it.',
      remedy: 'Put it into the variable DMS_PASSWORD.',
    });
  }
  return statement.replace(PASSWORD_PLACEHOLDER, () => quoteText(engine, password));
}
