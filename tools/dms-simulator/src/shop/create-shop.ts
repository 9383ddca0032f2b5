import { createDmsTask, type RowMutation } from '../dms/dms-task.ts';
import type { DmsRecord } from '../dms/dms-record.ts';
import { STATUS_TABLE, SUSPENDED_TABLE, statusOwner, statusRow, type TaskStatus } from '../dms/status-tables.ts';
import { createRandom } from '../random.ts';
import { fullLoad } from './full-load.ts';
import { nextAction, placeOrder } from './shop-actions.ts';
import type { ShopContext } from './shop-context.ts';
import { customerRow, eventRow, productRow } from './shop-rows.ts';
import { createShopStore, type TableState } from './shop-store.ts';
import { ALTERATIONS, CUSTOMERS, EVENTS, PRODUCTS, SHOP_TABLES } from './shop-tables.ts';

export interface ShopOptions {
  /** Same seed and same clock: same messages, byte for byte. */
  readonly seed: number;
  /** Wall clock in microseconds since the epoch; the shop asks for nothing else from outside. */
  readonly nowMicros: () => number;
  /** Customers at the start; the other tables follow from it. Default 50. */
  readonly customers?: number;
  /** After so many transactions a table gains a column, after twice as many the next. Default 150. */
  readonly alterAfter?: number;
  /** How the stream's shards are picked for tables that have a key. Default `primary-key`. */
  readonly partitionBy?: 'primary-key' | 'schema-table';
  readonly taskId?: string;
}

/** A small shop whose database is replicated by DMS. */
export interface Shop {
  /** What the task sends before changes flow: its own tables, then drop, create and full load of each table. Once. */
  start(): IterableIterator<DmsRecord>;
  /** The records of the next transaction, and what DMS says in between. Call it after `start` is through. */
  nextTransaction(): readonly DmsRecord[];
  /** The shop's database now, by `schema.table`. */
  tables(): ReadonlyMap<string, TableState>;
}

/** Seconds between two rows of `awsdms_status` while changes flow. */
const STATUS_INTERVAL_SECONDS = 60;

/** Opens a shop with customers, products, orders and events in its database. */
export function createShop(options: ShopOptions): Shop {
  const { seed, nowMicros, customers = 50, alterAfter = 150, taskId = 'DRAYAGEDEMOTASK' } = options;
  const store = createShopStore(SHOP_TABLES);
  const numbers = { customer: 0, product: 0, order: 0 };
  const context: ShopContext = {
    random: createRandom(seed),
    store,
    nowMicros,
    nextNumber: (sequence) => (numbers[sequence] += 1),
  };
  const task = createDmsTask({ nowMicros, taskId, partitionBy: options.partitionBy ?? 'primary-key' });
  let transactions = 0;
  let lastStatusMicros = 0;

  fillDatabase(context, customers);

  function status(state: TaskStatus['status']): RowMutation {
    lastStatusMicros = nowMicros();
    const row = statusRow({ taskId, status: state, nowMicros: lastStatusMicros, position: task.position() });
    return { kind: 'update', table: STATUS_TABLE, row, previous: row };
  }

  function* start(): IterableIterator<DmsRecord> {
    yield task.control('create-table', STATUS_TABLE);
    yield task.write(status('NOT RUNNING'));
    yield task.control('create-table', SUSPENDED_TABLE);
    yield task.write({ kind: 'delete', table: SUSPENDED_TABLE, row: statusOwner(taskId) });
    yield task.write(status('FULL LOAD'));
    yield* fullLoad(task, context);
    yield* task.commit([status('CHANGE PROCESSING')]);
  }

  function alterations(): readonly DmsRecord[] {
    const due = transactions % alterAfter === 0 ? ALTERATIONS[transactions / alterAfter - 1] : undefined;
    if (due === undefined) return [];
    store.addColumn(due.table, due.column);
    return [task.control(due.operation, store.definition(due.table))];
  }

  function statusTraffic(): readonly DmsRecord[] {
    const isDue = nowMicros() - lastStatusMicros >= STATUS_INTERVAL_SECONDS * 1_000_000;
    return isDue ? task.commit([status('CHANGE PROCESSING')]) : [];
  }

  return {
    start,
    nextTransaction: () => {
      transactions += 1;
      const before = [...statusTraffic(), ...alterations()];
      const mutations = nextAction(context).map((mutation) => ({
        ...mutation,
        table: store.definition(mutation.table),
      }));
      store.apply(mutations);
      return [...before, ...task.commit(mutations)];
    },
    tables: () => store.tables(),
  };
}

function fillDatabase(context: ShopContext, customers: number): void {
  const { store } = context;
  const times = (count: number, decide: () => readonly RowMutation[]) => {
    for (let index = 0; index < count; index += 1) store.apply(decide());
  };
  times(customers, () => [{ kind: 'insert', table: CUSTOMERS, row: customerRow(context) }]);
  times(customers, () => [{ kind: 'insert', table: PRODUCTS, row: productRow(context) }]);
  times(customers * 2, () => placeOrder(context));
  times(customers * 2, () => [{ kind: 'insert', table: EVENTS, row: eventRow(context) }]);
}
