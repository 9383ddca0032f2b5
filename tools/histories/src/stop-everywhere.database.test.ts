import { expect, it } from 'vitest';
import { renderStopTable } from './stop/render-stop-table.ts';
import { STOP_MODES } from './stop/sink-job.ts';
import { stopEverywhere } from './stop/stop-everywhere.ts';
import { stopTargetsOf } from './stop/stop-target.ts';
import { useSinkProgram } from './testing/use-sink-program.ts';

const TIMEOUT_MS = 600_000;

const setup = useSinkProgram();

it('ends as the source, whichever call of the database the process is killed at', { timeout: TIMEOUT_MS }, async () => {
  const { program, url, database } = setup();
  const outcomes = await stopEverywhere({
    ...{ program, openTarget: stopTargetsOf(url, database), lanes: 2, runName: 'stop', parallel: 2 },
    // Every other call, in turn before, during or after it; `npm run stops` kills at each call, in all three ways.
    modesOf: (call) => STOP_MODES.filter((_, index) => call % 2 === 1 && index === call % STOP_MODES.length),
  });
  process.stdout.write(`\n${renderStopTable(outcomes)}\n`);
  expect(outcomes.filter(({ differences }) => differences.length > 0)).toEqual([]);
  // Only the last ones came to their end before their call.
  expect(outcomes.findIndex(({ restarts }) => restarts === 0)).toBeGreaterThan(outcomes.length - 3);
  expect(outcomes.length).toBeGreaterThan(50);
});
