import type { JsonValue } from '@drayage/record-decoder';

import { isExactDecimal } from './decimal.js';

/** JSON text of a value with all digits of its big integers and exact decimals. */
export function stringifyJson(value: JsonValue): string {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
    case 'bigint':
    case 'boolean':
      return String(value);
    default:
      return value === null ? 'null' : stringifyComposite(value);
  }
}

function stringifyComposite(value: Exclude<JsonValue, string | number | bigint | boolean | null>): string {
  if (isList(value)) return `[${value.map(stringifyJson).join(',')}]`;
  if (isExactDecimal(value)) return value.text;
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}:${stringifyJson(member)}`);
  return `{${members.join(',')}}`;
}

/** `Array.isArray` for a read-only JSON array. */
export function isList(value: JsonValue): value is readonly JsonValue[] {
  return Array.isArray(value);
}
