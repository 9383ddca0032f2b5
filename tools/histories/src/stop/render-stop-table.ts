import { STOP_MODES, type StopMode } from './sink-job.ts';
import type { StopOutcome } from './stop-everywhere.ts';

/** The kill test's table: each call of the database, and what came of a kill before, during and after it. */
export function renderStopTable(outcomes: readonly StopOutcome[]): string {
  const calls = [...new Set(outcomes.map(({ call }) => call))];
  const lines = calls.map((call) => {
    const own = outcomes.filter((outcome) => outcome.call === call);
    const cells = STOP_MODES.map((mode) => describe(own.find((outcome) => outcome.mode === mode)).padEnd(18));
    return `${String(call).padStart(4)}  ${cells.join('')}${own[0]?.statement.replace(/\s+/gu, ' ').slice(0, 90) ?? ''}`;
  });
  return [`call  ${STOP_MODES.map((mode: StopMode) => mode.padEnd(18)).join('')}statement`, ...lines].join('\n');
}

function describe(outcome: StopOutcome | undefined): string {
  if (outcome === undefined) return '-';
  const { restarts, differences } = outcome;
  return `${differences.length === 0 ? 'equal' : 'DIFFERENT'}, ${restarts} restart${restarts === 1 ? '' : 's'}`;
}
