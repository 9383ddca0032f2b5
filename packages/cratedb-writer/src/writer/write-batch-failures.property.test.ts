import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SinkDatabase } from '../client/sink-database.js';
import { arbitrarySteps, canonicalRows, cut, playHistory } from '../testing/arbitrary-history.js';
import { failingDatabase } from '../testing/failing-database.js';
import { historyRuns, historyTimeout } from '../testing/history-runs.js';
import { openTestDatabase, testTarget } from '../testing/test-target.js';

let database: SinkDatabase;
let tables = 0;

beforeAll(async () => {
  database = await openTestDatabase('pglite:');
});
afterAll(() => database.close());

describe('a batch that is cut short', () => {
  it(
    'is made good by repeating it, wherever it broke and whether or not the last statement was executed',
    { timeout: historyTimeout(120_000) },
    async () => {
      const places = fc.array(fc.nat(80), { maxLength: 6 });
      const failures = fc.array(fc.record({ after: fc.nat(14), executed: fc.boolean(), restarts: fc.boolean() }), {
        maxLength: 12,
      });
      await fc.assert(
        fc.asyncProperty(arbitrarySteps, places, failures, async (steps, cuts, breaks) => {
          tables += 1;
          const target = testTarget(database);
          const table = { schema: 'shop', table: `t${tables}` };
          const { changes, finalRows } = playHistory(steps, { table, partial: 'all', equalTimes: false });
          const failing = failingDatabase(target.database);
          let writer = await target.newWriter({}, { database: failing });
          const left = [...breaks];
          for (const batch of cut(changes, cuts)) {
            for (let done = false; !done;) {
              const next = left.shift();
              Object.assign(failing, { failAfter: next?.after, loseAnswer: next?.executed === true });
              done = await writer.write(batch).then(
                (outcome) => outcome.refused.length === 0,
                () => false,
              );
              failing.failAfter = undefined;
              if (!done && next?.restarts === true) writer = await target.newWriter({}, { database: failing });
            }
          }
          await writer.completeLoad(table);
          expect(canonicalRows(await target.rows(table.table))).toEqual(canonicalRows(finalRows));
        }),
        historyRuns(50),
      );
    },
  );
});
