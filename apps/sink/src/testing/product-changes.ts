import { createTableMessage, rowMessage } from './dms-messages.js';

/** A message and the key under which it is put on a stream. */
export interface KeyedMessage {
  readonly key: string;
  readonly message: string;
}

/** A table of products that changes, as its source knows it. */
export interface ProductSource {
  /** A full load: `create-table` and every row. */
  load(): readonly KeyedMessage[];
  /** The next so many changes. */
  change(count: number): readonly KeyedMessage[];
  /** What the source holds, by key. */
  rows(): readonly (readonly [string, string])[];
}

const KEYS = 40;

/** Rows come, change and go by a fixed rule: of one key many times, so that order matters. */
export function productSource(): ProductSource {
  const rows = new Map<number, string>(Array.from({ length: KEYS / 2 }, (_, key) => [key, `loaded ${key}`]));
  let step = 0;
  const row = (operation: 'load' | 'insert' | 'update' | 'delete', id: number, name: string): KeyedMessage => ({
    key: `public.products.${id}`,
    message: rowMessage(operation, { id, name }),
  });

  function next(): KeyedMessage {
    step += 1;
    const id = (step * 7 + Math.floor(step / KEYS)) % KEYS;
    const name = rows.get(id);
    if (name !== undefined && step % 5 === 0) {
      rows.delete(id);
      return row('delete', id, name);
    }
    rows.set(id, `step ${step}`);
    return row(name === undefined ? 'insert' : 'update', id, `step ${step}`);
  }

  return {
    load: () => [
      { key: 'task.public.products', message: createTableMessage() },
      ...[...rows].map(([id, name]) => row('load', id, name)),
    ],
    change: (count) => Array.from({ length: count }, next),
    rows: () => [...rows].sort(([one], [other]) => one - other).map(([id, name]) => [String(id), name]),
  };
}
