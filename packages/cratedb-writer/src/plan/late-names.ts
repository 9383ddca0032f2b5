import type { TableChange } from '@drayage/record-decoder';
import type { FormerName } from './former-names.js';
import type { StoredDefinition } from './stored-definition.js';

/**
 * What a rename or a drop of columns says that comes after a newer definition: nothing of the present names, but which
 * names changes from before it bear. A column that such a change brought meanwhile is put right. `undefined`: nothing new.
 */
export function lateNames(definition: StoredDefinition, change: TableChange): StoredDefinition | undefined {
  const { timeMicros, renamedColumn, droppedColumns } = change;
  if (timeMicros === undefined) return undefined;
  const told = [
    ...(renamedColumn === undefined ? [] : [{ former: renamedColumn.from, next: renamedColumn.to }]),
    ...droppedColumns.map((former) => ({ former, next: null })),
  ];
  const names = definition.formerNames ?? [];
  const added = told.flatMap(({ former, next }): FormerName[] => {
    const known = names.find((entry) => entry.former === former && entry.untilMicros >= timeMicros);
    const present = next === null ? null : presentName(names, next, timeMicros);
    // Nobody had said whether it was dropped or renamed.
    if (known?.standing === 'undecided') return [{ ...known, present, standing: 'due' }];
    if (known !== undefined) return [];
    const standing = isBroughtBefore(definition, former, timeMicros) ? ({ standing: 'due' } as const) : {};
    return present === former ? [] : [{ former, present, untilMicros: timeMicros, ...standing }];
  });
  if (added.length === 0) return undefined;
  const due = new Set(added.filter(({ standing }) => standing === 'due').map(({ former }) => former));
  return {
    ...definition,
    columns: definition.columns.filter(({ name }) => !due.has(name)),
    guessed: definition.guessed?.filter(({ name }) => !due.has(name)),
    formerNames: [...names.filter((entry) => !isDecidedBy(added, entry)), ...added].sort(
      (one, other) => one.untilMicros - other.untilMicros,
    ),
  };
}

function isDecidedBy(added: readonly FormerName[], entry: FormerName): boolean {
  return (
    entry.standing === 'undecided' &&
    added.some(({ former, untilMicros }) => former === entry.former && untilMicros === entry.untilMicros)
  );
}

/** The name now of the column that was called so from a time on. */
function presentName(names: readonly FormerName[], name: string, since: number): string | null {
  const later = names.find((entry) => entry.former === name && entry.untilMicros > since);
  return later === undefined ? name : later.present;
}

/** Whether a row from before that time brought the column, and nobody told of it. */
function isBroughtBefore({ guessed = [] }: StoredDefinition, name: string, timeMicros: number): boolean {
  return guessed.some(
    (column) => column.name === name && column.sinceMicros !== null && column.sinceMicros < timeMicros,
  );
}
