import type { JsonValue } from '@drayage/record-decoder';

import type { Dialect } from '../client/sink-database.js';
import { checkCharacters, isTooLongToIndex } from './encode-text.js';
import { notCastable, type Refusal, tooLong } from './encoder.js';
import { countKeys } from './read-json.js';

const KEY_REFUSED = notCastable(
  'The document has a dot, a bracket, a tab or a line break in a key, which CrateDB takes in OBJECT(IGNORED) only.',
);
const KEY_TWICE = notCastable('The document has a key twice in one object.');
const MIXED_ARRAY = notCastable(
  'The document has an array of mixed types, which CrateDB takes in OBJECT(IGNORED) only.',
);
const TEXT_TOO_LONG = tooLong(
  'The document has a text too long to index, which CrateDB takes in OBJECT(IGNORED) only.',
);
const TOO_DEEP = notCastable('The document is nested too deeply.');

/** CrateDB reads 1,000 levels, some of them around the document. */
const MAX_DEPTH = 900;
/** Characters that CrateDB refuses in the name of a column, and so in a key that becomes one. */
const REFUSED_KEY = /[.[\t\n\r]/;

export interface DocumentPlace {
  readonly dialect: Dialect;
  /** Whether the members become columns, with the limits of columns: `OBJECT(DYNAMIC)` and `OBJECT(STRICT)` of CrateDB. */
  readonly isTyped: boolean;
}

/** Checks keys, strings, arrays and depth of a parsed document; `json` is its text. */
export function checkDocument(json: string, document: JsonValue, place: DocumentPlace): Refusal | undefined {
  const walk: Walk = { ...place, keys: 0 };
  return checkValue(document, walk, 0) ?? (walk.keys === countKeys(json) ? undefined : KEY_TWICE);
}

interface Walk extends DocumentPlace {
  keys: number;
}

function checkValue(value: JsonValue, walk: Walk, depth: number): Refusal | undefined {
  if (typeof value === 'string') {
    return (
      checkCharacters(value, walk.dialect) ?? (walk.isTyped && isTooLongToIndex(value) ? TEXT_TOO_LONG : undefined)
    );
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > MAX_DEPTH) return TOO_DEEP;
  return Array.isArray(value) ? checkElements(value, walk, depth) : checkMembers(value, walk, depth);
}

function checkElements(elements: readonly JsonValue[], walk: Walk, depth: number): Refusal | undefined {
  if (walk.isTyped && isMixed(elements)) return MIXED_ARRAY;
  for (const element of elements) {
    const refusal = checkValue(element, walk, depth + 1);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

function checkMembers(members: object, walk: Walk, depth: number): Refusal | undefined {
  for (const [key, member] of Object.entries(members) as [string, JsonValue][]) {
    walk.keys += 1;
    if (walk.isTyped && REFUSED_KEY.test(key)) return KEY_REFUSED;
    const refusal = checkCharacters(key, walk.dialect) ?? checkValue(member, walk, depth + 1);
    if (refusal !== undefined) return refusal;
  }
  return undefined;
}

/** CrateDB gives an array one type: integers and decimals agree on one, other kinds do not. */
function isMixed(elements: readonly JsonValue[]): boolean {
  let first: string | undefined;
  for (const element of elements) {
    if (element === null) continue;
    const kind = Array.isArray(element) ? 'array' : typeof element;
    first ??= kind;
    if (kind !== first) return true;
  }
  return false;
}
