import type { JsonObject } from './change-record.js';
import type { DecodeError } from './decode-error.js';
import { malformed, notDms, notJson } from './decode-failure.js';
import { asObject } from './envelope/envelope.js';
import { parseJson } from './json/parse-json.js';
import { readText } from './json/read-text.js';

/** The JSON object in the bytes, or why there is none. Never throws. */
export type MessageResult =
  { readonly ok: true; readonly message: JsonObject } | { readonly ok: false; readonly error: DecodeError };

/** Reads bytes or text as one JSON object, numbers exact. Errors never quote the input. */
export function readMessage(data: Uint8Array | string): MessageResult {
  const text = readText(data);
  if (typeof text !== 'string') return { ok: false, error: text };
  const parsed = parseJson(text);
  if (!parsed.ok) return { ok: false, error: parsed.reason === 'depth' ? tooDeep(text) : notJson(text) };
  const message = asObject(parsed.value);
  return message === undefined ? { ok: false, error: noObject(text) } : { ok: true, message };
}

function tooDeep(text: string): DecodeError {
  return malformed(
    `The message of ${Buffer.byteLength(text)} bytes is nested too deeply: expected rows of plain values.`,
  );
}

function noObject(text: string): DecodeError {
  return notDms(
    `The message of ${Buffer.byteLength(text)} bytes is JSON, but not an object: expected one with "metadata".`,
  );
}
