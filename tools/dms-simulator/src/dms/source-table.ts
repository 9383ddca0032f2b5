import { Decimal, type SourceRow, type SourceValue } from './source-row.ts';

/** A DMS column type as it stands in `table-def`. */
export type ColumnType = 'INT32' | 'INT64' | 'NUMERIC' | 'DOUBLE' | 'BOOL' | 'STRING' | 'TIMESTAMP' | 'DATE32';

export interface SourceColumn {
  readonly name: string;
  readonly type: ColumnType;
  readonly nullable: boolean;
  /** For `STRING`: absent for types without a length (`text`, `json`), which DMS treats as LOBs. */
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
}

/** A table of the source. `primaryKey` is empty where the table has none; `schema` is empty for DMS's own tables. */
export interface SourceTable {
  readonly schema: string;
  readonly name: string;
  readonly columns: readonly SourceColumn[];
  readonly primaryKey: readonly string[];
}

/** The columns of a row's primary key, in the key's order. */
export function keyOf(table: SourceTable, row: SourceRow): SourceRow {
  return Object.fromEntries(table.primaryKey.map((name) => [name, row[name] ?? null]));
}

/** Key values joined by dots, as DMS does it for partition keys. */
export function keyText(table: SourceTable, row: SourceRow): string {
  return table.primaryKey.map((name) => plainText(row[name] ?? null)).join('.');
}

/** A value as text, without quotes. */
export function plainText(value: SourceValue): string {
  return value instanceof Decimal ? value.text : String(value);
}
