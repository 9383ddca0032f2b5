import type { ChangeRecord } from '@drayage/record-decoder';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import type { SinkDatabase } from '../client/sink-database.js';
import {
  arbitrarySteps,
  canonicalRows,
  cut,
  HISTORY_COLUMNS,
  playHistory,
  reorder,
} from '../testing/arbitrary-history.js';
import { historyRuns, historyTimeout } from '../testing/history-runs.js';
import { expectedRows } from '../testing/reference-model.js';
import { openTestDatabase, testTarget, type TestTarget } from '../testing/test-target.js';
import type { Writer } from './create-writer.js';

vi.setConfig({ testTimeout: historyTimeout(60_000) });

let database: SinkDatabase;
let target: TestTarget;
let tables = 0;

beforeAll(async () => {
  database = await openTestDatabase('pglite:');
});
afterAll(() => database.close());

const places = fc.array(fc.nat(80), { maxLength: 8 });
const model = { columns: HISTORY_COLUMNS, primaryKey: ['id'], absentColumns: 'keep' } as const;

/** A table that no run before used, in a pipeline of its own. */
function nextTable(): { readonly schema: string; readonly table: string } {
  tables += 1;
  target = testTarget(database);
  return { schema: 'shop', table: `t${tables}` };
}

async function stored(
  writer: Writer,
  table: { readonly schema: string; readonly table: string },
): Promise<readonly string[]> {
  await writer.completeLoad(table);
  return canonicalRows(await target.rows(table.table));
}

async function deliver(writer: Writer, batches: readonly (readonly ChangeRecord[])[]): Promise<void> {
  for (const batch of batches) expect((await writer.write(batch)).refused).toEqual([]);
}

describe('a target after any history', () => {
  it('equals the source when batches come in order and stretches come again, with partial images', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitrarySteps,
        places,
        fc.array(fc.tuple(fc.nat(8), fc.nat(8)), { maxLength: 3 }),
        async (steps, cuts, repeats) => {
          const table = nextTable();
          const { changes, finalRows } = playHistory(steps, { table, partial: 'all', equalTimes: false });
          const batches = cut(changes, cuts);
          const writer = await target.newWriter();
          for (const [index, batch] of batches.entries()) {
            await deliver(writer, [batch]);
            for (const [at, length] of repeats)
              if (at === index) await deliver(writer, batches.slice(Math.max(0, index - length), index + 1));
          }
          expect(canonicalRows(expectedRows(changes, model))).toEqual(canonicalRows(finalRows));
          expect(await stored(writer, table)).toEqual(canonicalRows(finalRows));
          await deliver(await target.newWriter(), batches);
          expect(await stored(writer, table)).toEqual(canonicalRows(finalRows));
        },
      ),
      historyRuns(35),
    );
  });

  it.each([
    ['full', 'none'],
    ['partial', 'same-key'],
  ] as const)(
    'equals the source when changes come in any order and any number of times to two writers, with %s images',
    async (_, partial) => {
      await fc.assert(
        fc.asyncProperty(
          arbitrarySteps,
          places,
          fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 40 }),
          fc.array(fc.nat(8), { maxLength: 4 }),
          async (steps, cuts, ranks, repeats) => {
            const table = nextTable();
            const { changes, finalRows } = playHistory(steps, { table, partial, equalTimes: false });
            const [create, ...others] = changes;
            const batches = cut(reorder(others, ranks), cuts);
            const writers = [await target.newWriter(), await target.newWriter()] as const;
            await deliver(writers[0], [[create!]]);
            const delivered = [...batches, ...repeats.flatMap((at) => batches.slice(at, at + 1))];
            for (const [index, batch] of delivered.entries()) await deliver(writers[index % 2 === 0 ? 0 : 1], [batch]);
            expect(canonicalRows(expectedRows(changes, model))).toEqual(canonicalRows(finalRows));
            expect(await stored(writers[0], table)).toEqual(canonicalRows(finalRows));
            await deliver(writers[1], batches);
            expect(await stored(writers[0], table)).toEqual(canonicalRows(finalRows));
          },
        ),
        historyRuns(35),
      );
    },
  );

  it('equals the source when changes are reordered within their batch, with partial images', async () => {
    await fc.assert(
      fc.asyncProperty(
        arbitrarySteps,
        places,
        fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 20 }),
        async (steps, cuts, ranks) => {
          const table = nextTable();
          const { changes, finalRows } = playHistory(steps, { table, partial: 'all', equalTimes: false });
          const [create, ...others] = changes;
          const batches = [[create!], ...cut(others, cuts).map((batch) => reorder(batch, ranks))];
          const writer = await target.newWriter();
          await deliver(writer, batches);
          expect(await stored(writer, table)).toEqual(canonicalRows(finalRows));
          await deliver(writer, batches);
          expect(await stored(writer, table)).toEqual(canonicalRows(finalRows));
        },
      ),
      historyRuns(35),
    );
  });

  it.each(['stamped', 'arrival'] as const)(
    'equals the source when times are equal, in the order of arrival (%s)',
    async (ordering) => {
      await fc.assert(
        fc.asyncProperty(arbitrarySteps, places, async (steps, cuts) => {
          const table = nextTable();
          const { changes, finalRows } = playHistory(
            steps.filter(({ what }) => what !== 'reload'),
            { table, partial: 'all', equalTimes: true },
          );
          const writer = await target.newWriter({ ordering });
          await deliver(writer, cut(changes, cuts));
          expect(await stored(writer, table)).toEqual(canonicalRows(finalRows));
        }),
        historyRuns(30),
      );
    },
  );
});
