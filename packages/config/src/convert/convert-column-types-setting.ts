import { readFlatColumnTypes } from '../resolve/flat-column-types.js';
import { type Conversion, ConversionError } from './conversion.js';

/**
 * `COLUMN_TYPES` of LorryStream and commons-codec, `{ "schema:table:column": "map" }`.
 *
 * @throws ConversionError where it is none.
 */
export function convertColumnTypesSetting(text: string): Conversion {
  const columnTypes = readFlatColumnTypes(parseJson(text), text);
  if (columnTypes === undefined) {
    throw new ConversionError(
      'This is not the form of COLUMN_TYPES.',
      'Write it like {"public:orders:attributes": "map"}.',
    );
  }
  return { config: { write: { columnTypes } }, notes: [] };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
