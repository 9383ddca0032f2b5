import { readJson } from './read-json.js';
import { isList } from './stringify-json.js';

/** A type for one column of one source table, in the words of `parseTargetType`. */
export interface ColumnTypeOverride {
  /** `schema.table` at the source. */
  readonly table: string;
  readonly column: string;
  readonly type: string;
}

export type ConvertedColumnTypes =
  | { readonly ok: true; readonly overrides: readonly ColumnTypeOverride[] }
  | { readonly ok: false; readonly message: string };

/** Both words of the peers mean a JSON document in an object column. */
const PEER_TYPES: ReadonlyMap<string, string> = new Map([
  ['map', 'object(dynamic)'],
  ['object', 'object(dynamic)'],
]);

/**
 * Reads the `COLUMN_TYPES` setting of LorryStream and commons-codec: a JSON object of `schema:table:column` to `map` or
 * `object`. Types that `parseTargetType` knows are passed on. An empty text means no overrides.
 */
export function convertColumnTypes(text: string): ConvertedColumnTypes {
  if (text.trim() === '') return { ok: true, overrides: [] };
  const settings = readJson(text);
  if (typeof settings !== 'object' || settings === null || isList(settings)) {
    return refuse('COLUMN_TYPES is not a JSON object such as {"public:orders:attributes": "map"}.');
  }
  const overrides: ColumnTypeOverride[] = [];
  for (const [key, type] of Object.entries(settings)) {
    const [schema, table, column, ...rest] = key.split(':');
    if (schema === undefined || table === undefined || column === undefined || rest.length > 0) {
      return refuse(`COLUMN_TYPES has the key "${key}"; expected is schema:table:column.`);
    }
    if (typeof type !== 'string') return refuse(`COLUMN_TYPES has no text as the type of "${key}".`);
    overrides.push({ table: `${schema}.${table}`, column, type: PEER_TYPES.get(type.toLowerCase()) ?? type });
  }
  return { ok: true, overrides };
}

function refuse(message: string): ConvertedColumnTypes {
  return { ok: false, message };
}
