import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { expectRight } from './testing/expect-right.ts';

/** Long enough for a machine that does other things as well. */
const TIMEOUT_MS = 300_000;

let database: SinkDatabase;

beforeAll(async () => {
  database = await openSinkDatabase({ address: parseTargetUrl('pglite:'), lanes: 1, applicationName: 'histories' });
});

afterAll(() => database.close());

/** Always the same ones: `npm run soak` takes fresh ones. */
const SEED = 20_260_301;

describe.each([
  { ordering: 'stamped', histories: 60 },
  { ordering: 'arrival', histories: 25 },
] as const)('histories on an embedded PostgreSQL, $ordering', ({ ordering, histories }) => {
  it(`end as their source, delivered once and twice (${histories} histories)`, { timeout: TIMEOUT_MS }, () =>
    expectRight(database, { ordering, histories, seed: SEED }),
  );
});
