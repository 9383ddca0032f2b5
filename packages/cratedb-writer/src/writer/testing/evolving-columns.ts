import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { SinkDatabase } from '../../client/sink-database.js';
import { arbitraryEvolution, overtake, playEvolution } from '../../testing/arbitrary-evolution.js';
import { cut } from '../../testing/arbitrary-history.js';
import { historyRuns, historyTimeout } from '../../testing/history-runs.js';
import { openTestDatabase, testTarget, type TestTarget } from '../../testing/test-target.js';

/** A source table whose columns change while its rows do, and rows that overtake the control records. */
export function evolvingColumns(url: string, runs: number): void {
  let database: SinkDatabase;
  let tables = 0;
  beforeAll(async () => {
    database = await openTestDatabase(url);
  });
  afterAll(() => database.close());

  it(
    'equals the source, whatever rows overtake which control records, and when all of it comes again',
    async () => {
      await fc.assert(
        fc.asyncProperty(
          arbitraryEvolution,
          fc.array(fc.integer({ min: -12, max: 12 }), { minLength: 1, maxLength: 30 }),
          fc.array(fc.nat(60), { maxLength: 10 }),
          async (steps, ranks, cuts) => {
            tables += 1;
            const target = testTarget(database);
            const table = { schema: 'shop', table: `t${tables}` };
            const { create, changes, columns, rows } = playEvolution(steps, table);
            const batches = cut(overtake(changes, ranks), cuts);
            const writers = [await target.newWriter(), await target.newWriter()];
            await writers[0]!.write([create]);
            for (const [index, batch] of batches.entries())
              expect(await writers[index % 2]!.write(batch)).toMatchObject({ refused: [], waiting: [] });
            expect(await stored(target, table.table)).toEqual({ columns, rows });
            for (const batch of [[create], ...batches]) await (await target.newWriter()).write(batch);
            expect(await stored(target, table.table)).toEqual({ columns, rows });
            await target.clean();
          },
        ),
        historyRuns(runs),
      );
    },
    historyTimeout(120_000),
  );
}

/** Rows by key without it, and the columns that stand beside key and stamp. */
async function stored(target: TestTarget, table: string) {
  const columns = (await target.columns(table)).filter((name) => name !== 'id' && name !== 'drayage_time').sort();
  const rows = new Map((await target.rows(table)).map(({ id, ...row }) => [Number(id), row]));
  return { columns, rows };
}
