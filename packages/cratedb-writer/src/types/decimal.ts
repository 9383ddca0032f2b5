import type { ExactDecimal, JsonValue } from '@drayage/record-decoder';

/** A decimal number taken apart: `digits` × 10^`exponent`, no zeros at either end; zero has no digits. */
export interface Decimal {
  readonly negative: boolean;
  readonly digits: string;
  readonly exponent: number;
}

const DECIMAL = /^([+-]?)(?=\.?\d)(\d*)(?:\.(\d*))?(?:[eE]([+-]?\d{1,9}))?$/;
const EXACT_TEXT = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Reads a decimal number in plain or scientific notation; `undefined` for any other text. */
export function parseDecimal(text: string): Decimal | undefined {
  const match = DECIMAL.exec(text);
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = '', power = '0'] = match;
  const all = (whole + fraction).replace(/^0+/, '');
  const digits = trimZeros(all);
  if (digits === '') return { negative: sign === '-', digits, exponent: 0 };
  return { negative: sign === '-', digits, exponent: Number(power) - fraction.length + all.length - digits.length };
}

/** The number of an integer, a decimal or their text; `undefined` for all other values. */
export function decimalOf(value: JsonValue): Decimal | undefined {
  const text = numberText(value);
  return text === undefined ? undefined : parseDecimal(text);
}

/** The digits of a number as they were sent: of a number, a bigint, an exact decimal, or a string as it is. */
export function numberText(value: JsonValue): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  return isExactDecimal(value) ? value.text : undefined;
}

/** Whether a value is an exact decimal, and not a JSON document that merely looks like one. */
export function isExactDecimal(value: JsonValue): value is ExactDecimal {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'decimal') return false;
  return (
    'text' in value && typeof value.text === 'string' && EXACT_TEXT.test(value.text) && Object.keys(value).length === 2
  );
}

/** Plain notation, without an exponent. The caller has bounded the exponent. */
export function plainText({ negative, digits, exponent }: Decimal): string {
  if (digits === '') return '0';
  const sign = negative ? '-' : '';
  if (exponent >= 0) return sign + digits + '0'.repeat(exponent);
  const padded = digits.padStart(1 - exponent, '0');
  return `${sign}${padded.slice(0, exponent)}.${padded.slice(exponent)}`;
}

/**
 * Whether a binary number holds a decimal: rounded to as many digits as were sent, it reads the same. So `2.20000005`,
 * the nine digits of a REAL, and `0.10000000000000001`, the seventeen of a DOUBLE, are held; a digit more is not.
 * A number halfway between two decimals holds both: C rounds 570863.0625 to `570863.062`, JavaScript to `570863.063`.
 */
export function isHeldBy(binary: number, decimal: Decimal): boolean {
  if (!Number.isFinite(binary)) return false;
  const { digits, exponent } = decimal;
  if (digits === '') return binary === 0;
  if (digits.length > MAX_PRECISION_OF_NUMBER) return false;
  if (isSame(parseDecimal(binary.toPrecision(digits.length)), decimal)) return true;
  // `toPrecision` rounds a half up, so only the decimal below it is left. No binary number is this close to a half of
  // the digits that anybody sends without being it.
  const half = { ...decimal, digits: `${digits}5`, exponent: exponent - 1 };
  return isSame(parseDecimal(binary.toPrecision(MAX_PRECISION_OF_NUMBER)), half);
}

const MAX_PRECISION_OF_NUMBER = 100;

function isSame(a: Decimal | undefined, b: Decimal): boolean {
  return a !== undefined && a.digits === b.digits && a.exponent === b.exponent && a.negative === b.negative;
}

function trimZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits.charCodeAt(end - 1) === 48) end -= 1;
  return digits.slice(0, end);
}
