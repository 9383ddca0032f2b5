import type { Dialect } from '../client/sink-database.js';
import { checkDocument } from './check-document.js';
import { parseDecimal } from './decimal.js';
import { fitsBigint } from './encode-number.js';
import { type Encoder, notCastable, outOfRange, type Refusal } from './encoder.js';
import { isIntegerText, longNumbersOf, losesDigits } from './json-numbers.js';
import { readJson } from './read-json.js';
import { isList, stringifyJson } from './stringify-json.js';
import type { ObjectPolicy } from './target-type.js';

const NOT_JSON = notCastable('The value is not a JSON document.');
const NOT_AN_OBJECT = notCastable('The value is a JSON document but not an object.');
const INTEGER_TOO_LARGE = outOfRange('The document holds an integer out of the range of BIGINT.');
const NUMBER_TOO_LONG = outOfRange('The document holds a number with more digits than DOUBLE PRECISION keeps.');

const BEYOND_NUMERIC = outOfRange('The document holds a number with more digits than NUMERIC takes.');

const JSONB_WHOLE_DIGITS = 131_072;
const JSONB_FRACTION_DIGITS = 16_383;
const INT64_MIN = -(2n ** 63n);
const INT64_MAX = 2n ** 63n - 1n;

/**
 * An object column from JSON text or a JSON value. The text goes as it is; a document in which CrateDB would drop an
 * integer, round a decimal or refuse a key is refused. On PostgreSQL any JSON document passes into JSONB, with all
 * digits. The document `null` is NULL on CrateDB, which has no other.
 */
export function objectEncoder(policy: ObjectPolicy, dialect: Dialect): Encoder {
  const place = { dialect, isTyped: dialect === 'cratedb' && policy !== 'ignored' };
  return (value) => {
    if (value === null) return null;
    const json = typeof value === 'string' ? value : stringifyJson(value);
    const document = readJson(json);
    if (document === undefined) return NOT_JSON;
    if (dialect === 'cratedb') {
      if (document === null) return null;
      if (typeof document !== 'object' || isList(document)) return NOT_AN_OBJECT;
    }
    const numbers = dialect === 'cratedb' ? checkNumbers(json, policy) : checkJsonbNumbers(json);
    return numbers ?? checkDocument(json, document, place) ?? json;
  };
}

function checkNumbers(json: string, policy: ObjectPolicy): Refusal | undefined {
  for (const number of longNumbersOf(json)) {
    if (!isIntegerText(number)) {
      if (losesDigits(number)) return NUMBER_TOO_LONG;
    } else if (!fits(BigInt(number), policy)) return INTEGER_TOO_LARGE;
  }
  return undefined;
}

/** JSONB holds its numbers as NUMERIC, to which PostgreSQL sets these limits (documentation, chapter 8.1). */
function checkJsonbNumbers(json: string): Refusal | undefined {
  const isBeyond = (number: string): boolean => {
    const decimal = parseDecimal(number);
    if (decimal === undefined) return true;
    return decimal.digits.length + decimal.exponent > JSONB_WHOLE_DIGITS || -decimal.exponent > JSONB_FRACTION_DIGITS;
  };
  return longNumbersOf(json).some(isBeyond) ? BEYOND_NUMERIC : undefined;
}

/** What is not indexed keeps the two ends of the range, too. */
function fits(integer: bigint, policy: ObjectPolicy): boolean {
  return policy === 'ignored' ? integer >= INT64_MIN && integer <= INT64_MAX : fitsBigint(integer, 'cratedb');
}
