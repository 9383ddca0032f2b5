import type { ColumnDefinition, TableChange } from '@drayage/record-decoder';
import { EXISTING_TYPE } from '../catalogue/existing-table.js';
import type { ResolvedTablePolicy } from '../policy/resolve-table-policy.js';
import type { Evolution } from './evolve-definition.js';
import { formerNames, isBroughtBack, type FormerName } from './former-names.js';
import type { GuessedColumn, Retype, StoredDefinition } from './stored-definition.js';

export interface DefinitionStep {
  readonly evolution: Evolution;
  readonly change: TableChange;
  readonly policy: ResolvedTablePolicy;
  /** Whether a load begins, which brings every row anew. */
  readonly opensEra: boolean;
}

/** Pure: what is to be stored of a table after a control record, with what the target still has to follow. */
export function nextDefinition(present: StoredDefinition | undefined, step: DefinitionStep): StoredDefinition {
  const { evolution, change, policy, opensEra } = step;
  const follows = policy.schemaChanges.columns === 'evolve';
  const told = evolution.definition;
  const names = follows ? namesAfter(present, step) : (present?.formerNames ?? []);
  const columns = follows ? told.columns : [...told.columns, ...goneColumns(present, evolution)];
  const guessed = guessesAfter(present, step).filter(({ name }) => isColumn(columns, name) && !isTold(change, name));
  const types = nextTypes(present, columns, step);
  return {
    columns,
    primaryKey: told.primaryKey,
    columnsKnown: change.definition !== undefined || present?.columnsKnown === true,
    definedAt: change.timeMicros ?? null,
    ...part('formerNames', opensEra ? names.map(decided) : names),
    ...part('guessed', guessed),
    ...part('retyped', types.retyped),
    ...part('retypes', types.retypes),
    ...part('renames', present?.renames ?? []),
    movedFrom: present?.movedFrom,
    droppedAt: present?.droppedAt,
  };
}

/** What the target could not follow: former names that still stand, and columns that keep their type. */
export interface Undone {
  readonly formerNames: ReadonlySet<string>;
  readonly types: ReadonlySet<string>;
}

/** The definition once the target followed it; what could not be done is left to the next load. */
export function settledDefinition(definition: StoredDefinition, undone: Undone): StoredDefinition {
  const { formerNames: names = [], retypes = [], retyped = [], ...rest } = definition;
  const kept = names.flatMap((entry): FormerName[] => {
    if (entry.standing !== 'due') return [entry];
    if (undone.formerNames.has(entry.former)) return [{ ...entry, standing: 'undecided' }];
    const { former, present, untilMicros } = entry;
    return untilMicros === 0 ? [] : [{ former, present, untilMicros }];
  });
  const done = new Set(retypes.map(({ name }) => name).filter((name) => !undone.types.has(name)));
  const open = [...new Set([...retyped, ...undone.types])].filter((name) => !done.has(name));
  return { ...rest, movedFrom: undefined, ...part('formerNames', kept), ...part('retyped', open) };
}

/** Whether the target still has to follow this definition by more than new columns. */
export function hasOutstanding({ formerNames: names = [], retypes = [], movedFrom }: StoredDefinition): boolean {
  return movedFrom !== undefined || retypes.length > 0 || names.some(({ standing }) => standing === 'due');
}

function namesAfter(
  present: StoredDefinition | undefined,
  { evolution, change }: DefinitionStep,
): readonly FormerName[] {
  const names = formerNames(present?.formerNames ?? [], present, evolution, change.timeMicros);
  // What was read off the target may be the target's own: it is dropped by no message.
  return names.filter(({ former, present: name }) => name !== null || !isExisting(present, former));
}

function isExisting(present: StoredDefinition | undefined, name: string): boolean {
  return present?.columns.some((column) => column.name === name && column.type === EXISTING_TYPE) === true;
}

/** A load brings every row anew: whatever still stands under a former name is dropped, and needs no decision. */
function decided(entry: FormerName): FormerName {
  return entry.standing === undefined ? entry : { ...entry, present: null, standing: 'due' };
}

