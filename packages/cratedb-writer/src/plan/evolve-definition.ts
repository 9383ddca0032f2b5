import type { ColumnDefinition, JsonValue, TableChange, TableDefinition } from '@drayage/record-decoder';
import { EXISTING_TYPE } from '../catalogue/existing-table.js';
import { isBroughtBack } from './former-names.js';
import type { GuessedColumn } from './stored-definition.js';

interface ColumnRename {
  readonly from: string;
  readonly to: string;
}

/** How a definition changes: names to rename and to drop in the target; what is new is added by reconciling. */
export interface Evolution {
  readonly definition: TableDefinition;
  readonly renamed: readonly ColumnRename[];
  readonly dropped: readonly string[];
  /** Gone from the definition, and nobody said whether dropped or renamed. */
  readonly unclear: readonly string[];
  /** A rename that is told once more, or before the table was known: rows up to now bear the old name. */
  readonly repeated?: ColumnRename | undefined;
  /** Columns that were dropped before anybody told of them: rows up to now may bear them. */
  readonly neverKnown?: readonly string[] | undefined;
}

/** A definition as it is known, with the columns that rows brought. */
export interface PresentDefinition extends TableDefinition {
  readonly guessed?: readonly GuessedColumn[] | undefined;
}

/**
 * What a control record makes of a table's definition. `undefined`: the record does not say enough, and nothing is
 * known that could make up for it.
 *
 * Only `create-table` has a form that is known, and tells all columns. Of the other messages a definition counts as whole
 * when it tells the key (or all columns but a dropped one, where there is no key); a column that it lacks is then gone. Where columns came that it does not speak of, one of them
 * may be the old one under another name: such a column is `unclear`, and nothing that holds values is dropped on suspicion.
 */
export function evolveDefinition(present: PresentDefinition | undefined, change: TableChange): Evolution | undefined {
  if (present === undefined) return firstDefinition(change);
  const told = change.definition;
  const whole =
    told !== undefined &&
    (change.operation === 'create-table' || told.primaryKey.length > 0 || listsAllButDropped(present, told, change));
  if (change.operation === 'rename-column') {
    const renamed = change.renamedColumn ?? (whole ? onlyRename(present, told) : undefined);
    if (renamed !== undefined) return renameColumn(present, change, renamed, whole);
  }
  if (change.operation === 'drop-column' && change.droppedColumns.length > 0)
    return dropColumns(present, change, whole);
  if (told === undefined) return undefined;
  return whole ? compare(present, told, change) : widen(present, told, change);
}

function firstDefinition({ operation, definition, renamedColumn, droppedColumns }: TableChange): Evolution | undefined {
  const isPart = operation !== 'create-table' && operation !== 'change-columns' && definition?.primaryKey.length === 0;
  if (definition === undefined || isPart) return undefined;
  return { definition, renamed: [], dropped: [], unclear: [], repeated: renamedColumn, neverKnown: droppedColumns };
}

/**
 * A table without a key never tells one. Its definition counts as whole in a `drop-column` that lists every column it is known
 * to have, but for one.
 */
function listsAllButDropped(present: PresentDefinition, told: TableDefinition, { operation }: TableChange): boolean {
  if (operation !== 'drop-column' || present.primaryKey.length > 0 || told.columns.length < 2) return false;
  const isGuessed = (name: string): boolean => present.guessed?.some((column) => column.name === name) === true;
  const gone = namesOf(present).filter((name) => !has(told, name) && !isGuessed(name));
  return gone.length === 1 && told.columns.every(({ name }) => has(present, name));
}

/** All columns are told: what is gone was dropped, unless it may be what came under another name. */
function compare(present: PresentDefinition, told: TableDefinition, change: TableChange): Evolution {
  const younger = present.columns.filter(({ name }) => !has(told, name) && isYounger(present, name, change.timeMicros));
  const definition = younger.length === 0 ? told : { ...told, columns: [...told.columns, ...younger] };
  const gone = namesOf(present).filter((name) => !has(definition, name));
  // A column that came with `add-column` is that one; a rename nobody told of would bring one more.
  const expected = change.operation === 'add-column' ? 1 : 0;
  const isSure = change.operation === 'create-table' || arrivals(present, told).length <= expected;
  return { definition, renamed: [], dropped: isSure ? gone : [], unclear: isSure ? [] : gone };
}

/** A definition that may list some columns only: it adds and retypes, and takes nothing away. */
function widen(present: PresentDefinition, told: TableDefinition, { operation }: TableChange): Evolution {
  const mayRemove = operation === 'drop-column' || operation === 'rename-column' || operation === 'change-columns';
  const gone = namesOf(present).filter((name) => !has(told, name) && !present.primaryKey.includes(name));
  const listsAll = told.columns.length > 1 && gone.length === 1;
  const unclear = mayRemove && listsAll ? gone : [];
  return { definition: without(merged(present, told), unclear), renamed: [], dropped: [], unclear };
}

