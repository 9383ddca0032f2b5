import type { WireObject } from './encode-json.ts';
import type { SourceTable } from './source-table.ts';

/** The `table-def` of a control record; without a key it has no `primary-key` at all. */
export function describeTable(table: SourceTable): WireObject {
  const columns = table.columns.map(
    ({ name, type, length, precision, scale, nullable }) =>
      [name, { type, length, precision, scale, nullable }] as const,
  );
  return {
    columns: Object.fromEntries(columns),
    'primary-key': table.primaryKey.length > 0 ? table.primaryKey : undefined,
  };
}
