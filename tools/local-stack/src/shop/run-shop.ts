import type { DmsRecord, Shop } from '@drayage/dms-simulator';

export interface RunShopOptions {
  readonly shop: Shop;
  readonly put: (records: readonly DmsRecord[]) => Promise<void>;
  /** Changed rows a second, on average. */
  readonly changesPerSecond: number;
  /** After so many transactions the shop closes. Default: never. */
  readonly transactions?: number;
  readonly nowMs: () => number;
  readonly sleep: (milliseconds: number) => Promise<void>;
}

const TURN_MS = 200;
/** A shop that was held up does not make up for more than this. */
const MAX_BACKLOG_SECONDS = 2;

/** Loads the stream with the shop's rows, then keeps changing them. Resolves when the shop has closed. */
export async function runShop(options: RunShopOptions): Promise<void> {
  const { shop, put, changesPerSecond, transactions = Number.POSITIVE_INFINITY, nowMs, sleep } = options;
  await put([...shop.start()]);
  let done = 0;
  let allowance = 0;
  let lastMs = nowMs();
  while (done < transactions) {
    const now = nowMs();
    const earned = ((now - lastMs) / 1000) * changesPerSecond;
    allowance = Math.min(allowance + earned, changesPerSecond * MAX_BACKLOG_SECONDS);
    lastMs = now;
    const records: DmsRecord[] = [];
    while (allowance > 0 && done < transactions) {
      const next = shop.nextTransaction();
      records.push(...next);
      allowance -= next.length;
      done += 1;
    }
    await put(records);
    if (done < transactions) await sleep(TURN_MS);
  }
}
