import { createShop } from './create-shop.ts';

const START_MICROS = Date.UTC(2026, 2, 1, 8) * 1000;
const STEP_MICROS = 137_000;
const TRANSACTIONS = 60;

/** `examples/shop.ndjson`: a small shop's load and its first changes, a message a line; always the same text. */
export function sampleCapture(): string {
  let now = START_MICROS;
  const shop = createShop({
    seed: 1,
    nowMicros: () => (now += STEP_MICROS),
    customers: 8,
    alterAfter: 20,
    taskId: 'DRAYAGESAMPLETASK',
  });
  const records = [...shop.start()];
  for (let done = 0; done < TRANSACTIONS; done += 1) records.push(...shop.nextTransaction());
  return records.map(({ data }) => `${data}\n`).join('');
}
