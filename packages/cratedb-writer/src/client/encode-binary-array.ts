import type { ScalarParameter } from '../statement.js';
import { BinaryWriter } from './binary-writer.js';

/** Writes one element with its length before it; `false`: this value has no binary form here. */
type WriteElement = (writer: BinaryWriter, value: Exclude<ScalarParameter, null>) => boolean;

interface ElementType {
  /** PostgreSQL's number of the type, which it compares. */
  readonly oid: number;
  readonly write: WriteElement;
}

/** Microseconds from 1970 to 2000, where PostgreSQL counts from. */
const EPOCH_2000_MS = 946_684_800_000;
/** What both spell `YYYY-MM-DDThh:mm:ss`, up to three digits of a fraction, and a `Z` where there is a zone. */
const USUAL_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,3})?(Z?)$/;

/** Of no more digits than 64 bits hold. */
const WHOLE_NUMBER = /^-?\d{1,18}$|^-?[1-8]\d{18}$/;

const TEXT: WriteElement = (writer, value) => {
  writer.text(typeof value === 'string' ? value : String(value));
  return true;
};

const SMALLINT: WriteElement = (writer, value) => {
  if (typeof value !== 'number' || (value << 16) >> 16 !== value) return false;
  writer.int32(2);
  writer.int16(value);
  return true;
};

const INTEGER: WriteElement = (writer, value) => {
  if (typeof value !== 'number' || (value | 0) !== value) return false;
  writer.int32(4);
  writer.int32(value);
  return true;
};

const BIGINT: WriteElement = (writer, value) => {
  if (typeof value === 'number' && Number.isSafeInteger(value)) {
    writer.int32(8);
    writer.int64(value);
    return true;
  }
  if (typeof value !== 'string' || !WHOLE_NUMBER.test(value)) return false;
  writer.int32(8);
  writer.bigInt64(BigInt(value));
  return true;
};

const DOUBLE: WriteElement = (writer, value) => {
  if (typeof value !== 'number') return false;
  writer.int32(8);
  writer.double(value);
  return true;
};

const BOOLEAN: WriteElement = (writer, value) => {
  if (typeof value !== 'boolean') return false;
  writer.int32(1);
  writer.byte(value ? 1 : 0);
  return true;
};

const TIME: WriteElement = (writer, value) => {
  const zone = typeof value === 'string' ? USUAL_TIME.exec(value)?.[1] : undefined;
  if (zone === undefined) return false;
  const milliseconds = Date.parse(zone === '' ? `${String(value)}Z` : String(value));
  if (Number.isNaN(milliseconds)) return false;
  writer.int32(8);
  const micros = (milliseconds - EPOCH_2000_MS) * 1000;
  if (Number.isSafeInteger(micros)) writer.int64(micros);
  else writer.bigInt64(BigInt(milliseconds - EPOCH_2000_MS) * 1000n);
  return true;
};

/**
 * What has a binary form on both databases. Not here: REAL, whose texts round once and not twice; NUMERIC, of which
 * CrateDB 6.2 loses groups of zeros; and what is rare.
 */
const ELEMENT_TYPES: ReadonlyMap<string, ElementType> = new Map([
  ['bigint', { oid: 20, write: BIGINT }],
  ['boolean', { oid: 16, write: BOOLEAN }],
  ['double precision', { oid: 701, write: DOUBLE }],
  ['integer', { oid: 23, write: INTEGER }],
  ['object', { oid: 114, write: TEXT }],
  ['object(ignored)', { oid: 114, write: TEXT }],
  ['smallint', { oid: 21, write: SMALLINT }],
  ['text', { oid: 25, write: TEXT }],
  ['timestamp with time zone', { oid: 1184, write: TIME }],
  ['timestamp without time zone', { oid: 1114, write: TIME }],
]);

/** A first guess of an element's size with its length. */
const ELEMENT_BYTES = 16;
const ARRAY_TYPE = /^(?:array\((.+)\)|(.+)\[\])$/;

/**
 * An array as PostgreSQL's binary protocol has it: dimensions, nulls, type, then each element behind its length.
 * `undefined` where the type, or one of the values, has no binary form: the text form then goes. CrateDB parses the
 * text of an array by a grammar of its own and each time in it by a formatter, which costs more than indexing the rows.
 *
 * @param type - As the statement casts it: `array(bigint)`, `bigint[]`.
 */
export function encodeBinaryArray(elements: readonly ScalarParameter[], type: string): Buffer | undefined {
  const [, crate, postgres] = ARRAY_TYPE.exec(type) ?? [];
  const element = ELEMENT_TYPES.get(crate ?? postgres ?? '');
  if (element === undefined || elements.length === 0) return undefined;
  const writer = new BinaryWriter(20 + elements.length * ELEMENT_BYTES);
  writer.int32(1);
  writer.int32(1);
  writer.int32(element.oid);
  writer.int32(elements.length);
  writer.int32(1);
  for (const value of elements) {
    if (value === null) writer.int32(-1);
    else if (!element.write(writer, value)) return undefined;
  }
  return writer.bytes();
}
