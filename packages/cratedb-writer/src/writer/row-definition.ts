import type { ColumnDefinition, RowChange, TableDefinition } from '@drayage/record-decoder';
import { EXISTING_TYPE, type ExistingTable } from '../catalogue/existing-table.js';
import { ID_COLUMN, type TargetTable } from '../catalogue/target-table.js';
import { restoreName } from '../names/rewrite-name.js';
import { refuse, type ChangeRefusal } from '../plan/change-refusal.js';
import { isFormerName } from '../plan/former-names.js';
import { isPutAside } from '../plan/put-aside.js';
import { toldByChange } from '../plan/told-value.js';
import type { StoredDefinition } from '../plan/stored-definition.js';
import type { KnownTable } from './known-table.js';

/** The definition's columns with those that a row brought. */
export function guessing(
  present: StoredDefinition,
  added: readonly ColumnDefinition[],
  change: RowChange,
): Pick<StoredDefinition, 'columns' | 'guessed'> {
  const sinceMicros = change.timeMicros ?? null;
  const guessed = added.map(({ name }) => ({ name, sinceMicros }));
  return { columns: [...present.columns, ...added], guessed: [...(present.guessed ?? []), ...guessed] };
}

/** A column of the row that the table did not get, by the policy. */
export function unknownColumn(table: TargetTable, { values, timeMicros }: RowChange): string | undefined {
  const isKnown = (name: string): boolean =>
    table.indexOf.has(name) ||
    table.policy.excludeColumns.has(name) ||
    isFormerName(table.formerNames, name, timeMicros);
  return Object.keys(values).find((name) => values[name] !== null && !isKnown(name));
}

/** `schemaChanges.columns: freeze`. */
export function frozenColumn(name: string): ChangeRefusal {
  return refuse(
    'schema-frozen',
    `Column ${name} is not in the target, and the policy adds none (schemaChanges.columns: freeze).`,
    name,
  );
}

/** Without its key a row cannot be written; a key column may have had another name when the row was told. */
export function lackingTableKey(table: TargetTable, change: RowChange): ChangeRefusal | undefined {
  const isTold = (name: string): boolean => (toldByChange(undefined, change, name) ?? null) !== null;
  const namesOf = (source: string): readonly string[] => [
    source,
    ...table.formerNames.filter(({ present }) => present === source).map(({ former }) => former),
  ];
  const missing = table.keyIndexes
    .map((index) => table.columns[index]?.source ?? '')
    .filter((source) => !namesOf(source).some(isTold));
  if (missing.length === 0) return undefined;
  return refuse('incomplete-key', `The ${change.operation} lacks key columns: ${missing.join(', ')}.`, missing[0]);
}

/** Without its key a row cannot tell what table to make. */
export function lackingKey(definition: StoredDefinition, change: RowChange): ChangeRefusal | undefined {
  const missing = definition.primaryKey.filter((name) => !definition.columns.some((column) => column.name === name));
  if (missing.length === 0) return undefined;
  return refuse('incomplete-key', `The ${change.operation} lacks key columns: ${missing.join(', ')}.`, missing[0]);
}

/** The reason begins with a code; of those, two say more than that the table is suspended. */
export function suspendedRefusal(known: KnownTable): ChangeRefusal {
  const reason = known.reason ?? 'no reason was kept';
  const code = (['key-changed', 'schema-frozen'] as const).find((candidate) => reason.startsWith(`${candidate}:`));
  return refuse(code ?? 'table-suspended', `The table is suspended: ${reason}.`);
}

/** Nothing is known of the table. */
export function emptyDefinition(): StoredDefinition {
  return { columns: [], primaryKey: [], columnsKnown: false, definedAt: null };
}

/** What a table that stands in the target tells of the source: names and key. */
export function definitionOf(existing: ExistingTable, primaryKey: readonly string[] | undefined): TableDefinition {
  const isUsers = (name: string): boolean => !name.startsWith('drayage_');
  const place = existing.layout === 'universal' ? (at: string) => at !== 'column' : (at: string) => at === 'column';
  return {
    columns: existing.columns
      .filter((column) => place(column.place) && isUsers(column.name) && !isPutAside(column.name))
      .map((column) => ({ name: sourceName(column.name), type: EXISTING_TYPE, nullable: true })),
    primaryKey: primaryKey ?? existing.primaryKey.filter((name) => name !== ID_COLUMN).map(sourceName),
  };
}

/** A name that was cut to the target's limit cannot be told from the catalogue; it then stands for itself. */
function sourceName(name: string): string {
  return restoreName(name) ?? name;
}
