import { numberRecords } from '../delivery/number-records.ts';
import { buildMessages } from '../messages/build-messages.ts';
import type { SourceMessage } from '../messages/source-message.ts';
import type { SourceEvent } from '../source/source-event.ts';
import type { SourceColumn, SourceRow, SourceTable } from '../source/source-table.ts';
import type { SinkJob } from './sink-job.ts';

const id = number('id');
const note = text('note');
const orders = table('orders', [id, text('v'), number('n')], ['id'], 'full');
const customers = table('customers', [id, text('name'), text('city')], ['id'], 'partial');
const lines = table('order lines', [number('order'), number('line'), number('quantity')], ['order', 'line'], 'full');
const visits = table('visits', [number('customer'), text('page')], [], 'full');
const [ORDERS, CUSTOMERS, LINES, VISITS] = [0, 1, 2, 3] as const;

const order = (key: number, v: string, n: number | null = key): SourceRow => ({
  id: String(key),
  v,
  n: n === null ? null : String(n),
});
const noted = (key: number, v: string, said: string | null): SourceRow => ({ ...order(key, v), note: said });
const customer = (key: number, name: string, city: string | null): SourceRow => ({ id: String(key), name, city });
const line = (key: number, number: number, quantity: number): SourceRow => ({
  order: String(key),
  line: String(number),
  quantity: String(quantity),
});
const visit = (key: number, page: string): SourceRow => ({ customer: String(key), page });

/**
 * A history with a bit of everything that a stop could tear apart: full loads and a reload that lacks rows, partial
 * updates, changed and re-used keys, deletes, a new column, records that cannot be applied, and one that is made good.
 */
export const STOP_EVENTS: readonly SourceEvent[] = [
  load(ORDERS, orders, [order(1, 'rope'), order(2, 'sail', null), order(3, 'mast'), order(4, 'keel')]),
  load(CUSTOMERS, customers, [customer(1, 'Ann', 'Ulm'), customer(2, 'Ben', 'Bonn')]),
  load(LINES, lines, [line(1, 1, 5), line(1, 2, 6), line(2, 1, 7)]),
  load(VISITS, visits, [visit(1, '/'), visit(1, '/')]),
  insert(ORDERS, order(5, 'boom')),
  update(ORDERS, order(2, 'sail', null), order(2, 'jib')),
  update(CUSTOMERS, customer(1, 'Ann', 'Ulm'), customer(1, 'Ann', 'Kiel'), ['id', 'city']),
  // A changed key, and the one it left taken by another row.
  update(ORDERS, order(3, 'mast'), order(30, 'mast')),
  insert(ORDERS, order(3, 'new mast')),
  remove(ORDERS, order(4, 'keel')),
  update(LINES, line(1, 2, 6), line(1, 3, 6)),
  insert(VISITS, visit(2, '/shop')),
  { kind: 'alter', table: ORDERS, alteration: { kind: 'add-column', column: note }, told: 'once' },
  update(ORDERS, noted(5, 'boom', null), noted(5, 'boom', 'long')),
  insert(ORDERS, noted(6, 'oar', 'two')),
  update(CUSTOMERS, customer(2, 'Ben', 'Bonn'), customer(2, 'Eva', 'Bonn'), ['id', 'name']),
  remove(LINES, line(2, 1, 7)),
  // Loaded again, without 1 and 30.
  load(ORDERS, { ...orders, columns: [...orders.columns, note] }, [
    noted(2, 'jib', null),
    noted(3, 'new mast', null),
    noted(5, 'boom', 'long'),
    noted(6, 'oar', 'two'),
  ]),
  update(ORDERS, noted(6, 'oar', 'two'), noted(6, 'oar', 'three')),
  // The message of this one is spoilt on its way: see `POISON`.
  insert(ORDERS, noted(7, 'pump', null)),
  update(CUSTOMERS, customer(1, 'Ann', 'Kiel'), customer(1, 'Ann', null), ['id', 'city']),
  insert(LINES, line(3, 1, 1)),
  update(ORDERS, noted(7, 'pump', null), noted(7, 'pump', 'mended')),
  insert(CUSTOMERS, customer(3, 'Kim', 'Riga')),
  update(ORDERS, noted(2, 'jib', null), noted(20, 'jib', 'moved')),
  remove(ORDERS, noted(5, 'boom', 'long')),
];

