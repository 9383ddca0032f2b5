import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { describeWithCratedb } from '@drayage/testing';
import { afterAll, beforeAll, it } from 'vitest';
import { expectRight, freshSeed } from './testing/expect-right.ts';

const TIMEOUT_MS = 300_000;

describeWithCratedb('histories on CrateDB', (url) => {
  let database: SinkDatabase;

  beforeAll(async () => {
    database = await openSinkDatabase({ address: parseTargetUrl(url), lanes: 2, applicationName: 'histories' });
  });

  afterAll(() => database.close());

  it.each([
    { ordering: 'stamped', histories: 8, seed: 20_260_301 },
    { ordering: 'arrival', histories: 4, seed: 20_260_301 },
    { ordering: 'stamped', histories: 2, seed: freshSeed() },
  ] as const)(
    'end as their source, delivered once and twice ($ordering, $histories histories of seed $seed)',
    { timeout: TIMEOUT_MS },
    (runs) => expectRight(database, runs),
  );
});
