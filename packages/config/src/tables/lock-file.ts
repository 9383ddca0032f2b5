import { parseDocument, stringify } from 'yaml';
import { z } from 'zod';

import { SOURCE_ENGINES } from '../schema/source-section.js';
import { PARTITION_KEYS } from '../schema/tables-section.js';
import { LOCK_VERSION, type LockedTable, REPLICA_IDENTITIES, TABLE_KINDS, type TablesLock } from './tables-lock.js';

const HEADER = `# The tables that AWS DMS replicates, as they stand at the source. Made by "dray mappings generate": do not edit, but commit it.
# "dray mappings generate --check" fails when the source has changed since; "dray mappings json" makes the table mappings of DMS from it.
`;

const NOT_NULL = ' NOT NULL';

const lockedTable = z.strictObject({
  schema: z.string().min(1),
  name: z.string().min(1),
  kind: z.enum(TABLE_KINDS).default('table'),
  primaryKey: z.array(z.string().min(1)),
  replicaIdentity: z.enum(REPLICA_IDENTITIES).optional(),
  partitionKey: z.enum(PARTITION_KEYS),
  // One name and its type an entry: a record would bring names that are numbers to the front.
  columns: z.array(z.record(z.string().min(1), z.string().min(1)).refine((column) => Object.keys(column).length === 1)),
  lobColumns: z.array(z.string().min(1)).default([]),
});

const lockFile = z.strictObject({
  version: z.literal(LOCK_VERSION),
  engine: z.enum(SOURCE_ENGINES),
  tables: z.array(lockedTable),
});

/** The text of the lock file: one line a fact, so that a change of the source is a small difference. */
export function renderTablesLock({ engine, tables }: TablesLock): string {
  const body = { version: LOCK_VERSION, engine, tables: tables.map(renderTable) };
  return HEADER + stringify(body, { lineWidth: 0, flowCollectionPadding: false });
}

function renderTable({
  schema,
  name,
  kind,
  primaryKey,
  replicaIdentity,
  partitionKey,
  columns,
}: LockedTable): z.input<typeof lockedTable> {
  const lobColumns = columns.filter(({ lob }) => lob).map((column) => column.name);
  return {
    schema,
    name,
    ...(kind === 'table' ? {} : { kind }),
    primaryKey: [...primaryKey],
    ...(replicaIdentity === undefined ? {} : { replicaIdentity }),
    partitionKey,
    columns: columns.map(({ name: column, type, nullable }) => ({ [column]: nullable ? type : `${type}${NOT_NULL}` })),
    ...(lobColumns.length === 0 ? {} : { lobColumns }),
  };
}

export type ParsedTablesLock =
  { readonly ok: true; readonly lock: TablesLock } | { readonly ok: false; readonly message: string };

/** Reads a lock file. What is wrong with it is a sentence with the place; the remedy is to make it anew. */
export function parseTablesLock(text: string): ParsedTablesLock {
  const document = parseDocument(text, { prettyErrors: false });
  const [mistake] = document.errors;
  if (mistake !== undefined) return { ok: false, message: `The lock file is not valid YAML (${mistake.code}).` };
  const parsed = lockFile.safeParse(document.toJS());
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    return { ok: false, message: `The lock file is wrong at ${issue?.path.join('.') || 'its top'}.` };
  }
  return { ok: true, lock: { engine: parsed.data.engine, tables: parsed.data.tables.map(toTable) } };
}

function toTable({ columns, lobColumns, replicaIdentity, ...table }: z.output<typeof lockedTable>): LockedTable {
  return {
    ...table,
    ...(replicaIdentity === undefined ? {} : { replicaIdentity }),
    columns: columns
      .flatMap((column) => Object.entries(column))
      .map(([name, type]) => ({
        name,
        type: type.endsWith(NOT_NULL) ? type.slice(0, -NOT_NULL.length) : type,
        nullable: !type.endsWith(NOT_NULL),
        lob: lobColumns.includes(name),
      })),
  };
}
