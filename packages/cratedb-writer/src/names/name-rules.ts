import type { Dialect } from '../client/sink-database.js';

export type NameKind = 'column' | 'table' | 'schema';

/** What one target refuses in one kind of name. */
export interface NameRules {
  /** A character that cannot stand anywhere in the name. Lone surrogates are refused everywhere and need no mention. */
  readonly refusedCharacter: RegExp;
  /** A character that cannot stand first. */
  readonly refusedFirst?: RegExp;
  /** Whole names that are taken, and the index of the character to escape in them. */
  readonly reserved: (name: string) => number | undefined;
  /** The longest name, in UTF-8 bytes. */
  readonly maxBytes: number;
}

/**
 * Columns that CrateDB 6.2 keeps for itself (`conflicts with system column`). `_field_names`, `_source` and `_tableoid` it
 * accepts, though it uses the names inside: they are escaped to be safe.
 */
const CRATEDB_SYSTEM_COLUMNS: ReadonlySet<string> = new Set([
  '_doc',
  '_docid',
  '_fetchid',
  '_field_names',
  '_id',
  '_primary_term',
  '_raw',
  '_score',
  '_seq_no',
  '_source',
  '_tableoid',
  '_tombstone',
  '_uid',
  '_version',
]);

/** Columns that every PostgreSQL table has (`conflicts with a system column name`). */
const POSTGRESQL_SYSTEM_COLUMNS: ReadonlySet<string> = new Set([
  'cmax',
  'cmin',
  'ctid',
  'oid',
  'tableoid',
  'xmax',
  'xmin',
]);

/** Columns that the writer adds to target tables; a source column of that name must not collide. */
const METADATA_COLUMNS: ReadonlySet<string> = new Set(['drayage_deleted_at', 'drayage_id', 'drayage_time']);

const CRATEDB_SCHEMAS: ReadonlySet<string> = new Set(['blob', 'drayage', 'information_schema', 'pg_catalog', 'sys']);
const POSTGRESQL_SCHEMAS: ReadonlySet<string> = new Set(['drayage', 'information_schema']);

/** CrateDB lets schema, dot and table take 254 bytes together; these leave eight for the name of a shadow table. */
const CRATEDB_SCHEMA_BYTES = 72;
const CRATEDB_TABLE_BYTES = 173;
/** CrateDB takes 5,000 and more; this bounds the statement. */
const CRATEDB_COLUMN_BYTES = 1000;
/** PostgreSQL cuts longer names without an error. */
const POSTGRESQL_BYTES = 63;

// Control characters: columns refuse tab, line feed and return; NUL would end the statement; the rest go with them.
const CRATEDB_COLUMN_CHARACTER = /[.[\]\p{Cc}]/u;
const CRATEDB_RELATION_CHARACTER = /[ ."#*,/<>?\\|\p{Cc}]/u;
const CRATEDB_RELATION_FIRST = /[+-]/;
const NUL = /\0/;

function reservedColumn(systemColumns: ReadonlySet<string>): NameRules['reserved'] {
  return (name) => {
    if (METADATA_COLUMNS.has(name)) return 'drayage'.length;
    return systemColumns.has(name) ? 0 : undefined;
  };
}

const nothingReserved: NameRules['reserved'] = () => undefined;

const RULES: Readonly<Record<Dialect, Readonly<Record<NameKind, NameRules>>>> = {
  cratedb: {
    column: {
      refusedCharacter: CRATEDB_COLUMN_CHARACTER,
      reserved: reservedColumn(CRATEDB_SYSTEM_COLUMNS),
      maxBytes: CRATEDB_COLUMN_BYTES,
    },
    table: {
      refusedCharacter: CRATEDB_RELATION_CHARACTER,
      refusedFirst: CRATEDB_RELATION_FIRST,
      reserved: nothingReserved,
      maxBytes: CRATEDB_TABLE_BYTES,
    },
    schema: {
      refusedCharacter: CRATEDB_RELATION_CHARACTER,
      refusedFirst: CRATEDB_RELATION_FIRST,
      reserved: (name) => (CRATEDB_SCHEMAS.has(name) ? 0 : undefined),
      maxBytes: CRATEDB_SCHEMA_BYTES,
    },
  },
  postgresql: {
    column: { refusedCharacter: NUL, reserved: reservedColumn(POSTGRESQL_SYSTEM_COLUMNS), maxBytes: POSTGRESQL_BYTES },
    table: { refusedCharacter: NUL, reserved: nothingReserved, maxBytes: POSTGRESQL_BYTES },
    schema: {
      refusedCharacter: NUL,
      reserved: (name) => (POSTGRESQL_SCHEMAS.has(name) || name.startsWith('pg_') ? 0 : undefined),
      maxBytes: POSTGRESQL_BYTES,
    },
  },
};

/** Elements of CrateDB's objects: as columns, but no name is taken. Keys of PostgreSQL's documents may be any text. */
export const CRATEDB_ELEMENT_RULES: NameRules = { ...RULES.cratedb.column, reserved: nothingReserved };

export function nameRules(dialect: Dialect, kind: NameKind): NameRules {
  return RULES[dialect][kind];
}
