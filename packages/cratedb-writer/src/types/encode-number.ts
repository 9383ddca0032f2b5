import type { Dialect } from '../client/sink-database.js';
import { decimalOf, isHeldBy, numberText, parseDecimal, plainText } from './decimal.js';
import { type Encoder, notCastable, outOfRange } from './encoder.js';

type IntegerKind = 'smallint' | 'integer' | 'bigint';

interface IntegerRange {
  readonly min: bigint;
  readonly max: bigint;
}

const SMALLINT: IntegerRange = { min: -(2n ** 15n), max: 2n ** 15n - 1n };
const INTEGER: IntegerRange = { min: -(2n ** 31n), max: 2n ** 31n - 1n };
const BIGINT: IntegerRange = { min: -(2n ** 63n), max: 2n ** 63n - 1n };
/** CrateDB drops a row that holds either end of the range. */
const CRATEDB_BIGINT: IntegerRange = { min: BIGINT.min + 1n, max: BIGINT.max - 1n };

/** Longer integers are out of any range here, and are not built. */
const MAX_INTEGER_DIGITS = 20;
/** Longer numbers are nothing that a NUMERIC without precision should be made of. */
const MAX_NUMERIC_DIGITS = 1000;

const JSON_NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const PLAIN = /^\d+(?:\.\d+)?$/;

const NOT_A_NUMBER = notCastable('The value is not a number.');
const NOT_AN_INTEGER = notCastable('The value is not an integer.');

/** Whether a whole number fits a BIGINT of the target. */
export function fitsBigint(value: bigint, dialect: Dialect): boolean {
  const { min, max } = rangeOf('bigint', dialect);
  return value >= min && value <= max;
}

/** Integers from numbers, bigints, text, exact decimals without a fraction, and booleans (1 and 0). */
export function integerEncoder(kind: IntegerKind, dialect: Dialect): Encoder {
  const { min, max } = rangeOf(kind, dialect);
  const refused = outOfRange(`The value is out of the range of ${kind.toUpperCase()} (${min} to ${max}).`);
  return (value) => {
    if (value === null) return null;
    if (typeof value === 'boolean') return value ? 1 : 0;
    if (Number.isSafeInteger(value) && typeof value === 'number') return value >= min && value <= max ? value : refused;
    const decimal = decimalOf(value);
    if (decimal === undefined) return NOT_A_NUMBER;
    if (decimal.digits === '') return 0;
    if (decimal.exponent < 0) return NOT_AN_INTEGER;
    if (decimal.digits.length + decimal.exponent > MAX_INTEGER_DIGITS) return refused;
    const integer = BigInt(plainText(decimal));
    return integer >= min && integer <= max ? integer.toString() : refused;
  };
}

/**
 * REAL or DOUBLE PRECISION. Refuses a number that the type would round, or take for infinite or zero. Zero keeps its sign,
 * but for a key: a source takes both for one, and CrateDB for two.
 */
export function floatEncoder(kind: 'real' | 'double', isKey: boolean): Encoder {
  const round = kind === 'real' ? Math.fround : (value: number): number => value;
  // A number would be written without its sign.
  const negativeZero = isKey ? 0 : '-0.0';
  const refused = outOfRange(
    `The value has more digits than ${kind === 'real' ? 'REAL' : 'DOUBLE PRECISION'} holds, or is out of its range.`,
  );
  return (value) => {
    if (value === null) return null;
    if (typeof value === 'number' && round(value) === value) return Object.is(value, -0) ? negativeZero : value;
    const text = numberText(value);
    if (text === undefined) return NOT_A_NUMBER;
    const special = specialNumber(text);
    if (special !== undefined) return special;
    const decimal = parseDecimal(text);
    if (decimal === undefined) return NOT_A_NUMBER;
    if (decimal.digits === '' && decimal.negative) return negativeZero;
    const binary = round(Number(text));
    if (!isHeldBy(binary, decimal)) return refused;
    // The text may come to stand in a JSON document, which has no `01`, `+1` or `.5`.
    return JSON_NUMBER.test(text) ? text : plainText(decimal);
  };
}

/** NUMERIC, with or without precision. Refuses a fraction longer than the scale: the target would round it. */
export function numericEncoder(
  type: { readonly precision?: number; readonly scale?: number },
  dialect: Dialect,
): Encoder {
  const { precision = MAX_NUMERIC_DIGITS, scale = type.precision === undefined ? MAX_NUMERIC_DIGITS : 0 } = type;
  const wholeDigits = type.precision === undefined ? MAX_NUMERIC_DIGITS : precision - scale;
  const refused = outOfRange(
    type.precision === undefined
      ? 'The value has more digits than NUMERIC takes.'
      : `The value does not fit NUMERIC(${precision},${scale}) without being rounded.`,
  );
  // CrateDB 6.2 counts the digit of a `0`, and takes none where all digits are behind the point.
  const zero = wholeDigits === 0 ? '0.0' : '0';
  return (value) => {
    if (value === null) return null;
    if (typeof value === 'number' && isPlainWithin(value, wholeDigits, scale)) return String(value);
    const decimal = decimalOf(value);
    if (decimal === undefined) return dialect === 'postgresql' && value === 'NaN' ? value : NOT_A_NUMBER;
    if (decimal.digits === '') return zero;
    if (-decimal.exponent > scale || decimal.digits.length + decimal.exponent > wholeDigits) return refused;
    return plainText(decimal);
  };
}

/** Whether a number, as JavaScript writes it, has no exponent and no more digits than these. */
function isPlainWithin(value: number, wholeDigits: number, scale: number): boolean {
  const text = String(Math.abs(value));
  if (!PLAIN.test(text)) return false;
  const point = text.indexOf('.');
  if (point === -1) return text.length <= wholeDigits;
  return point <= wholeDigits && text.length - point - 1 <= scale;
}

function rangeOf(kind: IntegerKind, dialect: Dialect): IntegerRange {
  if (kind === 'smallint') return SMALLINT;
  if (kind === 'integer') return INTEGER;
  return dialect === 'cratedb' ? CRATEDB_BIGINT : BIGINT;
}

/** Not-a-number and the infinities, in the spelling both targets take. */
function specialNumber(text: string): string | undefined {
  switch (text.toLowerCase()) {
    case 'nan':
      return 'NaN';
    case 'infinity':
    case 'inf':
    case '+infinity':
      return 'Infinity';
    case '-infinity':
    case '-inf':
      return '-Infinity';
    default:
      return undefined;
  }
}
