import { type Encoder, notCastable } from './encoder.js';

const TRUE: ReadonlySet<unknown> = new Set([true, 1, 1n, 'true', 't', '1', 'yes', 'y', 'on']);
const FALSE: ReadonlySet<unknown> = new Set([false, 0, 0n, 'false', 'f', '0', 'no', 'n', 'off']);
const REFUSED = notCastable('The value is not a boolean.');

/** CrateDB takes any text it does not know for `false`, so nothing but a known word passes. */
export const encodeBoolean: Encoder = (value) => {
  if (value === null) return null;
  const word = typeof value === 'string' ? value.toLowerCase() : value;
  if (TRUE.has(word)) return true;
  return FALSE.has(word) ? false : REFUSED;
};
