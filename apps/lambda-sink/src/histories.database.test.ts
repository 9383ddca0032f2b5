import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { afterAll, beforeAll, it } from 'vitest';

import { expectLambdaHistories } from './testing/expect-lambda-histories.js';

const TIMEOUT_MS = 3_600_000;
/** More of them, of a fresh seed: `LAMBDA_HISTORIES=1000 npx vitest run src/histories.database.test.ts`; `LAMBDA_SHRINK=1` makes a failure small. */
const MORE = Number(process.env['LAMBDA_HISTORIES'] ?? 0);

let database: SinkDatabase;

beforeAll(async () => {
  database = await openSinkDatabase({ address: parseTargetUrl('pglite:'), lanes: 1, applicationName: 'histories' });
});

afterAll(() => database.close());

it.each([
  { ordering: 'stamped', histories: 20, seed: 20_260_401 },
  { ordering: 'arrival', histories: 8, seed: 20_260_402 },
  { ordering: 'stamped', histories: 8 + MORE, seed: MORE > 0 ? Date.now() % 0x7fff_ffff : 322_991_683 },
] as const)(
  'histories through a mapping end as their source, whatever becomes of the invocations ($ordering, $histories of seed $seed)',
  { timeout: TIMEOUT_MS },
  (runs) => expectLambdaHistories(database, runs),
);
