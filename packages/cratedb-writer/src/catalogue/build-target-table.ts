import type { ColumnDefinition, TableDefinition, TableName } from '@drayage/record-decoder';
import type { Dialect } from '../client/sink-database.js';
import { rewriteColumnName, rewriteElementName, rewriteSchemaName, rewriteTableName } from '../names/rewrite-name.js';
import type { FormerName } from '../plan/former-names.js';
import type { ResolvedTablePolicy } from '../policy/resolve-table-policy.js';
import { fits } from '../types/compare-types.js';
import { makeEncoder } from '../types/encode-value.js';
import { mapSourceType } from '../types/map-source-type.js';
import { parseTargetType } from '../types/parse-target-type.js';
import { columnTypeSql } from '../types/sql-type.js';
import type { TargetType } from '../types/target-type.js';
import { EXISTING_TYPE, type ExistingTable } from './existing-table.js';
import { DELETED_COLUMN, ID_COLUMN, TIME_COLUMN, type TargetColumn, type TargetTable } from './target-table.js';
import { elementEncoder, universalPlace, universalType } from './universal-columns.js';

export interface BuildOptions {
  readonly source: TableName;
  readonly dialect: Dialect;
  readonly policy: ResolvedTablePolicy;
  readonly definition: TableDefinition;
  /** Whether the definition is all the source has. */
  readonly columnsKnown: boolean;
  readonly formerNames?: readonly FormerName[] | undefined;
  readonly existing: ExistingTable | undefined;
}

/** A column of another type than the source tells. */
export interface Misfit {
  /** Name at the source. */
  readonly source: string;
  readonly isKey: boolean;
  readonly message: string;
}

/** The table to write to, and what the target lacks of it. */
export interface BuiltTable {
  readonly table: TargetTable;
  /** Whether the table has to be created. */
  readonly create: boolean;
  readonly missingColumns: readonly TargetColumn[];
  readonly missingMetadata: readonly string[];
  /** Columns of the source that the table will not get, by the policy: rows are written without them, or refused. */
  readonly leftOut: readonly string[];
  /** Columns that do not hold every value of the source's type. */
  readonly misfits: readonly Misfit[];
  /** Why the existing table cannot take the rows; `undefined`: it can. */
  readonly conflict: { readonly code: 'key-changed' | 'ddl-failed'; readonly message: string } | undefined;
  /** For the operator: overrides that name no type, columns whose existing type differs, unknown DMS types. */
  readonly warnings: readonly string[];
}

/**
 * Pure: reconciles a source definition with what stands in the target. The existing type of a column always wins for
 * encoding, so that a value either fits or is refused by name.
 */
export function buildTargetTable(options: BuildOptions): BuiltTable {
  const { source, dialect, policy, definition, existing } = options;
  const mapping = existing?.layout ?? policy.mapping;
  const warnings: string[] = [];
  const keyNames = policy.primaryKey ?? definition.primaryKey;
  const wanted = definition.columns.filter(
    (column) => !policy.excludeColumns.has(column.name) || keyNames.includes(column.name),
  );
  const misfits: Misfit[] = [];
  const mapped = wanted.map((column) => {
    const isKey = keyNames.includes(column.name);
    return mapping === 'direct'
      ? directColumn(column, isKey, options, { warnings, misfits })
      : universalColumn(column, isKey, options, warnings);
  });
  const present = new Set(existing?.columns.map((column) => `${column.place} ${column.name}`));
  const missing = existing === undefined ? [] : mapped.filter((column) => isMissing(column, present, dialect));
  const leftOut =
    policy.schemaChanges.columns === 'evolve' ? [] : missing.filter(({ place, isKey }) => place === 'column' && !isKey);
  const columns = mapped.filter((column) => !leftOut.includes(column));
  const table: TargetTable = {
    source,
    target: {
      schema: rewriteSchemaName(policy.target.schema, dialect),
      table: rewriteTableName(policy.target.table, dialect),
    },
    dialect,
    policy: policy.schemaChanges.columns === 'discard' ? withoutColumns(policy, leftOut) : policy,
    mapping,
    stamped: policy.ordering === 'stamped',
    columns,
    indexOf: new Map(columns.map((column, index) => [column.source, index])),
    formerNames: options.formerNames ?? [],
    keyIndexes: keyNames.map((name) => columns.findIndex((column) => column.source === name)),
    columnsKnown: options.columnsKnown,
    softDelete: policy.deleteMode === 'soft',
  };
  return {
    table,
    create: existing === undefined,
    missingColumns: missing.filter((column) => !leftOut.includes(column)),
    missingMetadata: existing === undefined ? [] : neededNames(table).filter((name) => !present.has(`column ${name}`)),
    leftOut: leftOut.map((column) => column.source),
    misfits,
    conflict: missingKey(table, keyNames) ?? keyConflict(table, existing),
    warnings,
  };
}

/** Columns that the target does not get are as good as excluded: rows are written without them. */
function withoutColumns(policy: ResolvedTablePolicy, leftOut: readonly TargetColumn[]): ResolvedTablePolicy {
  if (leftOut.length === 0) return policy;
  return { ...policy, excludeColumns: new Set([...policy.excludeColumns, ...leftOut.map((column) => column.source)]) };
}

