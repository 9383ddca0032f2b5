import type { Dialect } from '../client/sink-database.js';
import { type Encoder, notCastable, outOfRange, type Refusal } from './encoder.js';
import { formatTime, parseTime, toUtc, type WallTime } from './wall-time.js';

export type TimeKind = 'timestamptz' | 'timestamp' | 'date';

export interface TimeOptions {
  readonly kind: TimeKind;
  readonly dialect: Dialect;
  /** Refuse what CrateDB would cut below the millisecond: two keys must not become one. */
  readonly exact: boolean;
}

/** Digits of a second's fraction that the target keeps. */
const FRACTION_DIGITS: Readonly<Record<Dialect, number>> = { cratedb: 3, postgresql: 6 };

/** What milliseconds in a signed 64-bit integer count, rounded inwards. */
const CRATEDB_YEARS = [-292_000_000, 292_000_000] as const;

/** First and last year the target takes, astronomically (0 is 1 BC). */
const YEARS: Readonly<Record<Dialect, Readonly<Record<TimeKind, readonly [first: number, last: number]>>>> = {
  cratedb: { timestamptz: CRATEDB_YEARS, timestamp: CRATEDB_YEARS, date: CRATEDB_YEARS },
  postgresql: { timestamptz: [-4712, 294_276], timestamp: [-4712, 294_276], date: [-4712, 5_874_897] },
};

const NOT_A_TIME = notCastable('The value is not a date or a timestamp.');
const NOT_A_DATE = notCastable('The value has a time of day, the column is a DATE.');
const OUT_OF_RANGE = outOfRange('The date is out of the range of the target.');
const TOO_PRECISE = outOfRange('The timestamp has a finer fraction of a second than the column keeps.');
/** Some sources write this where they have no date. */
const ZERO_DATE = /^0000-00-00(?:[T ]00:00:00(?:\.0*)?)?Z?$/;

/**
 * Nearly all timestamps look like this: UTC, on a day that every month has. They pass without being taken apart; the
 * groups are what the target keeps. What needs a decision, an excess of digits that must not be cut, does not match.
 */
function usualTime({ dialect, exact }: TimeOptions): RegExp {
  const date = String.raw`(?!0000)\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])`;
  const time = String.raw`(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d`;
  const excess = exact || dialect === 'postgresql' ? '' : String.raw`\d*`;
  return new RegExp(String.raw`^(${date}T${time})(?:(\.\d{1,${FRACTION_DIGITS[dialect]}})${excess})?Z$`);
}

/**
 * Timestamps and dates from ISO 8601 (blank or `T`, any fraction, any offset, `BC`), from the infinities, and from
 * whole numbers as milliseconds since the epoch. Without a zone: UTC; a TIMESTAMP without time zone keeps the wall clock
 * and drops the zone. CrateDB keeps milliseconds: the rest of the fraction is cut, unless `exact`.
 */
export function timeEncoder(options: TimeOptions): Encoder {
  const usual = options.kind === 'timestamptz' ? usualTime(options) : undefined;
  return (value) => {
    if (value === null) return null;
    if (typeof value === 'number' && Number.isInteger(value)) return encodeEpoch(value, options);
    if (typeof value !== 'string') return NOT_A_TIME;
    const [, wall, fraction = ''] = usual?.exec(value) ?? [];
    if (wall !== undefined) return wall.length + fraction.length + 1 === value.length ? value : `${wall}${fraction}Z`;
    const time = parseTime(value);
    if (time !== undefined) return encodeTime(time, options);
    return ZERO_DATE.test(value) ? null : encodeInfinity(value, options);
  };
}

function encodeTime(time: WallTime, { kind, dialect, exact }: TimeOptions): string | Refusal {
  const utc = kind === 'timestamptz' ? toUtc(time) : time;
  if (utc === undefined) return OUT_OF_RANGE;
  const [first, last] = YEARS[dialect][kind];
  if (utc.year < first || utc.year > last) return OUT_OF_RANGE;
  if (kind === 'date' && !isMidnight(utc)) return NOT_A_DATE;
  const kept = FRACTION_DIGITS[dialect];
  if ((exact || dialect === 'postgresql') && /[1-9]/.test(utc.fraction.slice(kept))) return TOO_PRECISE;
  return formatTime({ ...utc, fraction: utc.fraction.slice(0, kept) }, kind, dialect);
}

function encodeEpoch(value: number, options: TimeOptions): string | Refusal {
  const date = new Date(value);
  const time = Number.isNaN(date.getTime()) ? undefined : parseTime(date.toISOString());
  return time === undefined ? OUT_OF_RANGE : encodeTime(time, options);
}

function encodeInfinity(value: string, { dialect }: TimeOptions): string | Refusal {
  if (value !== 'infinity' && value !== '-infinity') return NOT_A_TIME;
  return dialect === 'postgresql' ? value : OUT_OF_RANGE;
}

function isMidnight({ hour, minute, second, fraction }: WallTime): boolean {
  return hour === 0 && minute === 0 && second === 0 && !/[1-9]/.test(fraction);
}
