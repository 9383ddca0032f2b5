import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { describeWithCratedb } from '@drayage/testing';
import { makeCaptureFolder, type CaptureFolder } from '../testing/capture-folder.js';
import { deadLetterCommandBehaviours } from '../testing/dead-letter-behaviours.js';

describeWithCratedb('dray dead-letters on CrateDB', (url) => {
  let database: SinkDatabase;
  let folder: CaptureFolder;
  let name: string;

  const query = async (sql: string, parameters: readonly string[] = []) => database.execute({ sql, parameters });
  beforeAll(async () => {
    database = await openSinkDatabase({ address: parseTargetUrl(url), lanes: 1, applicationName: 'test' });
    folder = await makeCaptureFolder();
  });
  afterAll(async () => {
    await database.close();
    await folder.remove();
  });
  beforeEach(() => {
    name = `dl_${randomBytes(5).toString('hex')}`;
  });
  afterEach(async () => {
    const { rows } = await query('SELECT table_name FROM information_schema.tables WHERE table_schema = $1', [name]);
    for (const [table] of rows) await query(`DROP TABLE "${name}"."${table ?? ''}"`);
    for (const table of ['tables', 'dead_letters', 'tombstones']) {
      await query(`REFRESH TABLE drayage.${table}`);
      await query(`DELETE FROM drayage.${table} WHERE pipeline = $1`, [name]);
    }
  });

  deadLetterCommandBehaviours(() => ({ url, database, folder, schema: name, pipeline: name }));
});
