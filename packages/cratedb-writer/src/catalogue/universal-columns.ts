import type { JsonValue } from '@drayage/record-decoder';
import type { Dialect } from '../client/sink-database.js';
import { rewriteColumnName } from '../names/rewrite-name.js';
import type { ScalarParameter } from '../statement.js';
import { makeJsonEncoder, Refusal } from '../types/encode-value.js';
import type { TargetType } from '../types/target-type.js';

const NUL_REFUSED = new Refusal('value-not-castable', 'PostgreSQL cannot hold a NUL character.');

/** Elements of `data` must have names CrateDB takes; the others go to `aux`, which takes any. */
export function universalPlace(name: string): 'data' | 'aux' {
  return rewriteColumnName(name, 'cratedb') === name ? 'data' : 'aux';
}

/**
 * Type of an element. Declared, never inferred: CrateDB would make `55` a bigint and then cut `55.5` to it. Exact
 * decimals, times and dates stay text, as the peers' layout has them.
 */
export function universalType(type: TargetType): TargetType {
  switch (type.kind) {
    case 'smallint':
    case 'integer':
    case 'bigint':
      return { kind: 'bigint' };
    case 'real':
    case 'double':
      return { kind: 'double' };
    case 'boolean':
    case 'object':
    case 'array':
    case 'geo_point':
    case 'geo_shape':
    case 'ip':
    case 'uuid':
    case 'float_vector':
    case 'text':
    case 'long-text':
      return type;
    default:
      return { kind: 'text' };
  }
}

/** A number that was sent as text is one number with the same sent as a number. Infinity and NaN stay text. */
const QUOTED_NUMBER = /^"(-?\d[^"]*)"$/u;

/** Encodes to the JSON text of an element, checked by the element's type. */
export function elementEncoder(
  type: TargetType,
  dialect: Dialect,
  isKey: boolean,
): (value: JsonValue) => ScalarParameter | Refusal {
  const encode = makeJsonEncoder(type, { isKey });
  const isNumber = type.kind === 'bigint' || type.kind === 'double';
  const refusesNul = dialect === 'postgresql';
  return (value) => {
    const encoded = encode(value);
    if (encoded === null) return isKey ? null : 'null';
    if (isNumber && typeof encoded === 'string') return encoded.replace(QUOTED_NUMBER, '$1');
    if (refusesNul && typeof encoded === 'string' && encoded.includes('\\u0000')) return NUL_REFUSED;
    return encoded;
  };
}
