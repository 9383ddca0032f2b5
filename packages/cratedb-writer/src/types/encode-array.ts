import type { JsonValue } from '@drayage/record-decoder';

import { arrayElements } from './array-elements.js';
import { type Encoder, notCastable, outOfRange, Refusal } from './encoder.js';
import { isList } from './stringify-json.js';

const NOT_AN_ARRAY = notCastable('The value is neither a JSON array nor an array of PostgreSQL.');
const RAGGED = notCastable('The arrays within the array differ in length or are empty, which PostgreSQL cannot store.');
const NOT_A_VECTOR = notCastable('The value is not an array of numbers.');

/** Encodes to raw JSON text, for a place within a JSON document. */
export type JsonEncoder = (value: JsonValue) => string | null | Refusal;

/** An array as raw JSON, each element encoded by itself. */
export function jsonArrayEncoder(element: JsonEncoder): JsonEncoder {
  return (value) => {
    if (value === null) return null;
    const elements = arrayElements(value);
    if (elements === undefined) return NOT_AN_ARRAY;
    const encoded: string[] = [];
    for (const item of elements) {
      const json = element(item);
      if (json instanceof Refusal) return json;
      encoded.push(json ?? 'null');
    }
    return `[${encoded.join(',')}]`;
  };
}

/** An array as PostgreSQL's own text. Its arrays have as many dimensions as the value, all of one length. */
export function postgresArrayEncoder(element: Encoder): Encoder {
  return (value) => {
    if (value === null) return null;
    const elements = arrayElements(value);
    return elements === undefined ? NOT_AN_ARRAY : postgresText(elements, element);
  };
}

/** A vector of so many finite numbers as an array, which the target rounds to single precision. */
export function vectorEncoder(dimensions: number, format: (numbers: readonly number[]) => string): Encoder {
  const refused = outOfRange(`The vector does not have the ${dimensions} dimensions of the column.`);
  return (value) => {
    if (value === null) return null;
    const elements = arrayElements(value);
    if (elements === undefined) return NOT_A_VECTOR;
    const numbers = elements.map((item) =>
      item === null || item === '' || typeof item === 'object' ? Number.NaN : Number(item),
    );
    if (!numbers.every((item) => Number.isFinite(Math.fround(item)))) return NOT_A_VECTOR;
    return numbers.length === dimensions ? format(numbers) : refused;
  };
}

function postgresText(elements: readonly JsonValue[], element: Encoder): string | Refusal {
  if (!isRectangular(elements)) return RAGGED;
  const parts: string[] = [];
  for (const item of elements) {
    const part = item !== null && isList(item) ? postgresText(item, element) : element(item);
    if (part instanceof Refusal) return part;
    parts.push(item !== null && isList(item) ? String(part) : quoted(part));
  }
  return `{${parts.join(',')}}`;
}

function quoted(part: string | number | boolean | null): string {
  return part === null ? 'NULL' : `"${String(part).replace(/["\\]/g, String.raw`\$&`)}"`;
}

/** No arrays within, or only arrays of one length that are themselves rectangular. */
function isRectangular(elements: readonly JsonValue[]): boolean {
  const inner = elements.filter((item) => item !== null && isList(item));
  if (inner.length === 0) return true;
  const [first] = inner;
  return (
    inner.length === elements.length &&
    first !== undefined &&
    first.length > 0 &&
    inner.every((item) => item.length === first.length)
  );
}
