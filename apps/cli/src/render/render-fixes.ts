import type { PlannedFix } from '../doctor/apply-fixes.js';
import { printable } from '@drayage/terminal';

/** What `--fix` is going to do, with every statement and setting, before it is asked for. */
export function renderPlannedFixes(fixes: readonly PlannedFix[]): string {
  const lines = fixes.flatMap(({ what, details, afterwards }) => [
    `  ${what}`,
    ...[...details, afterwards].filter((text) => text !== '').map((text) => `      ${text}`),
  ]);
  return ['To be done:', ...lines, ''].map(printable).join('\n');
}

/** What became of one of them; of one that was done, what is left to do, of one that failed, why and the remedy. */
export function renderFix(fix: PlannedFix, outcome: 'done' | 'skipped' | Error): string {
  return `${lines(fix, outcome).map(printable).join('\n        ')}\n`;
}

function lines({ what, afterwards }: PlannedFix, outcome: 'done' | 'skipped' | Error): readonly string[] {
  if (outcome === 'skipped') return [`skipped ${what}: it needs what failed`];
  if (outcome === 'done') return [`done    ${what}`, ...(afterwards === '' ? [] : [afterwards])];
  const remedy: unknown = Reflect.get(outcome, 'remedy');
  return [`failed  ${what}: ${outcome.message}`, ...(typeof remedy === 'string' && remedy !== '' ? [remedy] : [])];
}