/** The metadata columns a table needs beside its key. */
export function metadataNames(table: TargetTable): readonly string[] {
  return [...(table.stamped ? [TIME_COLUMN] : []), ...(table.softDelete ? [DELETED_COLUMN] : [])];
}

/** A universal table of another tool may lack the object for names that CrateDB refuses. */
function neededNames(table: TargetTable): readonly string[] {
  return table.mapping === 'universal' ? ['aux', ...metadataNames(table)] : metadataNames(table);
}

function isMissing(column: TargetColumn, present: ReadonlySet<string>, dialect: Dialect): boolean {
  if (column.place === 'aux' || column.place === 'pk') return false;
  if (column.place === 'data' && dialect === 'postgresql') return false;
  return !present.has(`${column.place} ${column.name}`);
}

function missingKey(table: TargetTable, keyNames: readonly string[]): BuiltTable['conflict'] {
  const missing = keyNames.filter((name) => !table.indexOf.has(name));
  if (missing.length === 0) return undefined;
  return { code: 'ddl-failed', message: `The source table has no column ${missing.join(', ')}, which its key names.` };
}

function keyConflict(table: TargetTable, existing: ExistingTable | undefined): BuiltTable['conflict'] {
  if (existing === undefined) return undefined;
  if (table.mapping === 'universal' && table.dialect === 'postgresql') return undefined;
  const wanted =
    table.keyIndexes.length === 0 ? [ID_COLUMN] : table.keyIndexes.map((index) => table.columns[index]?.name ?? '');
  const there = existing.primaryKey;
  if (wanted.length === there.length && wanted.every((name) => there.includes(name))) return undefined;
  const tell = (names: readonly string[]): string => (names.length === 0 ? 'no key' : names.join(', '));
  return {
    code: 'key-changed',
    message: `The key of the source is (${tell(wanted)}), that of the target table is (${tell(there)}).`,
  };
}

type TypeOf = { readonly type: TargetType };

function wantedType(
  column: ColumnDefinition,
  isKey: boolean,
  { dialect, policy }: Pick<BuildOptions, 'dialect' | 'policy'>,
  warnings: string[],
): TypeOf {
  const override = policy.columnTypes.get(column.name);
  if (override !== undefined) {
    const parsed = parseTargetType(override, dialect);
    if (parsed.ok) return { type: parsed.type };
    warnings.push(`columnTypes of ${column.name}: ${parsed.message}`);
  }
  if (column.type === EXISTING_TYPE) return { type: { kind: 'long-text' } };
  const mapped = mapSourceType(column, { dialect, isKey });
  if (!mapped.known)
    warnings.push(`Column ${column.name} has the unknown DMS type ${column.type}; it is kept as text.`);
  return { type: mapped.type };
}

interface Findings {
  readonly warnings: string[];
  readonly misfits: Misfit[];
}

function directColumn(
  column: ColumnDefinition,
  isKey: boolean,
  options: BuildOptions,
  findings: Findings,
): TargetColumn {
  const { dialect, existing } = options;
  const { warnings, misfits } = findings;
  const name = rewriteColumnName(column.name, dialect);
  const wanted = wantedType(column, isKey, options, warnings).type;
  const there = existing?.columns.find((candidate) => candidate.place === 'column' && candidate.name === name)?.type;
  if (there !== undefined && column.type !== EXISTING_TYPE && !holds(there, wanted, dialect)) {
    const message = `Column ${name} is ${describe(there)} in the target where ${describe(wanted)} was expected`;
    misfits.push({ source: column.name, isKey, message });
    warnings.push(`${message}; its type is kept.`);
  }
  const type = there === undefined || isVector(there, wanted, dialect) ? wanted : there;
  return { source: column.name, name, type, isKey, encode: makeEncoder(type, dialect, { isKey }), place: 'column' };
}

/** One SQL type may stand for two of ours: PostgreSQL has one text. */
function holds(there: TargetType, wanted: TargetType, dialect: Dialect): boolean {
  return columnTypeSql(there, dialect) === columnTypeSql(wanted, dialect) || fits(wanted, there);
}

/** PostgreSQL has no vectors: an array of REAL is one where we made it so, and its length is ours to check. */
function isVector(there: TargetType, wanted: TargetType, dialect: Dialect): boolean {
  return wanted.kind === 'float_vector' && columnTypeSql(there, dialect) === columnTypeSql(wanted, dialect);
}

/** Elements are JSON on either target, and typed as CrateDB types them. */
function universalColumn(
  column: ColumnDefinition,
  isKey: boolean,
  options: BuildOptions,
  warnings: string[],
): TargetColumn {
  const { dialect, existing } = options;
  const place = isKey ? 'pk' : universalPlace(column.name);
  const find = (name: string): ExistingTable['columns'][number] | undefined =>
    existing?.columns.find((candidate) => candidate.place === place && candidate.name === name);
  // A key cannot go to `aux`. A name that stands in the target stays as it is.
  const isEscaped = isKey && dialect === 'cratedb' && find(column.name) === undefined;
  const name = isEscaped ? rewriteElementName(column.name) : column.name;
  const there = find(name)?.type;
  const type = there ?? universalType(wantedType(column, isKey, { ...options, dialect: 'cratedb' }, warnings).type);
  return { source: column.name, name, type, isKey, encode: elementEncoder(type, dialect, isKey), place };
}

function describe(type: TargetType): string {
  return type.kind === 'other' ? type.name : type.kind;
}