/** Where the target does not follow, columns that are gone at the source go on to stand in it. */
function goneColumns(present: StoredDefinition | undefined, { definition }: Evolution): readonly ColumnDefinition[] {
  return (present?.columns ?? []).filter(({ name }) => !definition.columns.some((column) => column.name === name));
}

/** The guessed columns by the names they have now; what took the name of one over knows its type. */
function guessesAfter(present: StoredDefinition | undefined, { evolution }: DefinitionStep): readonly GuessedColumn[] {
  const taken = new Set(evolution.renamed.map(({ to }) => to));
  return (present?.guessed ?? []).flatMap((guess) => {
    const rename = evolution.renamed.find(({ from }) => from === guess.name);
    if (rename !== undefined) return isBroughtBack(present, rename) ? [] : [{ ...guess, name: rename.to }];
    return taken.has(guess.name) ? [] : [guess];
  });
}

function nextTypes(
  present: StoredDefinition | undefined,
  columns: readonly ColumnDefinition[],
  step: DefinitionStep,
): { readonly retyped: readonly string[]; readonly retypes: readonly Retype[] } {
  const { evolution, change, policy, opensEra } = step;
  const nameNow = (name: string): string => evolution.renamed.find(({ from }) => from === name)?.to ?? name;
  const before = new Map<string, ColumnDefinition>();
  // In this order: what took the name of another column over stands for it.
  for (const column of present?.columns ?? []) if (!before.has(column.name)) before.set(column.name, column);
  for (const rename of evolution.renamed) {
    const column = before.get(rename.from);
    if (column !== undefined && !isBroughtBack(present, rename)) before.set(rename.to, column);
  }
  const guesses = new Set(guessesAfter(present, step).map(({ name }) => name));
  const found = [...guesses].filter((name) => isTold(change, name));
  const changed = columns
    .filter((column) => !guesses.has(column.name) && isChanged(before.get(column.name), column))
    .map(({ name }) => name);
  const retyped = [...new Set([...(present?.retyped ?? []).map(nameNow), ...changed])].filter((name) =>
    isColumn(columns, name),
  );
  const retypes = new Map<string, Retype>();
  const schedule = (name: string, why: Retype['why'], sinceMicros: number | null): void => {
    if (isColumn(columns, name)) retypes.set(name, { name, why, sinceMicros });
  };
  for (const retype of present?.retypes ?? []) schedule(nameNow(retype.name), retype.why, retype.sinceMicros);
  for (const name of found) schedule(name, 'guessed', null);
  if (policy.schemaChanges.types !== 'evolve') return { retyped, retypes: [...retypes.values()] };
  for (const name of changed) schedule(name, 'told', null);
  const since = change.timeMicros;
  if (opensEra && since !== undefined) {
    // A table that was adopted keeps its types: only one that a load filled before is known to be filled again.
    const overridden = present?.columnsKnown === true ? policy.columnTypes.keys() : [];
    for (const name of [...retyped, ...found, ...overridden]) schedule(name, 'reload', since);
  }
  return { retyped, retypes: [...retypes.values()] };
}

function isTold({ definition }: TableChange, name: string): boolean {
  return definition !== undefined && isColumn(definition.columns, name);
}

function isColumn(columns: readonly ColumnDefinition[], name: string): boolean {
  return columns.some((column) => column.name === name);
}

function isChanged(before: ColumnDefinition | undefined, after: ColumnDefinition): boolean {
  if (before === undefined || before.type === EXISTING_TYPE) return false;
  return (['type', 'length', 'precision', 'scale'] as const).some((part) => before[part] !== after[part]);
}

/** A list that is kept only while something is in it. */
function part<K extends string, V>(name: K, list: readonly V[]): { readonly [P in K]?: readonly V[] } {
  return list.length === 0 ? {} : ({ [name]: list } as { readonly [P in K]?: readonly V[] });
}
