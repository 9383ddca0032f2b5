import { parse as parseLossless } from 'lossless-json';
import type { JsonValue } from '../change-record.js';
import { parseExactNumber } from './exact-number.js';
import { findDoubt } from './find-doubt.js';

/** A JSON value, or why there is none: no JSON, or nested too deeply to be walked safely. */
export type ParsedJson =
  { readonly ok: true; readonly value: JsonValue } | { readonly ok: false; readonly reason: 'syntax' | 'depth' };

/**
 * Parses JSON, keeping every digit of every number (see {@link parseExactNumber}). What is valid JSON is decided by
 * `JSON.parse` alone, and so is everything but numbers: of duplicate keys the last wins, and `__proto__` is a key like
 * any other. Never throws.
 *
 * `JSON.parse` is many times faster than a parser that keeps digits, so that one runs only where a number may have lost some.
 */
export function parseJson(text: string): ParsedJson {
  try {
    const value: unknown = JSON.parse(text);
    const doubt = findDoubt(text, value);
    if (doubt === 'depth') return { ok: false, reason: 'depth' };
    return { ok: true, value: (doubt === 'digits' ? parseExactly(text) : value) as JsonValue };
  } catch {
    return { ok: false, reason: 'syntax' };
  }
}

function parseExactly(text: string): unknown {
  return parseLossless(text, null, { parseNumber: parseExactNumber, onDuplicateKey: ({ newValue }) => newValue });
}
