import type { Dialect } from '../client/sink-database.js';
import type { SimpleKind, TargetType } from './target-type.js';

const CRATEDB_NAMES: Readonly<Record<SimpleKind, string>> = {
  boolean: 'BOOLEAN',
  smallint: 'SMALLINT',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  real: 'REAL',
  double: 'DOUBLE PRECISION',
  text: 'TEXT',
  'long-text': 'TEXT',
  timestamptz: 'TIMESTAMP WITH TIME ZONE',
  timestamp: 'TIMESTAMP WITHOUT TIME ZONE',
  date: 'TIMESTAMP WITHOUT TIME ZONE',
  uuid: 'UUID',
  ip: 'IP',
  geo_point: 'GEO_POINT',
  geo_shape: 'GEO_SHAPE',
};

const POSTGRESQL_NAMES: Readonly<Record<SimpleKind, string>> = {
  ...CRATEDB_NAMES,
  date: 'DATE',
  ip: 'INET',
  geo_point: 'POINT',
  geo_shape: 'TEXT',
};

/**
 * A type for `CREATE TABLE` and `ADD COLUMN`. Long text on CrateDB leaves index and column store, which both end at
 * 32,766 bytes; that cannot be changed later.
 */
export function columnTypeSql(type: TargetType, dialect: Dialect): string {
  if (type.kind === 'long-text' && dialect === 'cratedb') return 'TEXT INDEX OFF STORAGE WITH (columnstore = false)';
  return castTypeSql(type, dialect);
}

/** A type for casts, as a column has it but without its storage. */
export function castTypeSql(type: TargetType, dialect: Dialect): string {
  switch (type.kind) {
    case 'numeric':
      return type.precision === undefined ? 'NUMERIC' : `NUMERIC(${type.precision},${type.scale ?? 0})`;
    case 'varchar':
    case 'character':
    case 'bit':
      return `${type.kind.toUpperCase()}(${type.length})`;
    case 'float_vector':
      return dialect === 'cratedb' ? `FLOAT_VECTOR(${type.dimensions})` : 'REAL[]';
    case 'object':
      return dialect === 'cratedb' ? `OBJECT(${type.policy.toUpperCase()})` : 'JSONB';
    case 'array':
      return arraySql(type.of, dialect);
    case 'other':
      return type.name;
    default:
      return (dialect === 'cratedb' ? CRATEDB_NAMES : POSTGRESQL_NAMES)[type.kind];
  }
}

/** PostgreSQL has one array type for all numbers of dimensions. */
function arraySql(of: TargetType, dialect: Dialect): string {
  const element = castTypeSql(of, dialect);
  if (dialect === 'cratedb') return `ARRAY(${element})`;
  return element.endsWith('[]') ? element : `${element}[]`;
}
