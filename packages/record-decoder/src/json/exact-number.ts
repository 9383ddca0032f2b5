import type { ExactDecimal } from '../change-record.js';

/** Integers and decimals are written out up to this many digits; a longer one is kept in the notation it came in. */
const MAX_WRITTEN_DIGITS = 400;
/** No integer or decimal type of a source has more digits than this; a longer integer can only be a floating-point value. */
const MAX_INTEGER_DIGITS = 38;
/** Digits that identify a double: a longer number is not the text of one. */
const MAX_DOUBLE_DIGITS = 17;
const SMALLEST_NORMAL_DOUBLE = 2.2250738585072014e-308;

/** The value `0.<digits> * 10^exponent`, or its negative. `digits` neither begins nor ends with a zero; empty means zero. */
interface DecimalParts {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

/**
 * Reads a JSON number without losing a digit. `text` must follow JSON's grammar for numbers.
 *
 * - An integer within ±(2^53 - 1), and any other number of which `String(number)` has the same value, is a `number`.
 * - An integer beyond is a `bigint`, in exponent notation too. One of more than 38 digits is a `number` if it is the
 *   text of a double: no integer type is that wide.
 * - Everything else is an {@link ExactDecimal} in plain notation.
 *
 * What would take more than 400 digits to write out is an {@link ExactDecimal} with the original text, exponent and
 * all: an absurd exponent must not cost memory.
 */
export function parseExactNumber(text: string): number | bigint | ExactDecimal {
  const value = Number(text);
  if (String(value) === text && (Number.isSafeInteger(value) || !Number.isInteger(value))) return value;
  const parts = readDecimal(text);
  if (parts.digits === '') return value;
  return parts.exponent >= parts.digits.length ? readInteger(text, value, parts) : readFraction(text, value, parts);
}

/** True for an {@link ExactDecimal}: recognised by its two members, the text being a number. */
export function isExactDecimal(value: unknown): value is ExactDecimal {
  if (typeof value !== 'object' || value === null) return false;
  const { kind, text } = value as { kind?: unknown; text?: unknown };
  return kind === 'decimal' && typeof text === 'string' && /^-?\d/.test(text);
}

function readInteger(text: string, value: number, parts: DecimalParts): number | bigint | ExactDecimal {
  if (Number.isSafeInteger(value)) return value;
  if (parts.exponent > MAX_INTEGER_DIGITS && isTextOfDouble(value, parts)) return value;
  if (parts.exponent > MAX_WRITTEN_DIGITS) return exactDecimal(text);
  return BigInt((parts.negative ? '-' : '') + parts.digits.padEnd(parts.exponent, '0'));
}

function readFraction(text: string, value: number, parts: DecimalParts): number | ExactDecimal {
  if (isTextOfDouble(value, parts)) return value;
  if (!/[eE]/.test(text)) return exactDecimal(text);
  const { negative, digits, exponent } = parts;
  const written = exponent > 0 ? digits.length : digits.length - exponent;
  if (written > MAX_WRITTEN_DIGITS) return exactDecimal(text);
  const sign = negative ? '-' : '';
  return exponent > 0
    ? exactDecimal(`${sign}${digits.slice(0, exponent)}.${digits.slice(exponent)}`)
    : exactDecimal(`${sign}0.${'0'.repeat(-exponent)}${digits}`);
}

/** Frozen, which an object out of a JSON parser never is: that tells a decimal from a row with the same two columns. */
function exactDecimal(text: string): ExactDecimal {
  return Object.freeze({ kind: 'decimal', text });
}

/** Whether writing `value` out again gives the decimal value that was read. */
function isTextOfDouble(value: number, parts: DecimalParts): boolean {
  if (value === 0 || !Number.isFinite(value) || parts.digits.length > MAX_DOUBLE_DIGITS) return false;
  if (isSame(readDecimal(String(value)), parts)) return true;
  // Denormal doubles are so far apart that several short texts name the same one: 4.9e-324 and 5e-324.
  return Math.abs(value) < SMALLEST_NORMAL_DOUBLE && isSame(readDecimal(value.toPrecision(parts.digits.length)), parts);
}

function isSame(a: DecimalParts, b: DecimalParts): boolean {
  return a.digits === b.digits && a.exponent === b.exponent && a.negative === b.negative;
}

function readDecimal(text: string): DecimalParts {
  const negative = text.startsWith('-');
  const exponentAt = text.search(/[eE]/);
  const mantissa = text.slice(negative ? 1 : 0, exponentAt < 0 ? text.length : exponentAt);
  const pointAt = mantissa.indexOf('.');
  const integerLength = pointAt < 0 ? mantissa.length : pointAt;
  const all = pointAt < 0 ? mantissa : mantissa.slice(0, pointAt) + mantissa.slice(pointAt + 1);
  let start = 0;
  let end = all.length;
  while (start < end && all.charCodeAt(start) === 48) start++;
  while (end > start && all.charCodeAt(end - 1) === 48) end--;
  const power = exponentAt < 0 ? 0 : Number(text.slice(exponentAt + 1));
  return { negative, digits: all.slice(start, end), exponent: integerLength - start + power };
}
