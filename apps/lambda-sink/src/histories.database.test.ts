import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { arbitraryLambdaHistory } from './testing/arbitrary-lambda-history.js';
import { runLambdaHistory } from './testing/run-lambda-history.js';

const TIMEOUT_MS = 600_000;
/** More of them: `LAMBDA_HISTORIES=1000 npx vitest run src/histories.database.test.ts`. */
const MORE = Number(process.env['LAMBDA_HISTORIES'] ?? 0);

let database: SinkDatabase;

beforeAll(async () => {
  database = await openSinkDatabase({ address: parseTargetUrl('pglite:'), lanes: 1, applicationName: 'histories' });
});

afterAll(() => database.close());

describe.each([
  { ordering: 'stamped', histories: 50, seed: 20_260_401 },
  { ordering: 'arrival', histories: 15, seed: 20_260_402 },
  { ordering: 'stamped', histories: 15 + MORE, seed: Date.now() % 0x7fff_ffff },
] as const)('histories through a mapping, $ordering', ({ ordering, histories, seed }) => {
  it(`end as their source, whatever becomes of the invocations (${histories} of seed ${seed})`, { timeout: TIMEOUT_MS }, async () => {
    let run = 0;
    await fc.assert(
      fc.asyncProperty(arbitraryLambdaHistory(ordering), async (history) => {
        run += 1;
        const name = `l${process.pid.toString(36)}${ordering.slice(0, 1)}${seed.toString(36)}${run}`;
        expect(await runLambdaHistory(database, history, { schemaPrefix: `${name}_`, pipeline: name })).toEqual([]);
      }),
      { seed, numRuns: histories, endOnFailure: process.env['LAMBDA_SHRINK'] === undefined },
    );
  });
});
