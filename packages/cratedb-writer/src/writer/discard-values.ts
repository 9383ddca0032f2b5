import type { TargetTable } from '../catalogue/target-table.js';
import { Refusal } from '../types/encode-value.js';

/**
 * `schemaChanges.types: discard`: a value that its column does not hold is written as NULL, and counted. The column stays
 * nullable everywhere but in the key, whose values are never discarded: two rows would fall into one.
 */
export function discardingTable(table: TargetTable, counts: Map<string, number>): TargetTable {
  const columns = table.columns.map((column) => {
    if (column.isKey) return column;
    const none = table.mapping === 'universal' ? 'null' : null;
    return {
      ...column,
      encode: (value: Parameters<typeof column.encode>[0]) => {
        const encoded = column.encode(value);
        if (!(encoded instanceof Refusal)) return encoded;
        counts.set(column.source, (counts.get(column.source) ?? 0) + 1);
        return none;
      },
    };
  });
  return { ...table, columns };
}
