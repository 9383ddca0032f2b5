import { formatMicros } from '../dms/format-micros.ts';
import type { RowMutation } from '../dms/dms-task.ts';
import type { SourceRow } from '../dms/source-row.ts';
import { keyText, plainText, type SourceTable } from '../dms/source-table.ts';
import type { Random } from '../random.ts';
import type { ShopContext } from './shop-context.ts';
import { customerRow, eventRow, orderItemRow, orderRow, preferences, price, productRow } from './shop-rows.ts';
import { CUSTOMERS, EVENTS, ORDER_ITEMS, ORDERS, PRODUCTS } from './shop-tables.ts';

/** Decides one transaction of the shop; none where the shop has nothing to do it with. */
type ShopAction = (context: ShopContext) => readonly RowMutation[];

const NEXT_STATUS: Readonly<Record<string, string>> = { placed: 'paid', paid: 'packed', packed: 'shipped' };

/** How often each action is taken, out of the sum of them all. */
const ACTIONS: readonly (readonly [weight: number, action: ShopAction])[] = [
  [30, (context) => [insert(EVENTS, eventRow(context))]],
  [14, placeOrder],
  [20, moveOrderOn],
  [6, (context) => [insert(CUSTOMERS, customerRow(context))]],
  [8, changeCustomer],
  [2, (context) => [insert(PRODUCTS, productRow(context))]],
  [8, changePrice],
  [4, renameProduct],
  [3, renumberItems],
  [4, cancelOrder],
  [2, relistProduct],
];

/** The next transaction, chosen at random; never empty. */
export function nextAction(context: ShopContext): readonly RowMutation[] {
  const mutations = chooseAction(context.random)(context);
  return mutations.length > 0 ? mutations : [insert(EVENTS, eventRow(context))];
}

function chooseAction(random: Random): ShopAction {
  const total = ACTIONS.reduce((sum, [weight]) => sum + weight, 0);
  let left = random.integer(1, total);
  for (const [weight, action] of ACTIONS) {
    left -= weight;
    if (left <= 0) return action;
  }
  return placeOrder;
}

/** An order and its items: mostly a few, now and then more than ten. */
export function placeOrder(context: ShopContext): readonly RowMutation[] {
  const { random, store } = context;
  const customer = store.any(CUSTOMERS, random);
  if (customer === undefined) return [];
  const order = orderRow(context, customer);
  const lines = random.chance(0.05) ? random.integer(10, 14) : random.integer(1, 4);
  const items = Array.from({ length: lines }, (_, index) => {
    const product = store.any(PRODUCTS, random);
    return product === undefined ? [] : [insert(ORDER_ITEMS, orderItemRow(context, order, product, index + 1))];
  });
  return [insert(ORDERS, order), ...items.flat()];
}

function moveOrderOn({ random, store, nowMicros }: ShopContext): readonly RowMutation[] {
  const order = store.any(ORDERS, random);
  const status = NEXT_STATUS[plainText(order?.['status'] ?? null)];
  if (order === undefined || status === undefined) return [];
  return [update(ORDERS, order, { status, updated_at: formatMicros(nowMicros()) })];
}

function changeCustomer({ random, store }: ShopContext): readonly RowMutation[] {
  const customer = store.any(CUSTOMERS, random);
  if (customer === undefined) return [];
  const change = random.pick<SourceRow>([
    { newsletter: customer['newsletter'] !== true },
    { displayName: random.chance(0.3) ? null : `Customer ${plainText(customer['id'] ?? null)}` },
    { preferences: random.chance(0.3) ? null : preferences(random) },
  ]);
  return [update(CUSTOMERS, customer, change)];
}

function changePrice({ random, store }: ShopContext): readonly RowMutation[] {
  const product = store.any(PRODUCTS, random);
  return product === undefined ? [] : [update(PRODUCTS, product, { price: price(random) })];
}

/** A key change: the product moves to another stock-keeping unit, which may be one that somebody left before. */
function renameProduct({ random, store }: ShopContext): readonly RowMutation[] {
  const product = store.any(PRODUCTS, random);
  if (product === undefined) return [];
  const [base = ''] = plainText(product['sku'] ?? null).split('/');
  const sku = random.pick([base, `${base}/a`, `${base}/b`]);
  if (store.rows(PRODUCTS).get(sku) !== undefined) return [];
  return [update(PRODUCTS, product, { sku })];
}

/** Two items of an order change places by way of a free line: a chain of key changes within one transaction. */
function renumberItems({ random, store }: ShopContext): readonly RowMutation[] {
  const order = store.any(ORDERS, random);
  if (order === undefined) return [];
  const items = itemsOf(store, order);
  const [first, second] = items;
  if (first === undefined || second === undefined) return [];
  const free = Math.max(...items.map((item) => Number(item['line']))) + 1;
  const parked = { ...first, line: free };
  return [
    update(ORDER_ITEMS, first, { line: free }),
    update(ORDER_ITEMS, second, { line: first['line'] ?? 1 }),
    update(ORDER_ITEMS, parked, { line: second['line'] ?? 2 }),
  ];
}

function cancelOrder({ random, store }: ShopContext): readonly RowMutation[] {
  const order = store.any(ORDERS, random);
  if (order === undefined) return [];
  return [...itemsOf(store, order).map((item) => remove(ORDER_ITEMS, item)), remove(ORDERS, order)];
}

/** Deleted and inserted again under the same key, with other values, in one transaction. */
function relistProduct({ random, store }: ShopContext): readonly RowMutation[] {
  const product = store.any(PRODUCTS, random);
  if (product === undefined) return [];
  return [remove(PRODUCTS, product), insert(PRODUCTS, { ...product, price: price(random), description: null })];
}

/** Items are numbered from 1 with few gaps: at most 14 when the order is placed, one more with each renumbering. */
function itemsOf(store: ShopContext['store'], order: SourceRow): readonly SourceRow[] {
  const lines = Array.from({ length: 40 }, (_, index) => ({ order_id: order['id'] ?? null, line: index + 1 }));
  return lines
    .map((key) => store.rows(ORDER_ITEMS).get(keyText(ORDER_ITEMS, key)))
    .filter((item) => item !== undefined);
}

function insert(table: SourceTable, row: SourceRow): RowMutation {
  return { kind: 'insert', table, row };
}

function update(table: SourceTable, previous: SourceRow, change: SourceRow): RowMutation {
  return { kind: 'update', table, previous, row: { ...previous, ...change } };
}

function remove(table: SourceTable, row: SourceRow): RowMutation {
  return { kind: 'delete', table, row };
}
