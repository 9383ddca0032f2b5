import type { Dialect } from '../client/sink-database.js';
import { mapSourceType, MAX_INDEXED_LENGTH } from './map-source-type.js';
import { columnTypeSql } from './sql-type.js';

/** One row of the published mapping. */
export interface TypeTableRow {
  /** The DMS types, and the condition under which the row holds. */
  readonly source: string;
  readonly cratedb: string;
  /** On CrateDB, as part of the primary key. */
  readonly cratedbKey: string;
  readonly postgresql: string;
  readonly notes: string;
}

interface Entry {
  readonly types: readonly string[];
  readonly condition?: string;
  readonly length?: number;
  readonly precision?: number;
  readonly scale?: number;
  readonly notes?: string;
}

const BY_BITS_OR_BYTES = 'A name may count bits or bytes; where both could be meant, the wider type is taken.';

const ENTRIES: readonly Entry[] = [
  { types: ['BOOL', 'BOOLEAN'] },
  { types: ['INT1', 'INT2', 'INT16', 'UINT1'] },
  { types: ['INT4', 'INT32', 'UINT2', 'UINT16'] },
  {
    types: ['INT8', 'INT64', 'UINT4', 'UINT32'],
    notes: `${BY_BITS_OR_BYTES} CrateDB refuses the two ends of the range.`,
  },
  { types: ['UINT8', 'UINT64'], notes: 'All 64 bits without a sign.' },
  { types: ['FLOAT', 'REAL4'], notes: 'In a key, the wider type on PostgreSQL as well.' },
  { types: ['REAL', 'REAL8', 'DOUBLE'] },
  {
    types: ['NUMERIC', 'DECIMAL'],
    condition: 'precision up to 38',
    precision: 10,
    scale: 2,
    notes: 'Precision and scale of the source.',
  },
  { types: ['NUMERIC', 'DECIMAL'], condition: 'no precision', notes: 'CrateDB stores no NUMERIC without precision.' },
  {
    types: ['NUMERIC', 'DECIMAL'],
    condition: 'precision beyond 38',
    precision: 40,
    scale: 2,
    notes: 'All digits, as text.',
  },
  {
    types: ['STRING', 'WSTRING', 'VARCHAR', 'NVARCHAR', 'CHAR', 'NCHAR'],
    condition: `length up to ${MAX_INDEXED_LENGTH.toLocaleString('en-US')}`,
    length: 100,
  },
  {
    types: ['STRING', 'WSTRING', 'VARCHAR', 'NVARCHAR', 'CHAR', 'NCHAR'],
    condition: 'longer, or without length',
    notes: 'PostgreSQL’s TEXT, JSON, arrays and MySQL’s JSON come so.',
  },
  { types: ['BYTES', 'VARBYTES', 'BLOB'], notes: 'The hexadecimal text that DMS sends.' },
  { types: ['CLOB', 'NCLOB', 'TEXT', 'NTEXT', 'XML', 'JSON'] },
  {
    types: ['TIMESTAMP', 'DATETIME'],
    notes: 'CrateDB keeps milliseconds; PostgreSQL microseconds, and finer values are refused.',
  },
  { types: ['DATE', 'DATE32'], notes: 'CrateDB stores no DATE: midnight, without a zone.' },
  { types: ['TIME', 'TIME32', 'TIME64'] },
  { types: ['(any other)'], notes: 'Reported once as unknown.' },
];

/** The published mapping, computed by the code that maps. */
export const TYPE_TABLE: readonly TypeTableRow[] = ENTRIES.map((entry) => ({
  source: entry.types.join(', ') + (entry.condition === undefined ? '' : ` (${entry.condition})`),
  cratedb: columnOf(entry, 'cratedb', false),
  cratedbKey: columnOf(entry, 'cratedb', true),
  postgresql: columnOf(entry, 'postgresql', false),
  notes: entry.notes ?? '',
}));

/** The names the table lists, for the check that none is missing. */
export const TYPE_TABLE_NAMES: ReadonlySet<string> = new Set(ENTRIES.flatMap((entry) => entry.types));

/** The mapping as a Markdown table. */
export function renderTypeTable(): string {
  const head = ['DMS type', 'CrateDB', 'CrateDB, in a key', 'PostgreSQL', 'Notes'];
  const rows = TYPE_TABLE.map((row) => [
    row.source,
    code(row.cratedb),
    code(row.cratedbKey),
    code(row.postgresql),
    row.notes,
  ]);
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function columnOf({ types, length, precision, scale }: Entry, dialect: Dialect, isKey: boolean): string {
  const [type = ''] = types;
  const column = {
    name: 'column',
    type,
    nullable: !isKey,
    ...(length === undefined ? {} : { length }),
    ...(precision === undefined ? {} : { precision }),
    ...(scale === undefined ? {} : { scale }),
  };
  return columnTypeSql(mapSourceType(column, { dialect, isKey }).type, dialect).replace('(10,2)', '(p,s)');
}

function code(sql: string): string {
  return `\`${sql}\``;
}
