import type { SourceColumn, SourceTable } from '../dms/source-table.ts';

const SCHEMA = 'shop';

/** Keyed by a number; carries a mixed-case column, nullable text, JSON and integers beyond 2^53. */
export const CUSTOMERS: SourceTable = {
  schema: SCHEMA,
  name: 'customers',
  columns: [
    { name: 'id', type: 'INT64', nullable: false },
    { name: 'email', type: 'STRING', length: 255, nullable: false },
    { name: 'displayName', type: 'STRING', length: 120, nullable: true },
    { name: 'loyalty_number', type: 'INT64', nullable: false },
    { name: 'newsletter', type: 'BOOL', nullable: false },
    { name: 'birthday', type: 'DATE32', nullable: true },
    { name: 'preferences', type: 'STRING', nullable: true },
    { name: 'created_at', type: 'TIMESTAMP', nullable: false },
  ],
  primaryKey: ['id'],
};

/** Keyed by a text that changes now and then. */
export const PRODUCTS: SourceTable = {
  schema: SCHEMA,
  name: 'products',
  columns: [
    { name: 'sku', type: 'STRING', length: 20, nullable: false },
    { name: 'product_id', type: 'STRING', length: 36, nullable: false },
    { name: 'name', type: 'STRING', length: 200, nullable: false },
    { name: 'description', type: 'STRING', nullable: true },
    { name: 'price', type: 'NUMERIC', precision: 12, scale: 2, nullable: false },
    { name: 'weight_kg', type: 'DOUBLE', nullable: true },
    { name: 'available', type: 'BOOL', nullable: false },
    { name: 'attributes', type: 'STRING', nullable: false },
  ],
  primaryKey: ['sku'],
};

/** Keyed by a number; gains a column while the shop runs. */
export const ORDERS: SourceTable = {
  schema: SCHEMA,
  name: 'orders',
  columns: [
    { name: 'id', type: 'INT64', nullable: false },
    { name: 'customer_id', type: 'INT64', nullable: false },
    { name: 'status', type: 'STRING', length: 20, nullable: false },
    { name: 'total', type: 'NUMERIC', precision: 12, scale: 2, nullable: false },
    { name: 'note', type: 'STRING', nullable: true },
    { name: 'deliver_on', type: 'DATE32', nullable: true },
    { name: 'placed_at', type: 'TIMESTAMP', nullable: false },
    { name: 'updated_at', type: 'TIMESTAMP', nullable: false },
  ],
  primaryKey: ['id'],
};

/** Keyed by two columns, one of which changes when an order is renumbered. */
export const ORDER_ITEMS: SourceTable = {
  schema: SCHEMA,
  name: 'order_items',
  columns: [
    { name: 'order_id', type: 'INT64', nullable: false },
    { name: 'line', type: 'INT32', nullable: false },
    { name: 'product_id', type: 'STRING', length: 36, nullable: false },
    { name: 'quantity', type: 'INT32', nullable: false },
    { name: 'unit_price', type: 'NUMERIC', precision: 12, scale: 2, nullable: false },
    { name: 'discount', type: 'DOUBLE', nullable: true },
  ],
  primaryKey: ['order_id', 'line'],
};

/** Without a key: rows are only ever added, and no column is a LOB, which DMS would leave out. */
export const EVENTS: SourceTable = {
  schema: SCHEMA,
  name: 'events',
  columns: [
    { name: 'happened_at', type: 'TIMESTAMP', nullable: false },
    { name: 'kind', type: 'STRING', length: 30, nullable: false },
    { name: 'customer_id', type: 'INT64', nullable: true },
    { name: 'page', type: 'STRING', length: 200, nullable: true },
    { name: 'duration_ms', type: 'DOUBLE', nullable: true },
  ],
  primaryKey: [],
};

/** Every table of the shop, as it is when the task starts. */
export const SHOP_TABLES: readonly SourceTable[] = [CUSTOMERS, PRODUCTS, ORDERS, ORDER_ITEMS, EVENTS];

/** A column that a table gains while the shop runs, and the control record that DMS announces it with. */
export interface Alteration {
  readonly operation: 'add-column' | 'change-columns';
  readonly table: SourceTable;
  readonly column: SourceColumn;
}

/** In the order in which they happen. */
export const ALTERATIONS: readonly Alteration[] = [
  { operation: 'add-column', table: ORDERS, column: { name: 'coupon', type: 'STRING', length: 20, nullable: true } },
  {
    operation: 'change-columns',
    table: CUSTOMERS,
    column: { name: 'credit', type: 'NUMERIC', precision: 12, scale: 2, nullable: true },
  },
];
