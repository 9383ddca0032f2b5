/** How numbers and times are shown. Pure functions. */

const WHOLE = new Intl.NumberFormat('en', { maximumFractionDigits: 0 });
const ONE = new Intl.NumberFormat('en', { maximumFractionDigits: 1 });
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });

/**
 * A count in full up to a million, then short.
 * @param {number} count
 */
export function formatCount(count) {
  return count < 1_000_000 ? WHOLE.format(count) : COMPACT.format(count);
}

/**
 * A rate: with one decimal below ten.
 * @param {number} rate
 */
export function formatRate(rate) {
  return rate > 0 && rate < 10 ? ONE.format(rate) : formatCount(rate);
}

/**
 * A span as a number and its unit, for a big figure.
 * @param {number} ms
 * @returns {readonly [value: string, unit: string]}
 */
export function formatSpan(ms) {
  const seconds = Math.max(0, ms) / 1_000;
  if (seconds < 10) {
    return [ONE.format(seconds), 's'];
  }
  if (seconds < 60) {
    return [WHOLE.format(Math.floor(seconds)), 's'];
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return [`${minutes}:${String(Math.floor(seconds % 60)).padStart(2, '0')}`, 'min'];
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? [`${hours}:${String(minutes % 60).padStart(2, '0')}`, 'h']
    : [WHOLE.format(Math.floor(hours / 24)), 'days'];
}

/**
 * How long ago a time was.
 * @param {number} then
 * @param {number} now
 */
export function formatAgo(then, now) {
  const ms = now - then;
  if (ms < 5_000) {
    return 'just now';
  }
  const seconds = Math.floor(ms / 1_000);
  if (seconds < 60) {
    return `${seconds} s ago`;
  }
  const minutes = Math.floor(seconds / 60);
  if (minutes < 60) {
    return `${minutes} min ago`;
  }
  const hours = Math.floor(minutes / 60);
  return hours < 48 ? `${hours} h ago` : `${Math.floor(hours / 24)} days ago`;
}

/**
 * A time of day, in the viewer's zone.
 * @param {number} time
 */
export function formatClock(time) {
  return new Date(time).toLocaleTimeString('en-GB');
}

/**
 * A long number as `…` and its end: the part of a sequence number that changes.
 * @param {string} digits
 */
export function formatPosition(digits) {
  return digits.length <= 14 ? digits : `…${digits.slice(-12)}`;
}