/** A rename that tells only the new definition: one column went, one of the same type came. */
function onlyRename(present: PresentDefinition, told: TableDefinition): ColumnRename | undefined {
  const guessed = (name: string): boolean => present.guessed?.some((column) => column.name === name) === true;
  const [from, ...moreGone] = present.columns.filter(({ name }) => !has(told, name) && !guessed(name));
  const [to, ...moreCome] = arrivals(present, told);
  if (from === undefined || to === undefined || moreGone.length + moreCome.length > 0) return undefined;
  return from.type === to.type ? { from: from.name, to: to.name } : undefined;
}

function renameColumn(
  present: PresentDefinition,
  { definition: told, timeMicros }: TableChange,
  renamed: ColumnRename,
  whole: boolean,
): Evolution | undefined {
  const had = has(present, renamed.from);
  const done = had ? { renamed: [renamed] } : { renamed: [], repeated: renamed };
  if (!had && told === undefined && !has(present, renamed.to)) return undefined;
  const after = withRenamed(present, renamed);
  if (told === undefined || !whole) {
    const definition = told === undefined ? after : merged(after, told);
    return { definition, ...done, dropped: [], unclear: [] };
  }
  const younger = after.columns.filter(({ name }) => !has(told, name) && isYounger(present, name, timeMicros));
  const definition = { ...told, columns: [...told.columns, ...younger] };
  const unclear = namesOf(after).filter((name) => !has(definition, name));
  return { definition, ...done, dropped: [], unclear };
}

function withRenamed(present: PresentDefinition, { from, to }: ColumnRename): TableDefinition {
  if (!has(present, from)) return { columns: present.columns, primaryKey: present.primaryKey };
  if (isBroughtBack(present, { from, to })) return without(present, [from]);
  return {
    // A row may have brought the new name before; the old column knows its type.
    columns: present.columns.flatMap((column) => {
      if (column.name === to) return [];
      return [column.name === from ? { ...column, name: to } : column];
    }),
    primaryKey: present.primaryKey.map((name) => (name === from ? to : name)),
  };
}

/** Columns that a message names are dropped, those of the key never: another key is another table. */
function dropColumns(present: PresentDefinition, change: TableChange, whole: boolean): Evolution {
  const key = change.definition !== undefined && whole ? change.definition.primaryKey : present.primaryKey;
  const named = change.droppedColumns.filter(
    (name) => !key.includes(name) && !isYounger(present, name, change.timeMicros),
  );
  const dropped = named.filter((name) => has(present, name));
  const neverKnown = named.filter((name) => !has(present, name));
  if (change.definition === undefined || !whole) {
    return { definition: without(present, dropped), renamed: [], dropped, unclear: [], neverKnown };
  }
  const compared = compare(present, change.definition, change);
  const others = (names: readonly string[]): readonly string[] => names.filter((name) => !named.includes(name));
  return {
    definition: without(compared.definition, named),
    renamed: [],
    dropped: [...dropped, ...others(compared.dropped)],
    unclear: others(compared.unclear),
    neverKnown,
  };
}

/** A row brought the column, and the message is from before that row. */
function isYounger(present: PresentDefinition, name: string, timeMicros: number | undefined): boolean {
  const guess = present.guessed?.find((column) => column.name === name);
  if (guess === undefined) return false;
  return guess.sinceMicros === null || timeMicros === undefined || guess.sinceMicros >= timeMicros;
}

/** Columns told that no control record told before. */
function arrivals(present: PresentDefinition, told: TableDefinition): readonly ColumnDefinition[] {
  return told.columns.filter(
    ({ name }) => !has(present, name) || present.guessed?.some((column) => column.name === name) === true,
  );
}

function merged(present: TableDefinition, told: TableDefinition): TableDefinition {
  const added = new Map(told.columns.map((column) => [column.name, column]));
  const kept = present.columns.map((column) => added.get(column.name) ?? column);
  return {
    columns: [...kept, ...told.columns.filter(({ name }) => !has(present, name))],
    primaryKey: present.primaryKey,
  };
}

function without({ columns, primaryKey }: TableDefinition, names: readonly string[]): TableDefinition {
  return { columns: columns.filter(({ name }) => !names.includes(name)), primaryKey };
}

/** Names that the source told of; what was read off the target may be the target's own. */
function namesOf(definition: TableDefinition): readonly string[] {
  return definition.columns.filter(({ type }) => type !== EXISTING_TYPE).map(({ name }) => name);
}

function has(definition: TableDefinition, name: string): boolean {
  return definition.columns.some((column) => column.name === name);
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
      // Beyond 2^53 whole numbers come as `bigint`: a larger `number` was written with a fraction or an exponent.
      return Number.isSafeInteger(value) ? 'INT64' : 'DOUBLE';
    default:
      return 'CLOB';
  }
}
