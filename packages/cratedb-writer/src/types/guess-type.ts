import type { JsonValue } from '@drayage/record-decoder';

import type { Dialect } from '../client/sink-database.js';
import { isExactDecimal } from './decimal.js';
import { fitsBigint } from './encode-number.js';
import type { TargetType } from './target-type.js';

/**
 * A type for a column of which nothing is known but one value; `undefined` for NULL, which says nothing. Text stays text,
 * however it looks. A guess may turn out too narrow (`55`, then `55.5`): later values are then refused, never cut.
 */
export function guessType(
  value: JsonValue,
  { dialect, isKey }: { readonly dialect: Dialect; readonly isKey: boolean },
): TargetType | undefined {
  switch (typeof value) {
    case 'boolean':
      return { kind: 'boolean' };
    case 'number':
      return Number.isInteger(value) ? { kind: 'bigint' } : { kind: 'double' };
    case 'bigint':
      return fitsBigint(value, dialect) ? { kind: 'bigint' } : exactType(dialect);
    case 'string':
      return { kind: isKey ? 'text' : 'long-text' };
    default:
      if (value === null) return undefined;
      return isExactDecimal(value) ? exactType(dialect) : { kind: isKey ? 'text' : 'long-text' };
  }
}

/** All digits, whatever their number: CrateDB has no NUMERIC without precision. */
function exactType(dialect: Dialect): TargetType {
  return { kind: dialect === 'postgresql' ? 'numeric' : 'text' };
}
