import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { DmsRecord } from '../dms/dms-record.ts';
import { comparableTables, foldRecords } from '../testing/fold-records.ts';
import { steadyClock } from '../testing/steady-clock.ts';
import { createShop, type Shop } from './create-shop.ts';

const seeds = fc.integer({ min: 0, max: 0xffff_ffff });
const transactions = fc.integer({ min: 0, max: 300 });

function open(seed: number): Shop {
  return createShop({ seed, nowMicros: steadyClock(), customers: 5, alterAfter: 40 });
}

function run(shop: Shop, count: number): readonly DmsRecord[] {
  const records = [...shop.start()];
  for (let index = 0; index < count; index += 1) records.push(...shop.nextTransaction());
  return records;
}

describe('createShop', () => {
  it('sends messages that end in the rows of its own tables', () => {
    fc.assert(
      fc.property(seeds, transactions, (seed, count) => {
        const shop = open(seed);
        const folded = foldRecords(run(shop, count));
        expect(folded).toEqual(comparableTables(shop.tables()));
      }),
      { numRuns: 30 },
    );
  });

  it('sends the same bytes for the same seed and clock', () => {
    fc.assert(
      fc.property(seeds, (seed) => {
        expect(run(open(seed), 100)).toEqual(run(open(seed), 100));
      }),
      { numRuns: 10 },
    );
  });

  it('sends other bytes for another seed', () => {
    expect(run(open(1), 10)).not.toEqual(run(open(2), 10));
  });
});
