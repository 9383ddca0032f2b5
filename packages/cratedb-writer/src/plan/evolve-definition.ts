import type { ColumnDefinition, JsonValue, TableChange, TableDefinition } from '@drayage/record-decoder';

/** How a definition changes: names to rename and to drop in the target; what is new is added by reconciling. */
export interface Evolution {
  readonly definition: TableDefinition;
  readonly renamed: readonly { readonly from: string; readonly to: string }[];
  readonly dropped: readonly string[];
}

/**
 * What a control record makes of a table's definition. `undefined`: the record does not say enough, and nothing is
 * known that could make up for it.
 */
export function evolveDefinition(present: TableDefinition | undefined, change: TableChange): Evolution | undefined {
  const told = wholeDefinition(present, change.definition);
  const renamed = change.operation === 'rename-column' ? (change.renamedColumn ?? onlyRename(present, told)) : undefined;
  if (renamed !== undefined) return renameColumn(present, told, renamed);
  if (change.operation === 'drop-column') return dropColumns(present, told, change.droppedColumns);
  return told === undefined ? undefined : { definition: told, renamed: [], dropped: [] };
}

/**
 * The definition in an alteration may list all columns or only those it is about, and may leave the key out: nobody
 * has described its form. One that lacks a key column lists only some.
 */
function wholeDefinition(present: TableDefinition | undefined, told: TableDefinition | undefined): TableDefinition | undefined {
  if (told === undefined || present === undefined) return told;
  const primaryKey = told.primaryKey.length === 0 ? present.primaryKey : told.primaryKey;
  const names = new Set(told.columns.map((column) => column.name));
  const isPart = present.primaryKey.some((name) => !names.has(name)) && told.primaryKey.length === 0;
  if (!isPart) return { columns: told.columns, primaryKey };
  const added = new Map(told.columns.map((column) => [column.name, column]));
  const kept = present.columns.map((column) => added.get(column.name) ?? column);
  const fresh = told.columns.filter((column) => !present.columns.some(({ name }) => name === column.name));
  return { columns: [...kept, ...fresh], primaryKey };
}

/** A rename that tells only the new definition: one column went, one of the same type came. */
function onlyRename(
  present: TableDefinition | undefined,
  told: TableDefinition | undefined,
): { readonly from: string; readonly to: string } | undefined {
  if (present === undefined || told === undefined) return undefined;
  const [from, ...moreGone] = present.columns.filter(({ name }) => !told.columns.some((column) => column.name === name));
  const [to, ...moreCome] = told.columns.filter(({ name }) => !present.columns.some((column) => column.name === name));
  if (from === undefined || to === undefined || moreGone.length + moreCome.length > 0) return undefined;
  return from.type === to.type ? { from: from.name, to: to.name } : undefined;
}

function renameColumn(
  present: TableDefinition | undefined,
  told: TableDefinition | undefined,
  renamed: { readonly from: string; readonly to: string },
): Evolution | undefined {
  const had = present?.columns.some((column) => column.name === renamed.from) ?? false;
  const definition = told ?? (present === undefined ? undefined : withRenamed(present, renamed));
  if (definition === undefined) return undefined;
  return { definition, renamed: had ? [renamed] : [], dropped: [] };
}

function withRenamed(present: TableDefinition, { from, to }: { readonly from: string; readonly to: string }): TableDefinition {
  return {
    columns: present.columns.map((column) => (column.name === from ? { ...column, name: to } : column)),
    primaryKey: present.primaryKey.map((name) => (name === from ? to : name)),
  };
}

function dropColumns(
  present: TableDefinition | undefined,
  told: TableDefinition | undefined,
  names: readonly string[],
): Evolution | undefined {
  const kept = new Set(told?.columns.map((column) => column.name));
  const gone = told === undefined ? names : (present?.columns ?? []).map((column) => column.name).filter((name) => !kept.has(name));
  const dropped = gone.filter((name) => present?.columns.some((column) => column.name === name) ?? false);
  const definition =
    told ?? (present === undefined ? undefined : { ...present, columns: present.columns.filter((column) => !dropped.includes(column.name)) });
  if (definition === undefined || (told === undefined && names.length === 0)) return undefined;
  return { definition, renamed: [], dropped: dropped.filter((name) => !definition.primaryKey.includes(name)) };
}

/** A definition widened by a column that was first seen in a row; its type is guessed from the value. */
export function guessColumn(name: string, value: JsonValue): ColumnDefinition {
  return { name, type: guessSourceType(value), nullable: true };
}

function guessSourceType(value: JsonValue): string {
  switch (typeof value) {
    case 'boolean':
      return 'BOOL';
    case 'bigint':
      return value >= -(2n ** 63n) && value < 2n ** 63n ? 'INT64' : 'CLOB';
    case 'number':
      return Number.isInteger(value) ? 'INT64' : 'DOUBLE';
    default:
      return 'CLOB';
  }
}
