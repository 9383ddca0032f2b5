import { createHash } from 'node:crypto';

import type { Dialect } from '../client/sink-database.js';
import { escapeCharacter, unescapeRun } from './escape-character.js';
import { CRATEDB_ELEMENT_RULES, type NameRules, nameRules } from './name-rules.js';

/**
 * How the names of a source become names that the target takes. The rule is reversible and no two names collide:
 *
 * - a character that the target refuses becomes `%HH`, the upper-case hexadecimal of its UTF-8 bytes;
 * - names that the target or the writer keeps for itself get one character escaped so (`_id`: `%5Fid`);
 * - a `%` that could be taken for an escape (two hexadecimal digits or `~` follow) becomes `%25`;
 * - the empty name becomes `%~`;
 * - a name too long for the target is cut and ends with `%~` and twelve hexadecimal digits of the SHA-256 of the whole
 *   name. That cannot be undone from the text alone: the catalogue of the writer knows the source's name.
 *
 * All other names stay as they are.
 */
export function rewriteColumnName(name: string, dialect: Dialect): string {
  return rewriteName(name, nameRules(dialect, 'column'));
}

/** As `rewriteColumnName`, for an element of an object on CrateDB, where no name is taken. */
export function rewriteElementName(name: string): string {
  return rewriteName(name, CRATEDB_ELEMENT_RULES);
}

/** As `rewriteColumnName`, for a table. */
export function rewriteTableName(name: string, dialect: Dialect): string {
  return rewriteName(name, nameRules(dialect, 'table'));
}

/** As `rewriteColumnName`, for a schema. */
export function rewriteSchemaName(name: string, dialect: Dialect): string {
  return rewriteName(name, nameRules(dialect, 'schema'));
}

/**
 * The source's name of a rewritten name, or `undefined` where it was cut and only the writer's catalogue knows it.
 * Works for all kinds of names and both dialects.
 */
export function restoreName(text: string): string | undefined {
  if (text === EMPTY) return '';
  if (CUT.test(text)) return undefined;
  return text.replace(ESCAPES, unescapeRun);
}

const EMPTY = '%~';
const CUT = /%~[0-9a-f]{12}$/;
const ESCAPES = /(?:%[0-9A-F]{2})+/g;
/** A percent sign as the next characters make it look like one of ours. */
const AMBIGUOUS_PERCENT = /^%(?:[0-9A-Fa-f]{2}|~)/;
const HASH_DIGITS = 12;
/** Names made of these alone need no look at each character. */
const PLAIN = /^[A-Za-z0-9_$]{1,63}$/;

function rewriteName(name: string, rules: NameRules): string {
  if (name === '') return EMPTY;
  const reservedAt = rules.reserved(name);
  if (reservedAt === undefined && PLAIN.test(name)) return name;
  const pieces = escapePieces(name, rules, reservedAt);
  const whole = pieces.join('');
  return byteLength(whole) <= rules.maxBytes ? whole : cut(pieces, name, rules.maxBytes);
}

/** One piece for each character: itself, or its escape. */
function escapePieces(name: string, rules: NameRules, reservedAt: number | undefined): string[] {
  const pieces: string[] = [];
  let at = 0;
  for (const character of name) {
    pieces.push(isEscaped({ name, at, character, rules, reservedAt }) ? escapeCharacter(character) : character);
    at += character.length;
  }
  return pieces;
}

interface Place {
  readonly name: string;
  readonly at: number;
  readonly character: string;
  readonly rules: NameRules;
  readonly reservedAt: number | undefined;
}

function isEscaped({ name, at, character, rules, reservedAt }: Place): boolean {
  if (at === reservedAt) return true;
  if (at === 0 && rules.refusedFirst?.test(character) === true) return true;
  if (character === '%') return AMBIGUOUS_PERCENT.test(name.slice(at, at + 3));
  return rules.refusedCharacter.test(character) || LONE_SURROGATE.test(character);
}

const LONE_SURROGATE = /^\p{Cs}$/u;

/** Cuts between characters, never within an escape. */
function cut(pieces: readonly string[], name: string, maxBytes: number): string {
  const suffix = `${EMPTY}${createHash('sha256').update(name, 'utf16le').digest('hex').slice(0, HASH_DIGITS)}`;
  let room = maxBytes - suffix.length;
  let kept = '';
  for (const piece of pieces) {
    room -= byteLength(piece);
    if (room < 0) break;
    kept += piece;
  }
  return kept + suffix;
}

function byteLength(text: string): number {
  return Buffer.byteLength(text, 'utf8');
}
