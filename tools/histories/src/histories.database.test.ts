import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectRight, freshSeed } from './testing/expect-right.ts';

/** Long enough for a machine that does other things as well. */
const TIMEOUT_MS = 300_000;

let database: SinkDatabase;

beforeAll(async () => {
  database = await openSinkDatabase({ address: parseTargetUrl('pglite:'), lanes: 1, applicationName: 'histories' });
});

afterAll(() => database.close());

describe.each([
  { ordering: 'stamped', fixed: 200, fresh: 30 },
  { ordering: 'arrival', fixed: 80, fresh: 15 },
] as const)('histories on an embedded PostgreSQL, $ordering', ({ ordering, fixed, fresh }) => {
  it(`end as their source, delivered once and twice (${fixed} histories)`, { timeout: TIMEOUT_MS }, () =>
    expectRight(database, { ordering, histories: fixed, seed: 20_260_301 }),
  );

  const seed = freshSeed();
  it(`end as their source, whatever the seed (${fresh} histories of seed ${seed})`, { timeout: TIMEOUT_MS }, () =>
    expectRight(database, { ordering, histories: fresh, seed }),
  );
});
