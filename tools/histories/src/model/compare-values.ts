import { familyOf, type ColumnShape } from '../source/column-shape.ts';
import type { Limits } from './limits.ts';

export interface ComparedColumn {
  readonly shape: ColumnShape;
  readonly inKey: boolean;
}

/**
 * A value as text that is equal for equal values, whoever wrote it: the source, or a database in its own way. Numbers
 * compare by value, floats by their 32 or 64 bits, timestamps as instants as fine as the target keeps them. Text that is
 * no value of the type stays as it is, so that it equals nothing else.
 */
export function comparableValue(text: string | null, { shape, inKey }: ComparedColumn, limits: Limits): string | null {
  if (text === null) return null;
  switch (familyOf(shape)) {
    case 'boolean':
      return { t: 'true', f: 'false' }[text] ?? text;
    case 'integer':
    case 'decimal':
      return plainDecimal(text);
    case 'float':
      return String(Math.fround(Number(text)));
    case 'double':
      return String(Number(text));
    case 'timestamp':
      return instant(text, inKey ? limits.keyFractionDigits : limits.fractionDigits);
    case 'date':
      return /^\d{4,}-\d\d-\d\d(?=$|[ T]00:00:00(?:\.0+)?(?:Z|\+00(?::?00)?)?$)/.exec(text)?.[0] ?? text;
    case 'text':
    case 'long text':
    case 'hex':
    case 'time':
      return text;
  }
}

/** Without exponent, leading and trailing zeros. */
function plainDecimal(text: string): string {
  const match = /^([+-]?)(\d+)(?:\.(\d*))?(?:[eE]([+-]?\d+))?$/.exec(text);
  if (match === null) return text;
  const [, sign = '', whole = '', fraction = '', exponent = '0'] = match;
  const digits = whole + fraction;
  const point = whole.length + Number(exponent);
  const left = digits.slice(0, Math.max(0, point)).padEnd(point, '0').replace(/^0+/, '') || '0';
  const right = ('0'.repeat(Math.max(0, -point)) + digits.slice(Math.max(0, point))).replace(/0+$/, '');
  const value = right === '' ? left : `${left}.${right}`;
  return sign === '-' && value !== '0' ? `-${value}` : value;
}

const TIMESTAMP = /^(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-]\d\d)(?::?(\d\d))?)?$/;

/** Seconds since the epoch and the fraction, cut to as many digits. */
function instant(text: string, digits: number): string {
  const match = TIMESTAMP.exec(text);
  if (match === null) return text;
  const [
    ,
    year = '',
    month = '',
    day = '',
    hour = '',
    minute = '',
    second = '',
    fraction = '',
    zone = '+00',
    zoneMinutes = '00',
  ] = match;
  const date = new Date(0);
  date.setUTCFullYear(Number(year), Number(month) - 1, Number(day));
  date.setUTCHours(Number(hour), Number(minute), Number(second));
  const offset = (Number(zone) * 60 + Number(`${zone.slice(0, 1)}${zoneMinutes}`)) * 60;
  return `${date.getTime() / 1000 - offset}.${fraction.slice(0, digits).replace(/0+$/, '')}`;
}
