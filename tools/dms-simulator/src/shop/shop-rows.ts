import { formatMicros } from '../dms/format-micros.ts';
import { decimal, type SourceRow } from '../dms/source-row.ts';
import type { Random } from '../random.ts';
import { type ShopContext, withGainedColumns } from './shop-context.ts';
import { CUSTOMERS, ORDERS } from './shop-tables.ts';

const DAY_MICROS = 86_400_000_000;
const FIRST_NAMES = ['Ada', 'Zoë', 'Noah', 'Renée', 'Søren', 'Mia', 'Łukasz', 'Aylin', '美咲', 'Tom'];
const LAST_NAMES = ['Baker', "O'Hara", 'Ångström', 'de Vries', 'Garcia', 'Nowak', 'Meier', 'Okafor'];
const GOODS = ['lamp', 'kettle', 'bicycle bell', 'notebook', 'rain jacket', 'chair', 'coffee mill', 'desk'];
const ADJECTIVES = ['small', 'blue', 'folding', 'quiet', 'sturdy', 'second-hand', 'round'];
const PAGES = ['/', '/search?q=lamp', '/basket', '/checkout', '/account'];

/** A new customer. */
export function customerRow(context: ShopContext): SourceRow {
  const { random } = context;
  const id = context.nextNumber('customer');
  const name = `${random.pick(FIRST_NAMES)} ${random.pick(LAST_NAMES)}`;
  const row = {
    id: BigInt(id),
    email: `customer${id}@example.com`,
    displayName: random.chance(0.8) ? name : null,
    loyalty_number: loyaltyNumber(random),
    newsletter: random.chance(0.4),
    birthday: random.chance(0.6) ? formatDate(random.integer(-9000, 13_000) * DAY_MICROS) : null,
    preferences: random.chance(0.7) ? preferences(random) : null,
    created_at: formatMicros(context.nowMicros()),
  };
  return withGainedColumns(context, CUSTOMERS, row, { credit: decimal(random.integer(-9_999, 999_999), 2) });
}

/** A new product under a stock-keeping unit that was never used. */
export function productRow(context: ShopContext): SourceRow {
  const { random } = context;
  const sku = `P-${String(context.nextNumber('product')).padStart(5, '0')}`;
  const name = `${random.pick(ADJECTIVES)} ${random.pick(GOODS)}`;
  return {
    sku,
    product_id: uuid(random),
    name,
    description: random.chance(0.5) ? `A ${name}.\nSaid to be "the best \\ only" one.` : null,
    price: price(random),
    weight_kg: random.chance(0.8) ? random.integer(1, 40_000) / 1000 : null,
    available: random.chance(0.9),
    attributes: JSON.stringify({ colour: random.pick(['red', 'blue', null]), sizes: [random.integer(1, 9), 10] }),
  };
}

/** A new order of a customer, without its items. */
export function orderRow(context: ShopContext, customer: SourceRow): SourceRow {
  const { random } = context;
  const now = context.nowMicros();
  const row = {
    id: BigInt(context.nextNumber('order')),
    customer_id: customer['id'] ?? null,
    status: 'placed',
    total: decimal(random.integer(100, 500_000), 2),
    note: random.chance(0.2) ? 'Please ring twice; "gate" is open.' : null,
    deliver_on: random.chance(0.7) ? formatDate(now + random.integer(1, 14) * DAY_MICROS) : null,
    placed_at: formatMicros(now),
    updated_at: formatMicros(now),
  };
  return withGainedColumns(context, ORDERS, row, { coupon: random.pick(['SPRING', 'WELCOME10', null]) });
}

/** One line of an order. */
export function orderItemRow(context: ShopContext, order: SourceRow, product: SourceRow, line: number): SourceRow {
  const { random } = context;
  return {
    order_id: order['id'] ?? null,
    line,
    product_id: product['product_id'] ?? null,
    quantity: random.integer(1, 5),
    unit_price: product['price'] ?? null,
    discount: random.chance(0.3) ? random.integer(1, 50) / 100 : null,
  };
}

/** Something that somebody did on the shop's pages. */
export function eventRow(context: ShopContext): SourceRow {
  const { random, store } = context;
  return {
    happened_at: formatMicros(context.nowMicros()),
    kind: random.pick(['view', 'click', 'search', 'sign-in']),
    customer_id: random.chance(0.6) ? (store.any(CUSTOMERS, random)?.['id'] ?? null) : null,
    page: random.chance(0.9) ? random.pick(PAGES) : null,
    duration_ms: random.chance(0.7) ? random.integer(1, 90_000) / 8 : null,
  };
}

/** A price of 0.01 to 9999.99. */
export function price(random: Random): SourceRow[string] {
  return decimal(random.integer(1, 999_999), 2);
}

/** A customer's settings, as the text of a JSON column. */
export function preferences(random: Random): string {
  return JSON.stringify({
    language: random.pick(['de', 'en', 'pl']),
    sizes: [random.integer(36, 46)],
    nested: { ok: random.chance(0.5) },
  });
}

/** From just beyond 2^53 (16 digits, written plainly) to the end of 64 bits (19, in scientific notation). */
function loyaltyNumber(random: Random): bigint {
  const offset = BigInt(random.integer(0, 999_999_999));
  const start = random.pick([9_007_199_254_740_993n, 12_345_678_901_234_567n, 9_223_372_035_854_775_808n]);
  return random.chance(0.1) ? -(start + offset) : start + offset;
}

function uuid(random: Random): string {
  const hex = Array.from({ length: 32 }, () => random.integer(0, 15).toString(16)).join('');
  const variant = random.pick(['8', '9', 'a', 'b']);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20)}`;
}

function formatDate(micros: number): string {
  return formatMicros(micros).slice(0, 10);
}
