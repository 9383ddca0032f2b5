import { beforeEach, describe, expect, it } from 'vitest';
import { startPgliteProcess } from '@drayage/testing';
import { deadLetterCommandBehaviours } from '../testing/dead-letter-behaviours.js';
import { runDray } from '../testing/run-dray.js';
import { useTarget } from '../testing/use-target.js';

const target = useTarget(startPgliteProcess);
beforeEach(async () => {
  for (const schema of ['drayage', 'shop']) await target().query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
});

describe('dray dead-letters on PostgreSQL', () => {
  deadLetterCommandBehaviours(() => ({ ...target(), schema: 'shop', pipeline: 'letters' }));

  it('has nothing to tell of a target that Drayage never wrote to', async () => {
    const run = await runDray(['dead-letters', 'list', '--to', target().url, '--pipeline', 'letters'], {
      cwd: target().folder.path,
    });
    expect(run).toEqual({
      code: 0,
      stdout: 'No dead letters.\n',
      stderr: 'Warning: the pipeline letters is unknown in this target; it holds: nothing of Drayage.\n',
    });
    expect(await target().query("SELECT 1 FROM information_schema.schemata WHERE schema_name = 'drayage'")).toEqual([]);
  });
});
