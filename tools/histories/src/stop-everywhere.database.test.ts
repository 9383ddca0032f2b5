import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { startPostgresServer, type PostgresServer } from '@drayage/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { bundleSinkProgram, type SinkProgram } from './stop/bundle-sink-program.ts';
import { renderStopTable } from './stop/render-stop-table.ts';
import { STOP_MODES } from './stop/sink-job.ts';
import { stopEverywhere } from './stop/stop-everywhere.ts';
import { stopTargetsOf } from './stop/stop-target.ts';

const TIMEOUT_MS = 600_000;

let server: PostgresServer;
let program: SinkProgram;
let database: SinkDatabase;

beforeAll(async () => {
  [server, program] = await Promise.all([startPostgresServer(), bundleSinkProgram()]);
  database = await openSinkDatabase({ address: parseTargetUrl(server.url), lanes: 1, applicationName: 'test' });
});

afterAll(async () => {
  await database.close();
  await Promise.all([server.stop(), program.remove()]);
});

it('ends as the source, whichever call of the database the process is killed at', { timeout: TIMEOUT_MS }, async () => {
  const outcomes = await stopEverywhere({
    ...{ program, openTarget: stopTargetsOf(server.url, database), lanes: 2, runName: 'stop', parallel: 2 },
    // Each call, in turn before, during or after it; `npm run stops` kills at all three.
    modesOf: (call) => STOP_MODES.filter((_, index) => index === call % STOP_MODES.length),
  });
  process.stdout.write(`\n${renderStopTable(outcomes)}\n`);
  expect(outcomes.filter(({ differences }) => differences.length > 0)).toEqual([]);
  // Only the last ones came to their end before their call.
  expect(outcomes.findIndex(({ restarts }) => restarts === 0)).toBeGreaterThan(outcomes.length - 3);
  expect(outcomes.length).toBeGreaterThan(50);
});
