/** Column types as `table-def` names them, by bits or by bytes, and as DMS documents them for other sources. */
export const COLUMN_TYPES = [
  'BOOL',
  'BOOLEAN',
  'INT1',
  'INT2',
  'INT4',
  'INT8',
  'INT16',
  'INT32',
  'INT64',
  'UINT1',
  'UINT2',
  'UINT4',
  'UINT8',
  'UINT16',
  'UINT32',
  'UINT64',
  'FLOAT',
  'REAL4',
  'REAL8',
  'DOUBLE',
  'NUMERIC',
  'DECIMAL',
  'STRING',
  'WSTRING',
  'CLOB',
  'NCLOB',
  'BYTES',
  'BLOB',
  'TIMESTAMP',
  'DATETIME',
  'DATE',
  'DATE32',
  'TIME',
] as const;

export type ColumnType = (typeof COLUMN_TYPES)[number];

/** What a column holds, apart from its name. */
export interface ColumnShape {
  readonly type: ColumnType;
  /** For strings; absent for types without a length, which DMS treats as LOBs. */
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  /** Numbers that DMS may send as text: decimals and unsigned integers of 64 bits. */
  readonly sentAsText?: boolean;
}

/** How values of a type are written, drawn and compared. */
export type ValueFamily =
  'boolean' | 'integer' | 'float' | 'double' | 'decimal' | 'text' | 'long text' | 'hex' | 'timestamp' | 'date' | 'time';

const FAMILIES: Readonly<Record<ColumnType, ValueFamily>> = {
  BOOL: 'boolean',
  BOOLEAN: 'boolean',
  INT1: 'integer',
  INT2: 'integer',
  INT4: 'integer',
  INT8: 'integer',
  INT16: 'integer',
  INT32: 'integer',
  INT64: 'integer',
  UINT1: 'integer',
  UINT2: 'integer',
  UINT4: 'integer',
  UINT8: 'integer',
  UINT16: 'integer',
  UINT32: 'integer',
  UINT64: 'integer',
  FLOAT: 'float',
  REAL4: 'float',
  REAL8: 'double',
  DOUBLE: 'double',
  NUMERIC: 'decimal',
  DECIMAL: 'decimal',
  STRING: 'text',
  WSTRING: 'text',
  CLOB: 'long text',
  NCLOB: 'long text',
  BYTES: 'hex',
  BLOB: 'hex',
  TIMESTAMP: 'timestamp',
  DATETIME: 'timestamp',
  DATE: 'date',
  DATE32: 'date',
  TIME: 'time',
};

/** A string without a length is a LOB. */
export function familyOf({ type, length }: ColumnShape): ValueFamily {
  const family = FAMILIES[type];
  return family === 'text' && length === undefined ? 'long text' : family;
}

/** DMS leaves LOB columns of tables without a key out of definition and rows. */
export function isLob(shape: ColumnShape): boolean {
  return familyOf(shape) === 'long text' || shape.type === 'BLOB';
}
