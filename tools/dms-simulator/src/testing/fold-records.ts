import { decodeRecord, isExactDecimal, type ChangeRecord, type JsonValue, type Row } from '@drayage/record-decoder';
import type { DmsRecord } from '../dms/dms-record.ts';
import { Decimal, type SourceValue } from '../dms/source-row.ts';
import type { TableState } from '../shop/shop-store.ts';

/** A table as the messages leave it: rows by key, as comparable text. */
export type FoldedTables = ReadonlyMap<string, readonly string[]>;

/** Decodes a record, which has to be well-formed. */
export function decodeOrThrow({ data }: DmsRecord, index = 0): ChangeRecord {
  const position = { stream: 'test', shardId: 'one', sequenceNumber: String(index) };
  const result = decodeRecord(data, position);
  if (!result.ok) throw new Error(`${result.error.message}\n${data}`);
  return result.record;
}

/** The plainest consumer there can be: one shard, in order, the last image of a key wins. */
export function foldRecords(records: readonly DmsRecord[]): FoldedTables {
  const tables = new Map<string, { key: readonly string[]; rows: Map<string, Row> }>();
  records.forEach((raw, index) => {
    const record = decodeOrThrow(raw, index);
    if (record.table.schema === '' || record.kind === 'unknown') return;
    const name = `${record.table.schema}.${record.table.table}`;
    const key = tables.get(name)?.key ?? [];
    const keyText = (row: Row) =>
      key.length === 0 ? `#${index}` : JSON.stringify(key.map((column) => comparable(row[column])));
    const rows = tables.get(name)?.rows ?? new Map<string, Row>();
    if (record.kind === 'table') {
      if (record.operation === 'create-table')
        tables.set(name, { key: record.definition?.primaryKey ?? [], rows: new Map() });
      if (record.operation === 'drop-table') tables.delete(name);
    } else if (record.operation === 'delete') {
      rows.delete(keyText(record.values));
    } else {
      if (record.operation === 'update') rows.delete(keyText({ ...record.values, ...record.before }));
      rows.set(keyText(record.values), record.values);
    }
  });
  return new Map([...tables].map(([name, { rows }]) => [name, [...rows.values()].map(rowText).sort()]));
}

/** The shop's own tables in the same form. */
export function comparableTables(tables: ReadonlyMap<string, TableState>): FoldedTables {
  return new Map([...tables].map(([name, { rows }]) => [name, rows.map(rowText).sort()]));
}

/** Nulls are left out, so that a row from before a column was added equals one that holds null in it. */
function rowText(row: Readonly<Record<string, SourceValue | JsonValue>>): string {
  const members = Object.entries(row).filter(([, value]) => value !== null);
  return JSON.stringify(members.map(([name, value]) => [name, comparable(value)]).sort());
}

function comparable(value: SourceValue | JsonValue | undefined): string {
  if (value instanceof Decimal || isExactDecimal(value)) return value.text.replace(/\.?0+$/, '');
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
