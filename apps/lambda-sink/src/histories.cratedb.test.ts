import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { describeWithCratedb } from '@drayage/testing';
import { afterAll, beforeAll, it } from 'vitest';

import { expectLambdaHistories } from './testing/expect-lambda-histories.js';

const TIMEOUT_MS = 600_000;
const MORE = Number(process.env['LAMBDA_HISTORIES'] ?? 0);

describeWithCratedb('histories through a mapping on CrateDB', (url) => {
  let database: SinkDatabase;
  beforeAll(async () => {
    database = await openSinkDatabase({ address: parseTargetUrl(url), lanes: 2, applicationName: 'lambda histories' });
  });
  afterAll(() => database.close());

  it.each([
    { ordering: 'stamped', histories: 4 + MORE, seed: 20_260_401 },
    { ordering: 'arrival', histories: 2, seed: 20_260_402 },
  ] as const)('end as their source ($ordering, $histories of seed $seed)', { timeout: TIMEOUT_MS }, (runs) =>
    expectLambdaHistories(database, runs),
  );
});
