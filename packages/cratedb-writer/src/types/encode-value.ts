import type { Dialect } from '../client/sink-database.js';
import { type JsonEncoder, jsonArrayEncoder, postgresArrayEncoder, vectorEncoder } from './encode-array.js';
import { encodeBoolean } from './encode-boolean.js';
import { geoPointEncoder, geoShapeEncoder } from './encode-geo.js';
import { encodeIp, encodeUuid } from './encode-identifier.js';
import { floatEncoder, integerEncoder, numericEncoder } from './encode-number.js';
import { objectEncoder } from './encode-object.js';
import { bitEncoder, boundedTextEncoder, textEncoder } from './encode-text.js';
import { timeEncoder } from './encode-time.js';
import { type Encoder, Refusal } from './encoder.js';
import type { TargetType } from './target-type.js';
import { isWrapped } from './unnest-column.js';

export { Refusal };

export interface EncoderOptions {
  /**
   * Refuse a timestamp that CrateDB would cut below the millisecond, where two keys could become one, and a text too long
   * for a key.
   */
  readonly isKey?: boolean;
}

/**
 * The border where values are checked, so that the target hardly ever refuses one: what it would refuse, drop, round or
 * cut is refused here, and what it takes comes out as `unnestColumn` and `singleParameter` expect it. Make the encoder
 * once for a column and call it for each value.
 */
export function makeEncoder(type: TargetType, dialect: Dialect, options: EncoderOptions = {}): Encoder {
  const encode = rawEncoder(type, dialect, options);
  if (!isWrapped(type, dialect)) return encode;
  return (value) => {
    const json = encode(value);
    return json === null || json instanceof Refusal ? json : `{"v":${String(json)}}`;
  };
}

/**
 * As `makeEncoder` for CrateDB, but to the raw JSON text of the value, for a place within a JSON document; `null` for
 * NULL.
 */
export function makeJsonEncoder(type: TargetType, options: EncoderOptions = {}): JsonEncoder {
  const encode = rawEncoder(type, 'cratedb', options);
  const isJson = type.kind === 'object' || isWrapped(type, 'cratedb');
  return (value) => {
    const encoded = encode(value);
    if (encoded === null || encoded instanceof Refusal) return encoded;
    return isJson || !(typeof encoded === 'string') ? String(encoded) : JSON.stringify(encoded);
  };
}

/** What is wrapped comes as raw JSON. */
function rawEncoder(type: TargetType, dialect: Dialect, { isKey = false }: EncoderOptions): Encoder {
  switch (type.kind) {
    case 'boolean':
      return encodeBoolean;
    case 'smallint':
    case 'integer':
    case 'bigint':
      return integerEncoder(type.kind, dialect);
    case 'real':
    case 'double':
      return floatEncoder(type.kind, isKey);
    case 'numeric':
      return numericEncoder(type, dialect);
    case 'text':
    case 'long-text':
      return textEncoder(type.kind, dialect, isKey);
    case 'varchar':
    case 'character':
      return boundedTextEncoder(type.length, dialect);
    case 'bit':
      return bitEncoder(type.length);
    case 'timestamptz':
    case 'timestamp':
      return timeEncoder({ kind: type.kind, dialect, exact: isKey });
    case 'date':
      return timeEncoder({ kind: dialect === 'cratedb' ? 'timestamp' : 'date', dialect, exact: isKey });
    case 'uuid':
      return encodeUuid;
    case 'ip':
      return encodeIp;
    case 'geo_point':
      return geoPointEncoder(dialect);
    case 'geo_shape':
      return geoShapeEncoder(dialect);
    case 'float_vector':
      return vectorEncoder(type.dimensions, dialect === 'cratedb' ? formatJsonVector : formatPostgresVector);
    case 'object':
      return objectEncoder(type.policy, dialect);
    case 'array':
      return dialect === 'cratedb'
        ? jsonArrayEncoder(makeJsonEncoder(type.of))
        : postgresArrayEncoder(innermostEncoder(type.of));
    case 'other':
      return textEncoder('long-text', dialect);
  }
}

/** An array of PostgreSQL has any number of dimensions; the type of what is in it counts. */
function innermostEncoder(type: TargetType): Encoder {
  return type.kind === 'array' ? innermostEncoder(type.of) : rawEncoder(type, 'postgresql', {});
}

function formatJsonVector(numbers: readonly number[]): string {
  return `[${numbers.join(',')}]`;
}

function formatPostgresVector(numbers: readonly number[]): string {
  return `{${numbers.join(',')}}`;
}
