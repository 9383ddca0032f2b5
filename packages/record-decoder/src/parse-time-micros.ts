const ZERO = 48;
const NO_NUMBER = -1_000_000;
const POINT = 46;
const PLUS = 43;
const DASH = 45;
const COLON = 58;
const SPACE = 32;
const LETTER_T = 84;
const LETTER_Z = 90;
const MAX_FRACTION_DIGITS = 9;
const DAYS_PER_ERA = 146_097;
/** Days from 0000-03-01, where the counting below starts, to 1970-01-01. */
const EPOCH_DAY = 719_468;

/**
 * Microseconds since the epoch of an ISO 8601 time: `YYYY-MM-DD`, `T` or a space, `hh:mm:ss`, none to nine digits of
 * fraction, then `Z` or an offset (`+hh:mm`, `+hhmm`, `+hh`). Exact; nanoseconds are cut, not rounded. `undefined` for
 * anything else: a date that does not exist, a leap second, a time without a zone. Never throws.
 */
export function parseTimeMicros(text: string): number | undefined {
  if (!hasSeparators(text)) return undefined;
  const year = twoDigits(text, 0) * 100 + twoDigits(text, 2);
  const month = twoDigits(text, 5);
  const day = twoDigits(text, 8);
  const hour = twoDigits(text, 11);
  const minute = twoDigits(text, 14);
  const second = twoDigits(text, 17);
  // Bits, not branches: each record passes here. A negative number in it makes the whole negative.
  if (
    (year |
      (month - 1) |
      (day - 1) |
      hour |
      minute |
      second |
      (12 - month) |
      (23 - hour) |
      (59 - minute) |
      (59 - second)) <
    0
  ) {
    return undefined;
  }
  if (day > 28 && day > daysInMonth(year, month)) return undefined;

  let at = 19;
  let micros = 0;
  if (text.charCodeAt(at) === POINT) {
    const start = ++at;
    for (let unit = 100_000, next = digit(text, at); next >= 0; next = digit(text, ++at), unit /= 10) {
      if (unit >= 1) micros += next * unit;
    }
    if (at === start || at - start > MAX_FRACTION_DIGITS) return undefined;
  }
  const offsetMinutes = readOffset(text, at);
  if (offsetMinutes === undefined) return undefined;
  const minutes = (daysSinceEpoch(year, month, day) * 24 + hour) * 60 + minute - offsetMinutes;
  return (minutes * 60 + second) * 1_000_000 + micros;
}

function hasSeparators(text: string): boolean {
  const between = text.charCodeAt(10);
  return (
    text.charCodeAt(4) === DASH &&
    text.charCodeAt(7) === DASH &&
    (between === LETTER_T || between === SPACE) &&
    text.charCodeAt(13) === COLON &&
    text.charCodeAt(16) === COLON
  );
}

/**
 * The number in two digits at `at`, or one so negative that no sum makes up for it. NaN past the end of the text, which
 * is refused with the zone: that must end the text.
 */
function twoDigits(text: string, at: number): number {
  const tens = text.charCodeAt(at) - ZERO;
  const ones = text.charCodeAt(at + 1) - ZERO;
  return (tens | ones | (9 - tens) | (9 - ones)) >= 0 ? tens * 10 + ones : NO_NUMBER;
}

/** The digit at `at`, or -1. */
function digit(text: string, at: number): number {
  const value = text.charCodeAt(at) - ZERO;
  return value >= 0 && value <= 9 ? value : -1;
}

/** Minutes east of UTC of the zone that ends the text, or `undefined` where it has none. */
function readOffset(text: string, at: number): number | undefined {
  const sign = text.charCodeAt(at);
  if (sign === LETTER_Z) return text.length === at + 1 ? 0 : undefined;
  if (sign !== PLUS && sign !== DASH) return undefined;
  const hours = twoDigits(text, at + 1);
  const minutesAt = text.charCodeAt(at + 3) === COLON ? at + 4 : at + 3;
  const hoursOnly = text.length === at + 3;
  const minutes = hoursOnly ? 0 : twoDigits(text, minutesAt);
  if ((hours | minutes | (23 - hours) | (59 - minutes)) < 0 || !(hoursOnly || text.length === minutesAt + 2))
    return undefined;
  return (sign === PLUS ? 1 : -1) * (hours * 60 + minutes);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0) ? 29 : 28;
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31;
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar; years run from March, so that the leap day comes last. */
function daysSinceEpoch(year: number, month: number, day: number): number {
  const shifted = month > 2 ? year : year - 1;
  const era = Math.floor(shifted / 400);
  const yearOfEra = shifted - era * 400;
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1;
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear;
  return era * DAYS_PER_ERA + dayOfEra - EPOCH_DAY;
}
