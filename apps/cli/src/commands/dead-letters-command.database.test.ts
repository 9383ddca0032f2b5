import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { startPgliteProcess, type PgliteServer } from '@drayage/testing';
import { makeCaptureFolder, type CaptureFolder } from '../testing/capture-folder.js';
import { deadLetterCommandBehaviours } from '../testing/dead-letter-behaviours.js';
import { runDray } from '../testing/run-dray.js';

let server: PgliteServer;
let database: SinkDatabase;
let folder: CaptureFolder;

beforeAll(async () => {
  server = await startPgliteProcess();
  database = await openSinkDatabase({ address: parseTargetUrl(server.url), lanes: 1, applicationName: 'test' });
  folder = await makeCaptureFolder();
});
afterAll(async () => {
  await database.close();
  await server.stop();
  await folder.remove();
});
beforeEach(async () => {
  for (const schema of ['drayage', 'shop']) await database.execute({ sql: `DROP SCHEMA IF EXISTS ${schema} CASCADE`, parameters: [] });
});

describe('dray dead-letters on PostgreSQL', () => {
  deadLetterCommandBehaviours(() => ({ url: server.url, database, folder, schema: 'shop', pipeline: 'letters' }));

  it('has nothing to tell of a target that Drayage never wrote to', async () => {
    const run = await runDray(['dead-letters', 'list', '--to', server.url, '--pipeline', 'letters'], { cwd: folder.path });
    expect(run).toEqual({ code: 0, stdout: 'No dead letters.\n', stderr: 'Warning: the pipeline letters is unknown in this target; it holds: nothing of Drayage.\n' });
    const schemas = await database.execute({ sql: "SELECT 1 FROM information_schema.schemata WHERE schema_name = 'drayage'", parameters: [] });
    expect(schemas.rows).toEqual([]);
  });
});
