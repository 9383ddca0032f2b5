import type { TargetType } from './target-type.js';

type Kind = TargetType['kind'];

const NUMBERS: readonly Kind[] = ['smallint', 'integer', 'bigint', 'real', 'double', 'numeric'];
const TEXTS: readonly Kind[] = ['text', 'long-text', 'varchar', 'character'];
const TIMES: readonly Kind[] = ['timestamptz', 'timestamp', 'date'];

/** What a column of a type can be cast to, beside its own kind. Found out on CrateDB 6.2. */
const CASTS: Readonly<Partial<Record<Kind, readonly Kind[]>>> = {
  boolean: TEXTS,
  ...Object.fromEntries(NUMBERS.map((kind) => [kind, ['boolean', ...NUMBERS, ...TEXTS, ...TIMES, 'ip']])),
  ...Object.fromEntries(
    TEXTS.map((kind) => [
      kind,
      ['boolean', ...NUMBERS, ...TEXTS, ...TIMES, 'uuid', 'ip', 'geo_point', 'geo_shape', 'object', 'bit'],
    ]),
  ),
  // CHARACTER(n) alone is no UUID.
  character: ['boolean', ...NUMBERS, ...TEXTS, ...TIMES, 'ip', 'geo_point', 'geo_shape', 'object', 'bit'],
  ...Object.fromEntries(TIMES.map((kind) => [kind, [...TIMES, ...TEXTS, 'bigint', 'double']])),
  ip: TEXTS,
  geo_shape: ['object'],
  object: ['text', 'long-text', 'varchar', 'geo_shape'],
};

/**
 * Whether CrateDB takes a `CAST` of a column from one type to another. What it does not take it refuses for any row, and
 * for none, when it reads the statement; what it takes may still fail for a value.
 */
export function canCastOnCratedb(from: TargetType, to: TargetType): boolean {
  // A type without a name here: the server knows better.
  if (from.kind === 'other' || to.kind === 'other') return true;
  if (from.kind === 'array') {
    if (to.kind === 'array') return canCastOnCratedb(from.of, to.of);
    return to.kind === 'geo_point' || to.kind === 'float_vector';
  }
  if (to.kind === 'array') return TEXTS.includes(from.kind) && (to.of.kind === 'text' || to.of.kind === 'object');
  return from.kind === to.kind || CASTS[from.kind]?.includes(to.kind) === true;
}
