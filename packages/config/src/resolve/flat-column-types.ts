import { convertColumnTypes } from '@drayage/cratedb-writer';

/**
 * Column types in the flat form of other tools, `{ "schema:table:column": "map" }`, as types by table.
 *
 * @returns `undefined` where the value has another form.
 */
export function readFlatColumnTypes(value: unknown, text: string): unknown {
  const isFlat =
    typeof value === 'object' && value !== null && Object.values(value).every((type) => typeof type === 'string');
  const converted = isFlat ? convertColumnTypes(text) : undefined;
  if (converted?.ok !== true) {
    return undefined;
  }
  const tables = new Map<string, Record<string, string>>();
  for (const { table, column, type } of converted.overrides) {
    tables.set(table, { ...tables.get(table), [column]: type });
  }
  return Object.fromEntries(tables);
}
