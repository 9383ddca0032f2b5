export {
  BENCHMARK_TABLE,
  generateCreateTable,
  generateMessages,
  type MessageOptions,
} from './benchmark/generate-messages.ts';
export type { DmsRecord } from './dms/dms-record.ts';
export { encodeJson, type WireValue } from './dms/encode-json.ts';
export { Decimal, type SourceRow, type SourceValue } from './dms/source-row.ts';
export { plainText, type ColumnType, type SourceColumn, type SourceTable } from './dms/source-table.ts';
export { createShop, type Shop, type ShopOptions } from './shop/create-shop.ts';
export type { TableState } from './shop/shop-store.ts';
