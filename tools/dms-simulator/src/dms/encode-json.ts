import { Decimal } from './source-row.ts';

/** What a message is made of: JSON, but with integers and decimals of any size. */
export type WireValue = null | boolean | number | bigint | string | Decimal | readonly WireValue[] | WireObject;
export interface WireObject {
  readonly [key: string]: WireValue | undefined;
}

/**
 * JSON on one line (`json-unformatted`), keys in their given order, `undefined` left out. Integers of more than 16
 * digits are written in scientific notation, all digits kept: AWS documents the notation for the Kinesis target.
 */
export function encodeJson(value: WireValue): string {
  if (typeof value === 'bigint') return encodeInteger(value);
  if (value === null || typeof value !== 'object') return JSON.stringify(value);
  if (isList(value)) return `[${value.map(encodeJson).join(',')}]`;
  if (value instanceof Decimal) return value.text;
  return encodeObject(value);
}

function encodeObject(value: WireObject): string {
  const members: string[] = [];
  for (const [key, member] of Object.entries(value)) {
    if (member !== undefined) members.push(`${JSON.stringify(key)}:${encodeJson(member)}`);
  }
  return `{${members.join(',')}}`;
}

function encodeInteger(value: bigint): string {
  const digits = String(value < 0n ? -value : value);
  if (digits.length <= 16) return String(value);
  const fraction = digits.slice(1).replace(/0+$/, '');
  const mantissa = fraction === '' ? digits.slice(0, 1) : `${digits.slice(0, 1)}.${fraction}`;
  return `${value < 0n ? '-' : ''}${mantissa}e+${digits.length - 1}`;
}

function isList(value: object): value is readonly WireValue[] {
  return Array.isArray(value);
}
