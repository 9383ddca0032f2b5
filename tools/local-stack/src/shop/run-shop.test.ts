import { createShop, type DmsRecord } from '@drayage/dms-simulator';
import { expect, it } from 'vitest';
import { runShop } from './run-shop.ts';

/** Runs a shop in a time that passes only while it sleeps. */
async function run(changesPerSecond: number, transactions: number) {
  let now = 0;
  const puts: { readonly at: number; readonly records: readonly DmsRecord[] }[] = [];
  const shop = createShop({ seed: 1, nowMicros: () => now * 1000, customers: 3 });
  await runShop({
    shop,
    put: (records) => Promise.resolve(void puts.push({ at: now, records })),
    changesPerSecond,
    transactions,
    nowMs: () => now,
    sleep: (milliseconds) => Promise.resolve(void (now += milliseconds)),
  });
  return { puts, seconds: now / 1000 };
}

it('loads everything at once, then keeps to the rate', async () => {
  const { puts, seconds } = await run(50, 500);
  const changes = puts.slice(1).reduce((count, { records }) => count + records.length, 0);
  expect(puts[0]?.at).toBe(0);
  expect(changes / seconds).toBeCloseTo(50, -1);
});

it('closes after as many transactions as it was told', async () => {
  const { puts } = await run(1_000, 40);
  const transactions = puts
    .slice(1)
    .flatMap(({ records }) => records.map(({ data }) => /"transaction-id":(\d+)/.exec(data)?.[1]));
  expect(new Set(transactions.filter((id) => id !== undefined)).size).toBe(40);
});
