import { isHeldBy, parseDecimal } from './decimal.js';
import { jsonPieces } from './json-pieces.js';

/** Outside of strings, nothing but a number holds a digit. */
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;
/** A text without such a run has no number that a double could not hold. */
const MAYBE_LONG = /[\d.]{16}|\d[eE][+-]?\d/;
const INTEGER = /^-?\d+$/;

/** The numbers of a JSON text which are not plainly short, as they are written. */
export function longNumbersOf(json: string): readonly string[] {
  if (!MAYBE_LONG.test(json)) return [];
  const numbers: string[] = [];
  for (const { text, isString } of jsonPieces(json)) {
    if (isString || !MAYBE_LONG.test(text)) continue;
    for (const [number] of text.matchAll(NUMBER)) if (MAYBE_LONG.test(number)) numbers.push(number);
  }
  return numbers;
}

/** Puts numbers whose digits `JSON.parse` would lose into quotes, for a reader that takes numbers as text as well. */
export function quoteLongNumbers(json: string): string {
  if (!MAYBE_LONG.test(json)) return json;
  let quoted = '';
  for (const { text, isString } of jsonPieces(json)) {
    quoted += isString ? text : text.replace(NUMBER, (number) => (losesDigits(number) ? `"${number}"` : number));
  }
  return quoted;
}

/** Whether `JSON.parse` changes a number: an integer beyond 2^53, or more digits than a double holds. */
export function losesDigits(number: string): boolean {
  const value = Number(number);
  if (INTEGER.test(number)) return !Number.isSafeInteger(value);
  const decimal = parseDecimal(number);
  return decimal === undefined || !isHeldBy(value, decimal);
}

/** Whether a number of a JSON text is written as an integer, which the targets then take it for. */
export function isIntegerText(number: string): boolean {
  return INTEGER.test(number);
}
