import type { SinkDatabase } from '@drayage/cratedb-writer';
import fc from 'fast-check';
import { expect } from 'vitest';

import { arbitraryLambdaHistory } from './arbitrary-lambda-history.js';
import { runLambdaHistory } from './run-lambda-history.js';

export interface ExpectedHistories {
  readonly ordering: 'stamped' | 'arrival';
  readonly histories: number;
  readonly seed: number;
}

/** Expects generated histories to end as their source, whatever becomes of the invocations that write them. */
export async function expectLambdaHistories(
  database: SinkDatabase,
  { ordering, histories, seed }: ExpectedHistories,
): Promise<void> {
  let run = 0;
  await fc.assert(
    fc.asyncProperty(arbitraryLambdaHistory(ordering), async (history) => {
      run += 1;
      const name = `l${process.pid.toString(36)}${ordering.slice(0, 1)}${seed.toString(36)}${run}`;
      expect(await runLambdaHistory(database, history, { schemaPrefix: `${name}_`, pipeline: name })).toEqual([]);
    }),
    // Each smaller history costs a run: whoever looks for the smallest says so.
    { seed, numRuns: histories, endOnFailure: process.env['LAMBDA_SHRINK'] === undefined },
  );
}
