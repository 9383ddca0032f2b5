import process from 'node:process';
import { openSinkDatabase, parseTargetUrl } from '@drayage/cratedb-writer';
import { cratedbUrl, startPostgresServer } from '@drayage/testing';
import { bundleSinkProgram } from './stop/bundle-sink-program.ts';
import { renderStopTable } from './stop/render-stop-table.ts';
import { STOP_MODES } from './stop/sink-job.ts';
import { stopEverywhere } from './stop/stop-everywhere.ts';
import { stopTargetsOf } from './stop/stop-target.ts';

/** `npm run stops`: the whole grid, each call of the database before, during and after it; on `CRATEDB_URL` where it is set. */
const crate = cratedbUrl();
const postgres = crate === undefined ? await startPostgresServer() : undefined;
const url = crate ?? postgres?.url ?? '';
const program = await bundleSinkProgram();
const database = await openSinkDatabase({ address: parseTargetUrl(url), lanes: 1, applicationName: 'stops' });
try {
  const openTarget = stopTargetsOf(url, database);
  const outcomes = await stopEverywhere({
    program,
    openTarget,
    lanes: 2,
    runName: `stops${process.pid}`,
    parallel: 2,
    modesOf: () => STOP_MODES,
  });
  process.stdout.write(`${renderStopTable(outcomes)}\n`);
  for (const { call, mode, differences } of outcomes) {
    if (differences.length > 0) process.stdout.write(`${mode} call ${call}:\n  ${differences.join('\n  ')}\n`);
  }
  process.exitCode = outcomes.every(({ differences }) => differences.length === 0) ? 0 : 1;
} finally {
  await database.close();
  await Promise.all([program.remove(), postgres?.stop()]);
}
