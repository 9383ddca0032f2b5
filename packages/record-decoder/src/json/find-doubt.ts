import { parseExactNumber } from './exact-number.js';

/** What stands in the way of taking the value of `JSON.parse`: a number that may have lost digits, or the depth. */
export type Doubt = 'digits' | 'depth';

/** Levels of arrays and objects; rows have four. More would overflow the stack of whoever walks the value. */
const MAX_DEPTH = 100;
const SMALLEST_NORMAL_DOUBLE = 2.2250738585072014e-308;

/**
 * Sixteen digits (or points) in a row. Written out, not as `{16}`: only so does the regular expression engine skip
 * ahead by sixteen characters instead of looking at each.
 */
const LONG_DIGITS = /[\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.][\d.]/g;
/** The number that begins at `lastIndex`. */
const NUMBER = /-?[\d.]+(?:[eE][+-]?\d+)?/y;
/** What stands before a number in JSON. Before digits inside of a string, it seldom does. */
const BEFORE_NUMBER = ':,[ \t\r\n';
/** An exponent that can take a number down to zero. */
const SMALL_EXPONENT = /[eE]-\d\d\d/;

/**
 * Finds out whether `value`, from `JSON.parse(text)`, can be taken as it is: `undefined` if each number in it is what
 * an exact reading gives. Errs only by finding `digits` where all are exact: for what looks like a number inside of a
 * string, or like a small exponent next to a zero.
 *
 * A number of up to 15 digits survives in a double. So digits get lost in a long number, which the text shows, or else
 * by the exponent: beyond the safe integers, where `bigint` is due, or down among the denormals and zero. That shows in
 * the value.
 */
export function findDoubt(text: string, value: unknown): Doubt | undefined {
  const extreme = findExtreme(value, 0);
  if (extreme === 'depth' || extreme === 'digits') return extreme;
  if (extreme === 'zero' && SMALL_EXPONENT.test(text)) return 'digits';
  return hasInexactNumber(text) ? 'digits' : undefined;
}

function hasInexactNumber(text: string): boolean {
  LONG_DIGITS.lastIndex = 0;
  for (let digits = LONG_DIGITS.exec(text); digits !== null; digits = LONG_DIGITS.exec(text)) {
    const start = text[digits.index - 1] === '-' ? digits.index - 1 : digits.index;
    NUMBER.lastIndex = start;
    const number = NUMBER.exec(text)?.[0] ?? '';
    LONG_DIGITS.lastIndex = start + number.length;
    if (BEFORE_NUMBER.includes(text.charAt(start - 1)) && isInexact(number)) return true;
  }
  return false;
}

/** Digits and points inside of a string need not be a number: then they do not matter. */
function isInexact(number: string): boolean {
  return !Number.isNaN(Number(number)) && typeof parseExactNumber(number) !== 'number';
}

/** The gravest finding in a value: too deep, then a number of doubtful size, then a zero. */
function findExtreme(value: unknown, depth: number): Doubt | 'zero' | undefined {
  if (typeof value === 'number') return classify(value);
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth >= MAX_DEPTH) return 'depth';
  let found: Doubt | 'zero' | undefined;
  if (Array.isArray(value)) {
    for (const item of value as readonly unknown[]) found = graver(found, findExtreme(item, depth + 1));
    return found;
  }
  const object = value as Readonly<Record<string, unknown>>;
  for (const name in object) {
    const member = object[name];
    if (typeof member === 'string' || typeof member === 'boolean' || member === null) continue;
    const next = typeof member === 'number' ? classify(member) : findExtreme(member, depth + 1);
    if (next !== undefined) found = graver(found, next);
  }
  return found;
}

function classify(value: number): Doubt | 'zero' | undefined {
  const size = Math.abs(value);
  if (size >= SMALLEST_NORMAL_DOUBLE && size <= Number.MAX_SAFE_INTEGER) return undefined;
  return size === 0 ? 'zero' : 'digits';
}

function graver(a: Doubt | 'zero' | undefined, b: Doubt | 'zero' | undefined): Doubt | 'zero' | undefined {
  if (a === undefined || b === 'depth') return b;
  return b === 'digits' && a === 'zero' ? b : a;
}
