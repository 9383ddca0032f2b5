import type { ColumnDefinition } from '@drayage/record-decoder';

import type { Dialect } from '../client/sink-database.js';
import type { TargetType } from './target-type.js';

export interface MapSourceTypeOptions {
  readonly dialect: Dialect;
  /** Key columns never take a type in which two keys could fall into one. */
  readonly isKey: boolean;
}

export interface MappedType {
  readonly type: TargetType;
  /** `false` for a type name nobody described: the column is long text, and the caller should say so once. */
  readonly known: boolean;
}

/** Strings up to this length are indexed text: four bytes a character keep below CrateDB's 32,766. */
export const MAX_INDEXED_LENGTH = 8191;
/** The widest NUMERIC that DMS sends as such, and that CrateDB stores. */
const MAX_PRECISION = 38;

const TEXT: TargetType = { kind: 'text' };
const LONG_TEXT: TargetType = { kind: 'long-text' };
const UNSIGNED_64: TargetType = { kind: 'numeric', precision: 20, scale: 0 };

type Mapper = (column: ColumnDefinition, options: MapSourceTypeOptions) => TargetType;

const always =
  (type: TargetType): Mapper =>
  () =>
    type;
const smallint = always({ kind: 'smallint' });
const integer = always({ kind: 'integer' });
const bigint = always({ kind: 'bigint' });
const double = always({ kind: 'double' });
const unsigned64 = always(UNSIGNED_64);
const boolean = always({ kind: 'boolean' });

/** Text of a known, small length is indexed; a key must be; the rest is long text. */
const string: Mapper = (column, { isKey }) =>
  isKey || (column.length !== undefined && column.length > 0 && column.length <= MAX_INDEXED_LENGTH) ? TEXT : LONG_TEXT;

/** Length counts bytes or is unknown, and the value comes as hexadecimal or as it is: never trust it to be short. */
const large: Mapper = (_column, { isKey }) => (isKey ? TEXT : LONG_TEXT);

/** A key keeps every digit that was sent, should the name stand for eight bytes after all. */
const real: Mapper = (_column, { isKey }) => (isKey ? { kind: 'double' } : { kind: 'real' });

const numeric: Mapper = ({ precision, scale = 0 }, { dialect }) => {
  if (precision !== undefined && precision > MAX_PRECISION) return TEXT;
  if (precision !== undefined && precision > 0 && scale >= 0 && scale <= precision)
    return { kind: 'numeric', precision, scale };
  return dialect === 'postgresql' ? { kind: 'numeric' } : TEXT;
};

/**
 * CrateDB keeps milliseconds: two keys could fall into one, so there a key is text. PostgreSQL keeps microseconds, and
 * the encoder refuses what has more, so there nothing is lost in either place.
 */
const timestamp: Mapper = (_column, { dialect, isKey }) =>
  isKey && dialect === 'cratedb' ? TEXT : { kind: 'timestamptz' };

/** CrateDB stores no DATE; midnight without a zone is the same day for every reader. */
const date: Mapper = (_column, { dialect }) => ({ kind: dialect === 'cratedb' ? 'timestamp' : 'date' });

/**
 * DMS spells its types in two ways: by bits (`INT64`, in control records) and by bytes (`INT8`, in its documentation).
 * Where both could be meant, the wider is taken.
 */
const MAPPERS: ReadonlyMap<string, Mapper> = new Map([
  ['BOOL', boolean],
  ['BOOLEAN', boolean],
  ['INT1', smallint],
  ['INT2', smallint],
  ['INT4', integer],
  ['INT8', bigint],
  ['INT16', smallint],
  ['INT32', integer],
  ['INT64', bigint],
  ['UINT1', smallint],
  ['UINT2', integer],
  ['UINT4', bigint],
  ['UINT8', unsigned64],
  ['UINT16', integer],
  ['UINT32', bigint],
  ['UINT64', unsigned64],
  ['FLOAT', real],
  ['REAL4', real],
  ['REAL', double],
  ['REAL8', double],
  ['DOUBLE', double],
  ['NUMERIC', numeric],
  ['DECIMAL', numeric],
  ['STRING', string],
  ['WSTRING', string],
  ['VARCHAR', string],
  ['NVARCHAR', string],
  ['CHAR', string],
  ['NCHAR', string],
  ['BYTES', large],
  ['VARBYTES', large],
  ['BLOB', large],
  ['CLOB', large],
  ['NCLOB', large],
  ['TEXT', large],
  ['NTEXT', large],
  ['XML', large],
  ['JSON', large],
  ['TIMESTAMP', timestamp],
  ['DATETIME', timestamp],
  ['DATE', date],
  ['DATE32', date],
  ['TIME', always(TEXT)],
  ['TIME32', always(TEXT)],
  ['TIME64', always(TEXT)],
]);

/** The names this mapping describes, upper case. */
export const SOURCE_TYPE_NAMES: readonly string[] = [...MAPPERS.keys()];

/**
 * The target column for a column as DMS defines it. Nothing is lost by it but, on CrateDB, what a timestamp has below
 * the millisecond; what a type cannot hold, the encoder refuses.
 */
export function mapSourceType(column: ColumnDefinition, options: MapSourceTypeOptions): MappedType {
  const mapper = MAPPERS.get(column.type.toUpperCase());
  if (mapper === undefined) return { type: large(column, options), known: false };
  return { type: mapper(column, options), known: true };
}
