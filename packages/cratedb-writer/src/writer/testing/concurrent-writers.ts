import type { ChangeRecord } from '@drayage/record-decoder';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SinkDatabase } from '../../client/sink-database.js';
import { arbitrarySteps, canonicalRows, cut, playHistory, reorder } from '../../testing/arbitrary-history.js';
import { historyRuns, historyTimeout } from '../../testing/history-runs.js';
import { repeatWork } from '../../testing/repeat-work.js';
import { testTarget, type TestTarget } from '../../testing/test-target.js';

/** Two processes that write one table at the same time, each with connections of its own. */
export function concurrentWriters(open: () => Promise<SinkDatabase>, runs: number): void {
  let databases: readonly [SinkDatabase, SinkDatabase];
  let target: TestTarget;
  let tables = 0;
  beforeAll(async () => {
    databases = [await open(), await open()];
    target = testTarget(databases[0]);
  });
  afterAll(async () => {
    await target.clean();
    await Promise.all(databases.map((database) => database.close()));
  });

  it(
    'end with the rows of the source, however the batches of its history fall to them',
    { timeout: historyTimeout(60_000) },
    async () => {
      await fc.assert(
        fc.asyncProperty(
          fc.array(arbitrarySteps, { minLength: 2, maxLength: 3 }),
          fc.array(fc.nat(120), { minLength: 2, maxLength: 10 }),
          fc.array(fc.integer({ min: -20, max: 20 }), { minLength: 1, maxLength: 40 }),
          async (steps, cuts, ranks) => {
            tables += 1;
            const table = { schema: 'shop', table: `t${tables}` };
            const { changes, finalRows } = playHistory(steps.flat(), { table, partial: 'none', equalTimes: false });
            const [create, ...others] = changes;
            const writers = await Promise.all(databases.map((database) => target.newWriter({}, { database })));
            await writers[0]!.write([create!]);
            const batches = cut(reorder(others, ranks), cuts);
            const share = (of: number): readonly (readonly ChangeRecord[])[] =>
              batches.filter((_, index) => index % 2 === of);
            await Promise.all(
              writers.map(async (writer, index) => {
                for (const batch of share(index)) {
                  const { refused } = await repeatWork(() => writer.write(batch));
                  expect(refused).toEqual([]);
                }
              }),
            );
            await writers[0]!.completeLoad(table);
            expect(canonicalRows(await target.rows(table.table))).toEqual(canonicalRows(finalRows));
            await target.sql(`DROP TABLE "${target.schema}"."${table.table}"`);
          },
        ),
        historyRuns(runs),
      );
    },
  );
}
