import type { ColumnShape } from './column-shape.ts';

export interface TableName {
  readonly schema: string;
  readonly table: string;
}

export interface SourceColumn extends ColumnShape {
  readonly name: string;
  /** Whose values the column holds; another one than its own after a change of type, so that all values fit both. */
  readonly drawnAs: ColumnShape;
}

/** `partial`: an update tells its key and what changed, and a NULL is left out of new rows (`IncludeNullAndEmpty` off). */
export type Images = 'full' | 'partial';

/** A table of the source, as it is defined at one moment. */
export interface SourceTable {
  readonly name: TableName;
  readonly columns: readonly SourceColumn[];
  /** Empty where the table has no key. */
  readonly primaryKey: readonly string[];
  readonly images: Images;
}

/** A value as the source would print it, whatever its type; `null` is NULL. */
export type SourceValue = string | null;

/** A row of the source, every column present. Read it by `valueOf`: a column may be called `constructor`. */
export type SourceRow = Readonly<Record<string, SourceValue>>;

export function valueOf(row: SourceRow, column: string): SourceValue {
  return Object.hasOwn(row, column) ? (row[column] ?? null) : null;
}

/** A row from pairs: `__proto__` is a column like any other. */
export function rowOf(columns: readonly SourceColumn[], value: (column: SourceColumn) => SourceValue): SourceRow {
  return Object.fromEntries(columns.map((column) => [column.name, value(column)]));
}

/** Text that is equal for equal keys. */
export function keyText({ primaryKey }: Pick<SourceTable, 'primaryKey'>, row: SourceRow): string {
  return JSON.stringify(primaryKey.map((name) => valueOf(row, name)));
}
