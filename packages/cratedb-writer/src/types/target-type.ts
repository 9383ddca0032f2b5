/** What a new or existing object column does with keys it does not know. */
export type ObjectPolicy = 'dynamic' | 'strict' | 'ignored';

/** Types that need no further word. `long-text` is text of any length, neither indexed nor in the column store. */
export const SIMPLE_KINDS = [
  'boolean',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'text',
  'long-text',
  'timestamptz',
  'timestamp',
  'date',
  'uuid',
  'ip',
  'geo_point',
  'geo_shape',
] as const;

export type SimpleKind = (typeof SIMPLE_KINDS)[number];

/**
 * The type of a target column, as data and neutral of the dialect; `columnTypeSql` spells it. A `numeric` without
 * precision exists on PostgreSQL only, and so does `date`. `other` keeps the text of a type, found in an existing
 * table, that has no name here.
 */
export type TargetType =
  | { readonly kind: SimpleKind }
  | { readonly kind: 'numeric'; readonly precision?: number; readonly scale?: number }
  | { readonly kind: 'varchar' | 'character' | 'bit'; readonly length: number }
  | { readonly kind: 'float_vector'; readonly dimensions: number }
  | { readonly kind: 'object'; readonly policy: ObjectPolicy }
  | { readonly kind: 'array'; readonly of: TargetType }
  | { readonly kind: 'other'; readonly name: string };

/** Whether two types are the same in all their parts. */
export function sameType(one: TargetType, other: TargetType): boolean {
  if (one.kind === 'array') return other.kind === 'array' && sameType(one.of, other.of);
  const left = new Map<string, unknown>(Object.entries(one));
  const right = Object.entries(other);
  return left.size === right.length && right.every(([key, value]) => left.get(key) === value);
}
