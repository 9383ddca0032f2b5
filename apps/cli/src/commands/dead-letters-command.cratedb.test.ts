import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import { describeWithCratedb } from '@drayage/testing';
import { deadLetterCommandBehaviours } from '../testing/dead-letter-behaviours.js';
import { useTarget } from '../testing/use-target.js';

describeWithCratedb('dray dead-letters on CrateDB', (url) => {
  const target = useTarget(() => Promise.resolve({ url }));
  let name: string;

  beforeEach(() => {
    name = `dl_${randomBytes(5).toString('hex')}`;
  });
  afterEach(async () => {
    const { query } = target();
    const tables = await query('SELECT table_name FROM information_schema.tables WHERE table_schema = $1', [name]);
    for (const [table] of tables) await query(`DROP TABLE "${name}"."${table ?? ''}"`);
    for (const table of ['tables', 'dead_letters', 'tombstones']) {
      await query(`REFRESH TABLE drayage.${table}`);
      await query(`DELETE FROM drayage.${table} WHERE pipeline = $1`, [name]);
    }
  });

  deadLetterCommandBehaviours(() => ({ ...target(), schema: name, pipeline: name }));
});
