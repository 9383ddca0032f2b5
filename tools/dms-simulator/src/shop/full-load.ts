import type { DmsRecord } from '../dms/dms-record.ts';
import type { DmsTask } from '../dms/dms-task.ts';
import type { SourceTable } from '../dms/source-table.ts';
import type { ShopContext } from './shop-context.ts';
import { SHOP_TABLES } from './shop-tables.ts';

/** Rows of one table that may overtake one another, as DMS loads a table in several threads. */
const DISORDER = 24;

/**
 * Drops, creates and loads every table. Each table's drop and create come before its rows; the tables themselves
 * interleave, and load rows are not in the order of their timestamps.
 */
export function* fullLoad(task: DmsTask, context: ShopContext): IterableIterator<DmsRecord> {
  let loading = SHOP_TABLES.map((table) => loadTable(task, context, table));
  while (loading.length > 0) {
    const table = context.random.pick(loading);
    const { value, done } = table.next();
    if (done === true) loading = loading.filter((other) => other !== table);
    else yield* value;
  }
}

function* loadTable(
  task: DmsTask,
  { store, random }: ShopContext,
  table: SourceTable,
): Generator<readonly DmsRecord[], void, undefined> {
  const definition = store.definition(table);
  yield [task.control('drop-table', definition)];
  yield [task.control('create-table', definition)];
  const rows = store.rows(table).toArray();
  for (let start = 0; start < rows.length; start += DISORDER) {
    const records = rows.slice(start, start + DISORDER).map((row) => task.load(definition, row));
    const turn = random.integer(0, records.length - 1);
    yield [...records.slice(turn), ...records.slice(0, turn)];
  }
}
