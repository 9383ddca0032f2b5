import { sameType, type TargetType } from './target-type.js';

/** Digits before the point that hold every integer of the type. */
const INTEGER_DIGITS: ReadonlyMap<TargetType['kind'], number> = new Map([
  ['smallint', 5],
  ['integer', 10],
  ['bigint', 19],
]);
/** Most digits that every number of the type can have, and the type still hold it. */
const HELD_DIGITS: ReadonlyMap<TargetType['kind'], number> = new Map([
  ['smallint', 4],
  ['integer', 9],
  ['bigint', 18],
]);
const INTEGERS: readonly TargetType['kind'][] = ['smallint', 'integer', 'bigint'];
const TIMES: readonly TargetType['kind'][] = ['date', 'timestamp', 'timestamptz'];
/** Digits of a decimal that DOUBLE PRECISION always gives back. */
const DOUBLE_DIGITS = 15;
/** Integers that REAL and DOUBLE PRECISION hold exactly. */
const EXACT_IN_REAL: readonly TargetType['kind'][] = ['smallint'];
const EXACT_IN_DOUBLE: readonly TargetType['kind'][] = ['smallint', 'integer', 'real'];
/** Types whose text may be longer than an index takes. */
const LONG: readonly TargetType['kind'][] = ['long-text', 'object', 'array', 'geo_shape', 'float_vector', 'other'];

/**
 * Whether an existing column holds every value that a column of the source's type can have, without loss. `false` means
 * that some values may be refused one by one, not that the column cannot be written.
 */
export function fits(source: TargetType, existing: TargetType): boolean {
  if (sameType(source, existing)) return true;
  switch (existing.kind) {
    case 'smallint':
    case 'integer':
    case 'bigint':
      return fitsInteger(source, existing.kind);
    case 'numeric':
      return fitsNumeric(source, existing);
    case 'real':
      return EXACT_IN_REAL.includes(source.kind);
    case 'double':
      return (
        EXACT_IN_DOUBLE.includes(source.kind) ||
        (source.kind === 'numeric' && (source.precision ?? Infinity) <= DOUBLE_DIGITS)
      );
    case 'text':
      return !LONG.includes(source.kind);
    case 'long-text':
      return true;
    case 'varchar':
      return 'length' in source && source.length <= existing.length;
    case 'timestamp':
    case 'timestamptz':
      return TIMES.includes(source.kind);
    case 'object':
      return source.kind === 'object' && (existing.policy === 'ignored' || source.policy === 'strict');
    case 'array':
      return source.kind === 'array' && fits(source.of, existing.of);
    default:
      return false;
  }
}

function fitsInteger(source: TargetType, kind: TargetType['kind']): boolean {
  if (source.kind === 'numeric')
    return source.scale === 0 && (source.precision ?? Infinity) <= (HELD_DIGITS.get(kind) ?? 0);
  return INTEGERS.includes(source.kind) && INTEGERS.indexOf(source.kind) <= INTEGERS.indexOf(kind);
}

function fitsNumeric(source: TargetType, existing: { readonly precision?: number; readonly scale?: number }): boolean {
  const { precision, scale = 0 } = existing;
  if (precision === undefined) return source.kind === 'numeric' || INTEGERS.includes(source.kind);
  if (source.kind !== 'numeric') return (INTEGER_DIGITS.get(source.kind) ?? Infinity) <= precision - scale;
  if (source.precision === undefined) return false;
  const { scale: sourceScale = 0 } = source;
  return sourceScale <= scale && source.precision - sourceScale <= precision - scale;
}