/** The letters that must be there in the end, as table, key, code and state: no others. */
export const STOP_LETTERS: readonly (readonly [string, string, string, string])[] = [
  ['', '', 'malformed', 'open'],
  ['lines of nobody', '', 'unknown-operation', 'open'],
  ['orders', '{"id":7}', 'value-not-castable', 'superseded'],
  ['orders', '{"id":99}', 'value-not-castable', 'open'],
];

/** The two shards: rows of `orders` are on both by their key, as is all of `visits` on one and all of `customers` on the other. */
export function stopShards(): SinkJob['shards'] {
  const messages = buildMessages(STOP_EVENTS).map((message) => (isPoisoned(message) ? spoil(message, {}) : message));
  const poison = messages.find(isSpoilt);
  if (poison === undefined) throw new Error('The history has no record to spoil.');
  const lost = spoil(poison, { id: 99 });
  const spoilt = messages.flatMap((message) => (message === poison ? [message, lost] : [message]));
  return [0, 1].map((shard) => {
    const own = spoilt.filter((message) => homeOf(message) === shard);
    const middle = Math.floor(own.length / 2);
    const odd = shard === 0 ? '{"no": "message' : unknownOperation(own[middle]?.data ?? '');
    const all = [
      ...own.slice(0, middle),
      { data: odd, timeMicros: own[middle]?.timeMicros ?? 0 },
      ...own.slice(middle),
    ];
    return { shardId: `shardId-00000000000${shard}`, records: numberRecords(all, shard) };
  });
}

interface Message {
  readonly data: Readonly<Record<string, unknown>>;
  readonly metadata: Readonly<Record<string, unknown>>;
}

function isPoisoned({ operation, partitionKeys }: SourceMessage): boolean {
  return operation === 'insert' && partitionKeys.primaryKey[0] === 'shop.orders.7';
}

function isSpoilt({ data }: SourceMessage): boolean {
  return data.includes('seven');
}

function spoil(message: SourceMessage, changes: Readonly<Record<string, unknown>>): SourceMessage {
  const { data, ...rest } = JSON.parse(message.data) as Message;
  return { ...message, data: JSON.stringify({ data: { ...data, n: 'seven', ...changes }, ...rest }) };
}

function unknownOperation(data: string): string {
  const { metadata } = JSON.parse(data) as Message;
  return JSON.stringify({ data: {}, metadata: { ...metadata, operation: 'vacuum', 'table-name': 'lines of nobody' } });
}

/** What must stay in its order is on one shard: partial images, and rows without a key. */
function homeOf({ table: number, operation, partitionKeys }: SourceMessage): number {
  if (number === CUSTOMERS) return 0;
  if (number === LINES || number === VISITS) return 1;
  const isControl = !['load', 'insert', 'update', 'delete'].includes(operation);
  return isControl ? 0 : Number(partitionKeys.primaryKey[0]?.split('.')[2]) % 2;
}

function number(name: string): SourceColumn {
  return { name, type: 'INT32', drawnAs: { type: 'INT32' } };
}

function text(name: string): SourceColumn {
  return { name, type: 'STRING', length: 40, drawnAs: { type: 'STRING', length: 40 } };
}

function table(
  name: string,
  columns: readonly SourceColumn[],
  primaryKey: readonly string[],
  images: SourceTable['images'],
): SourceTable {
  return { name: { schema: 'shop', table: name }, columns, primaryKey, images };
}

function load(number: number, definition: SourceTable, rows: readonly SourceRow[]): SourceEvent {
  return {
    kind: 'full-load',
    table: number,
    definition,
    rows,
    tellsDrop: true,
    builtAs: rows.map((_, index) => index),
  };
}

function insert(number: number, row: SourceRow): SourceEvent {
  return { kind: 'insert', table: number, row };
}

function remove(number: number, row: SourceRow): SourceEvent {
  return { kind: 'delete', table: number, row };
}

function update(number: number, before: SourceRow, after: SourceRow, sent = Object.keys(after)): SourceEvent {
  return { kind: 'update', table: number, before, after, sent };
}
