import type { JsonValue } from '@drayage/record-decoder';

import { checkDocument } from './check-document.js';
import { losesDigits, longNumbersOf, quoteLongNumbers } from './json-numbers.js';
import { parsePostgresArray } from './parse-postgres-array.js';
import { readJson } from './read-json.js';
import { isList } from './stringify-json.js';

/**
 * The elements of an array value: a JSON array, its text, or PostgreSQL's text form (`{1,NULL,"a b"}`). `undefined` for
 * anything else. Numbers that `JSON.parse` would change come as text; among objects, where a text would be another
 * value, they make the whole unreadable, and so does a key that stands twice.
 */
export function arrayElements(value: JsonValue): readonly JsonValue[] | undefined {
  if (typeof value !== 'string') return isList(value) ? value : undefined;
  return elementsOfJson(value) ?? parsePostgresArray(value);
}

function elementsOfJson(text: string): readonly JsonValue[] | undefined {
  if (!/^\s*\[/.test(text)) return undefined;
  const hasObjects = text.includes('{');
  if (hasObjects && longNumbersOf(text).some(losesDigits)) return undefined;
  const elements = readJson(quoteLongNumbers(text));
  if (elements === undefined || !isList(elements)) return undefined;
  const isNested = hasObjects || text.indexOf('[') !== text.lastIndexOf('[');
  return isNested && checkDocument(text, elements, UNTYPED) !== undefined ? undefined : elements;
}

/** The elements' own encoder looks for what the target refuses; here only keys and depth matter. */
const UNTYPED = { dialect: 'cratedb', isTyped: false } as const;
