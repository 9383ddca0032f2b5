import type { ChangeRecord, Row } from '@drayage/record-decoder';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { definition } from '../testing/change-factories.js';
import {
  arbitrarySteps,
  canonicalRows,
  cut,
  HISTORY_COLUMNS,
  playHistory,
  reorder,
} from '../testing/arbitrary-history.js';
import { foldedRows, targetTable } from '../testing/target-tables.js';
import { orderChanges } from './order-changes.js';
import type { RowState } from './row-state.js';

const SOURCE = { schema: 'shop', table: 'orders' };
const options = { definition: definition({ id: 'INT32', a: 'STRING', b: 'INT32', c: 'STRING' }, ['id']) };
const stamped = targetTable(options);
/** Where rows that are told in part are folded; with stamps they are merged with what stands. */
const arrival = targetTable({ ...options, policy: { ordering: 'arrival' } });
const places = fc.array(fc.nat(80), { maxLength: 8 });

/** What a target does with folded rows: fill from what stood there before, write, delete. */
function apply(target: Map<string, Row>, rows: readonly RowState[]): void {
  const before = new Map(target);
  for (const { keyText, kind, values, fillFrom } of rows) {
    if (kind === 'delete') continue;
    const base =
      fillFrom === undefined ? target.get(keyText) : (before.get(String(fillFrom[0])) ?? target.get(keyText));
    target.set(
      keyText,
      Object.fromEntries(
        HISTORY_COLUMNS.map((column, index) => [
          column,
          values[index] === undefined ? (base?.[column] ?? null) : values[index],
        ]),
      ),
    );
  }
  for (const { keyText, kind } of rows) if (kind === 'delete') target.delete(keyText);
}

function targetAfter(batches: readonly (readonly ChangeRecord[])[], table = arrival): readonly string[] {
  const target = new Map<string, Row>();
  for (const batch of batches)
    apply(
      target,
      foldedRows(
        table,
        batch.flatMap((change) => (change.kind === 'row' ? [change] : [])),
      ),
    );
  return canonicalRows([...target.values()]);
}

it('folds any history to the rows of the source, wherever it is cut', () => {
  fc.assert(
    fc.property(arbitrarySteps, places, fc.boolean(), (steps, cuts, equalTimes) => {
      const { changes, finalRows } = playHistory(steps, { table: SOURCE, partial: 'all', equalTimes });
      expect(targetAfter(cut(changes, cuts))).toEqual(canonicalRows(finalRows));
    }),
    { numRuns: 500 },
  );
});

it('folds a batch to the same rows whatever order it came in', () => {
  fc.assert(
    fc.property(
      arbitrarySteps,
      fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 40 }),
      (steps, ranks) => {
        const { changes, finalRows } = playHistory(steps, { table: SOURCE, partial: 'all', equalTimes: false });
        expect(targetAfter([orderChanges(reorder(changes, ranks))])).toEqual(canonicalRows(finalRows));
      },
    ),
    { numRuns: 300 },
  );
});

it('folds full images to the same rows in any order without sorting them', () => {
  fc.assert(
    fc.property(
      arbitrarySteps,
      fc.array(fc.integer({ min: -40, max: 40 }), { minLength: 1, maxLength: 40 }),
      (steps, ranks) => {
        const { changes, finalRows } = playHistory(steps, { table: SOURCE, partial: 'none', equalTimes: false });
        expect(targetAfter([reorder(changes, ranks)], stamped)).toEqual(canonicalRows(finalRows));
      },
    ),
    { numRuns: 300 },
  );
});

it('makes one row of a key, and keeps every change of it', () => {
  fc.assert(
    fc.property(arbitrarySteps, (steps) => {
      const { changes } = playHistory(steps, { table: SOURCE, partial: 'all', equalTimes: false });
      const rows = foldedRows(
        arrival,
        changes.flatMap((change) => (change.kind === 'row' ? [change] : [])),
      );
      expect(new Set(rows.map(({ keyText }) => keyText)).size).toBe(rows.length);
      for (const { values, kind } of rows) expect(values).toHaveLength(kind === 'delete' ? 0 : arrival.columns.length);
    }),
    { numRuns: 200 },
  );
});
