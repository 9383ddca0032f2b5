import type { SourceTable } from './table-facts.js';

/** Names of the columns for which `is` holds; a domain is judged as what it stands for. */
export function columnsOf(
  tables: readonly SourceTable[] | undefined,
  is: (column: SourceTable['columns'][number]) => boolean,
): readonly string[] {
  return (tables ?? []).flatMap(({ schema, name, columns }) =>
    columns
      .filter((column) => is({ ...column, type: column.baseType ?? column.type }))
      .map((column) => `${schema}.${name}.${column.name}`),
  );
}
