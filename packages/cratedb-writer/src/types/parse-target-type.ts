import type { Dialect } from '../client/sink-database.js';
import type { ObjectPolicy, SimpleKind, TargetType } from './target-type.js';

export type ParsedType =
  { readonly ok: true; readonly type: TargetType } | { readonly ok: false; readonly message: string };

const SIMPLE_NAMES: ReadonlyMap<string, SimpleKind> = new Map([
  ['boolean', 'boolean'],
  ['bool', 'boolean'],
  ['smallint', 'smallint'],
  ['short', 'smallint'],
  ['int2', 'smallint'],
  ['integer', 'integer'],
  ['int', 'integer'],
  ['int4', 'integer'],
  ['bigint', 'bigint'],
  ['long', 'bigint'],
  ['int8', 'bigint'],
  ['real', 'real'],
  ['float', 'real'],
  ['float4', 'real'],
  ['double precision', 'double'],
  ['double', 'double'],
  ['float8', 'double'],
  ['text', 'text'],
  ['string', 'text'],
  ['varchar', 'text'],
  ['character varying', 'text'],
  ['long text', 'long-text'],
  ['long-text', 'long-text'],
  ['timestamp with time zone', 'timestamptz'],
  ['timestamptz', 'timestamptz'],
  ['timestamp', 'timestamp'],
  ['timestamp without time zone', 'timestamp'],
  ['date', 'date'],
  ['uuid', 'uuid'],
  ['ip', 'ip'],
  ['inet', 'ip'],
  ['geo_point', 'geo_point'],
  ['point', 'geo_point'],
  ['geo_shape', 'geo_shape'],
]);

/** What an error offers, in the spelling of the documentation. */
const KNOWN =
  'boolean, smallint, integer, bigint, real, double precision, numeric(p,s), text, long text, varchar(n), character(n), ' +
  'timestamp with time zone, timestamp without time zone, date, uuid, ip, geo_point, geo_shape, bit(n), float_vector(n), ' +
  'object(dynamic), object(strict), object(ignored), array(…)';

const WITH_NUMBERS = /^([a-z ]+?|float_vector) ?\( ?(\d{1,5}) ?(?:, ?(\d{1,5}) ?)?\)$/;
const OBJECT = /^(?:object|map)(?: ?\( ?(dynamic|strict|ignored) ?\))?$/;
const ARRAY = /^array ?\((.+)\)$|^(.+?) ?\[\]$|^(.+)_array$/;
/** What `SHOW CREATE TABLE` says of the index, after the type. */
const INDEX_OPTION = / index (?:off|using [a-z]+)(?: with \(.*)?$/;
const MAX_PRECISION: Readonly<Record<Dialect, number>> = { cratedb: 38, postgresql: 1000 };

/**
 * Reads a type as an operator writes it in `columnTypes`, or as a catalogue spells it (`information_schema` and
 * `SHOW CREATE TABLE` of CrateDB, `format_type` of PostgreSQL). A type whose parameters CrateDB's `information_schema`
 * leaves out (`numeric`, `bit`, `float_vector`) is unknown there.
 */
export function parseTargetType(text: string, dialect: Dialect): ParsedType {
  const type = readType(text.trim().toLowerCase().replace(/\s+/g, ' ').replace(INDEX_OPTION, ''), dialect);
  if (type !== undefined) return { ok: true, type };
  return { ok: false, message: `"${text}" is not a type that can be written. Known are: ${KNOWN}.` };
}

function readType(text: string, dialect: Dialect): TargetType | undefined {
  const array = ARRAY.exec(text);
  if (array !== null) return readArray(array[1] ?? array[2] ?? array[3] ?? '', dialect);
  return readSimple(text, dialect) ?? readObject(text, dialect) ?? readWithNumbers(text, dialect);
}

function readArray(element: string, dialect: Dialect): TargetType | undefined {
  const of = readType(element.trim(), dialect);
  if (of === undefined) return undefined;
  if (of.kind === 'array' && dialect === 'postgresql') return of;
  return { kind: 'array', of: of.kind === 'long-text' ? { kind: 'text' } : of };
}

function readSimple(text: string, dialect: Dialect): TargetType | undefined {
  const kind = SIMPLE_NAMES.get(text);
  if (kind === 'date' && dialect === 'cratedb') return { kind: 'timestamp' };
  if (kind !== undefined) return { kind };
  if (dialect === 'postgresql' && text === 'numeric') return { kind: 'numeric' };
  return text === 'bit' && dialect === 'postgresql' ? { kind: 'bit', length: 1 } : undefined;
}

function readObject(text: string, dialect: Dialect): TargetType | undefined {
  if (dialect === 'postgresql' && (text === 'jsonb' || text === 'json')) return { kind: 'object', policy: 'dynamic' };
  const match = OBJECT.exec(text);
  if (match === null) return undefined;
  const policy = (match[1] ?? 'dynamic') as ObjectPolicy;
  return { kind: 'object', policy: dialect === 'postgresql' ? 'dynamic' : policy };
}

function readWithNumbers(text: string, dialect: Dialect): TargetType | undefined {
  const match = WITH_NUMBERS.exec(text);
  if (match === null) return undefined;
  const [, name = '', first = '', second] = match;
  const size = Number(first);
  if (size < 1) return undefined;
  switch (name) {
    case 'numeric':
    case 'decimal':
      return numericType(size, Number(second ?? 0), dialect);
    case 'varchar':
    case 'character varying':
      return second === undefined ? { kind: 'varchar', length: size } : undefined;
    case 'character':
    case 'char':
      return second === undefined ? { kind: 'character', length: size } : undefined;
    case 'bit':
      return second === undefined ? { kind: 'bit', length: size } : undefined;
    case 'float_vector':
      return second === undefined ? { kind: 'float_vector', dimensions: size } : undefined;
    default:
      return undefined;
  }
}

function numericType(precision: number, scale: number, dialect: Dialect): TargetType | undefined {
  return precision <= MAX_PRECISION[dialect] && scale <= precision ? { kind: 'numeric', precision, scale } : undefined;
}
