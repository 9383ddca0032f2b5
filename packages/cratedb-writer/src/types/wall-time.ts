import type { Dialect } from '../client/sink-database.js';

/** A point of the proleptic Gregorian calendar. `year` is astronomical: 0 is 1 BC. `offsetSeconds`: east of UTC. */
export interface WallTime {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** Digits after the point, as many as were sent. */
  readonly fraction: string;
  readonly offsetSeconds: number;
}

const DATE = String.raw`([+-]?\d{4,9})-(\d{2})-(\d{2})`;
const TIME = String.raw`(\d{2}):(\d{2})(?::(\d{2})(?:[.,](\d+))?)?`;
const ZONE = String.raw`(?:[Zz]|([+-])(\d{2})(?::?(\d{2})(?::?(\d{2}))?)?)`;
const PATTERN = new RegExp(`^${DATE}(?:[Tt ]${TIME})?(?: ?${ZONE})?( BC| AD)?$`);

const DAYS = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
/** The widest offset PostgreSQL knows, and more than any zone ever had. */
const MAX_OFFSET_SECONDS = 16 * 3600;

/** Reads ISO 8601 with a blank or `T`, a fraction of any length, an offset, and `BC`; `undefined` for anything else. */
export function parseTime(text: string): WallTime | undefined {
  const match = PATTERN.exec(text);
  if (match === null) return undefined;
  const [, year = '', month, day, hour, minute, second, fraction = '', sign = '+', hours, minutes, seconds, era] =
    match;
  const offset = number(hours) * 3600 + number(minutes) * 60 + number(seconds);
  const time: WallTime = {
    year: era === ' BC' ? 1 - Number(year) : Number(year),
    month: number(month),
    day: number(day),
    hour: number(hour),
    minute: number(minute),
    second: number(second),
    fraction,
    offsetSeconds: sign === '-' ? -offset : offset,
  };
  return isReal(time) && !(era === ' BC' && Number(year) < 1) ? time : undefined;
}

/** The same instant at offset zero; `undefined` beyond the years a `Date` can count. */
export function toUtc(time: WallTime): WallTime | undefined {
  if (time.offsetSeconds === 0) return time;
  const date = new Date(0);
  date.setUTCFullYear(time.year, time.month - 1, time.day);
  date.setUTCHours(time.hour, time.minute, time.second - time.offsetSeconds, 0);
  if (Number.isNaN(date.getTime())) return undefined;
  return {
    year: date.getUTCFullYear(),
    month: date.getUTCMonth() + 1,
    day: date.getUTCDate(),
    hour: date.getUTCHours(),
    minute: date.getUTCMinutes(),
    second: date.getUTCSeconds(),
    fraction: time.fraction,
    offsetSeconds: 0,
  };
}

/** The text a target reads. The offset is not written: convert first, or mean the wall clock. */
export function formatTime(time: WallTime, kind: 'timestamptz' | 'timestamp' | 'date', dialect: Dialect): string {
  const { year } = time;
  const bc = dialect === 'postgresql' && year < 1;
  const date = `${dialect === 'cratedb' ? isoYear(year) : pad(bc ? 1 - year : year, 4)}-${pad(time.month, 2)}-${pad(time.day, 2)}`;
  const era = bc ? ' BC' : '';
  if (kind === 'date') return date + era;
  const fraction = time.fraction === '' ? '' : `.${time.fraction}`;
  const clock = `${pad(time.hour, 2)}:${pad(time.minute, 2)}:${pad(time.second, 2)}${fraction}`;
  return `${date}${bc ? ' ' : 'T'}${clock}${kind === 'timestamptz' ? 'Z' : ''}${era}`;
}

function isReal({ year, month, day, hour, minute, second, offsetSeconds }: WallTime): boolean {
  if (month < 1 || month > 12 || day < 1 || day > (DAYS[month - 1] ?? 0)) return false;
  if (month === 2 && day === 29 && !isLeap(year)) return false;
  return hour < 24 && minute < 60 && second < 60 && Math.abs(offsetSeconds) < MAX_OFFSET_SECONDS;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}

/** CrateDB wants a sign before a year of more than four digits. */
function isoYear(year: number): string {
  if (year < 0) return `-${pad(-year, 4)}`;
  return year > 9999 ? `+${year}` : pad(year, 4);
}

function pad(value: number, width: number): string {
  return String(value).padStart(width, '0');
}

function number(text: string | undefined): number {
  return text === undefined ? 0 : Number(text);
}
