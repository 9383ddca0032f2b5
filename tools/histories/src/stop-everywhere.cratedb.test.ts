import { describeWithCratedb } from '@drayage/testing';
import { expect, it } from 'vitest';
import { renderStopTable } from './stop/render-stop-table.ts';
import { STOP_MODES } from './stop/sink-job.ts';
import { stopEverywhere } from './stop/stop-everywhere.ts';
import { stopTargetsOf } from './stop/stop-target.ts';
import { useSinkProgram } from './testing/use-sink-program.ts';

const TIMEOUT_MS = 600_000;
/** Of the calls, every so manyth is a kill point. */
const STRIDE = 17;

describeWithCratedb('a sink that writes to CrateDB', (url) => {
  const setup = useSinkProgram(url);

  it('ends as the source, whichever call of the database it is killed at', { timeout: TIMEOUT_MS }, async () => {
    const { program, database } = setup();
    const outcomes = await stopEverywhere({
      ...{ program, openTarget: stopTargetsOf(url, database), lanes: 2, runName: `stop${process.pid}`, parallel: 1 },
      modesOf: (call) =>
        call % STRIDE === 0 ? STOP_MODES.filter((_, index) => index === (call / STRIDE) % STOP_MODES.length) : [],
    });
    process.stdout.write(`\n${renderStopTable(outcomes)}\n`);
    expect(outcomes.filter(({ differences }) => differences.length > 0)).toEqual([]);
    expect(outcomes.length).toBeGreaterThan(5);
  });
});
