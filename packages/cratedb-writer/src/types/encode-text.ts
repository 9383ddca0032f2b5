import type { JsonValue } from '@drayage/record-decoder';

import type { Dialect } from '../client/sink-database.js';
import { isExactDecimal } from './decimal.js';
import { type Encoder, notCastable, type Refusal, tooLong } from './encoder.js';
import { stringifyJson } from './stringify-json.js';

/** The longest text CrateDB can index, in UTF-8 bytes; it drops the row of a longer one. */
const MAX_INDEXED_BYTES = 32_766;
/** A key of several columns is encoded as one Base64 term of at most 32,766 bytes. */
const MAX_KEY_BYTES = 24_000;
/** A UTF-16 unit takes so many bytes of UTF-8 at most. */
const MAX_BYTES_PER_UNIT = 3;

const SURROGATE = /[\ud800-\udfff]/;
const LONE_SURROGATE = /\p{Cs}/u;

const HAS_LONE_SURROGATE = notCastable('The text holds half of a surrogate pair, which UTF-8 cannot express.');
const HAS_NUL = notCastable('The text holds a NUL character, which PostgreSQL cannot store.');

/** Text as the target takes it; numbers, booleans and nested values as their JSON text. */
export function textEncoder(kind: 'text' | 'long-text', dialect: Dialect, isKey = false): Encoder {
  const indexed = kind === 'text' && dialect === 'cratedb';
  const maxBytes = isKey ? MAX_KEY_BYTES : MAX_INDEXED_BYTES;
  const tooLongToIndex = tooLong(
    `The text is longer than the ${maxBytes} bytes that ${isKey ? 'a key' : 'an indexed column'} holds.`,
  );
  return (value) => {
    if (value === null) return null;
    const text = typeof value === 'string' ? value : textOf(value);
    const refusal = checkCharacters(text, dialect);
    if (refusal !== undefined) return refusal;
    return indexed && isTooLongToIndex(text, maxBytes) ? tooLongToIndex : text;
  };
}

/**
 * VARCHAR(n) and CHARACTER(n). CrateDB counts UTF-16 units (an emoji is two), PostgreSQL characters. Longer text is
 * refused, even where all that is too much are blanks.
 */
export function boundedTextEncoder(length: number, dialect: Dialect): Encoder {
  const refused = tooLong(`The text is longer than the ${length} characters of the column.`);
  const isTooLong =
    dialect === 'cratedb' ? (): boolean => true : (text: string): boolean => countCharacters(text) > length;
  const encode = textEncoder('text', dialect);
  return (value) => {
    const text = encode(value);
    if (typeof text !== 'string') return text;
    return text.length > length && isTooLong(text) ? refused : text;
  };
}

/** BIT(n): exactly n zeros and ones, as text or as `B'…'`; a boolean for BIT(1). */
export function bitEncoder(length: number): Encoder {
  const refused = notCastable(`The value is not a text of ${length} zeros and ones.`);
  return (value) => {
    if (value === null) return null;
    if (typeof value === 'boolean' && length === 1) return value ? '1' : '0';
    if (typeof value === 'number' && length === 1 && (value === 0 || value === 1)) return String(value);
    if (typeof value !== 'string') return refused;
    const bits = /^[bB]'([01]*)'$/.exec(value)?.[1] ?? value;
    return bits.length === length && /^[01]*$/.test(bits) ? bits : refused;
  };
}

/** What no text of the target may hold; `undefined` where all is well. */
export function checkCharacters(text: string, dialect: Dialect): Refusal | undefined {
  if (dialect === 'postgresql' && text.includes('\0')) return HAS_NUL;
  return SURROGATE.test(text) && LONE_SURROGATE.test(text) ? HAS_LONE_SURROGATE : undefined;
}

/** Whether a text is too long for a CrateDB column that is indexed. */
export function isTooLongToIndex(text: string, maxBytes = MAX_INDEXED_BYTES): boolean {
  return text.length * MAX_BYTES_PER_UNIT > maxBytes && Buffer.byteLength(text, 'utf8') > maxBytes;
}

function textOf(value: Exclude<JsonValue, string | null>): string {
  return isExactDecimal(value) ? value.text : stringifyJson(value);
}

function countCharacters(text: string): number {
  return Array.from(text).length;
}
