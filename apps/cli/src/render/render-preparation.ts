import { isByHand } from '@drayage/doctor';
import type { PreparationResult } from '@drayage/source-database';
import { printable } from '@drayage/terminal';

/** Steps and their statements, before or after they ran. A password never stands in them. */
export function renderPreparation(
  state: 'planned' | 'done',
  results: readonly PreparationResult[],
  output: 'table' | 'json',
): string {
  if (output === 'json') {
    const steps = results.map(({ step, error }) => ({
      ...step,
      state: stateOf({ step, error }, state),
      ...(error === undefined ? {} : { error: { code: error.code, message: error.message, remedy: error.remedy } }),
    }));
    return `${JSON.stringify({ steps })}\n`;
  }
  if (results.length === 0) return 'The source is prepared: there is nothing to do.\n';
  return results
    .map(({ step, error }) =>
      printable(
        [
          `${stateOf({ step, error }, state)}  ${step.what}`,
          ...(state === 'planned' ? step.statements.map((statement) => `    ${statement};`) : []),
          ...(error === undefined ? [] : [`    ${error.message}`, `    ${error.remedy}`]),
          ...(step.afterwards === '' ? [] : [`    ${step.afterwards}`]),
          '',
        ].join('\n'),
      ),
    )
    .join('');
}

function stateOf({ step, error }: PreparationResult, state: 'planned' | 'done'): string {
  if (error !== undefined) return 'failed';
  return isByHand(step) ? 'by hand' : state;
}
