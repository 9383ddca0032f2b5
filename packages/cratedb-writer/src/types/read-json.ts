import type { JsonValue } from '@drayage/record-decoder';

import { jsonPieces } from './json-pieces.js';

/** What follows a string that is a key. */
const COLON = /^\s*:/;

/** `JSON.parse` without an exception; `undefined` where the text is no JSON. It loses the digits of long numbers. */
export function readJson(json: string): JsonValue | undefined {
  try {
    return JSON.parse(json) as JsonValue;
  } catch {
    return undefined;
  }
}

/**
 * How many keys the text of a JSON document has. More than the parsed document: a key stands twice in an object, which
 * CrateDB answers with an error for the whole statement, and `JSON.parse` and JSONB with the last of the two.
 */
export function countKeys(json: string): number {
  let count = 0;
  let wasString = false;
  for (const { text, isString } of jsonPieces(json)) {
    if (wasString && !isString && COLON.test(text)) count += 1;
    wasString = isString;
  }
  return count;
}
