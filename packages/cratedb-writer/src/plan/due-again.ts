import type { FormerName } from './former-names.js';
import type { StoredDefinition } from './stored-definition.js';

/** The definition, with the former names among these columns due to be dropped or renamed; `undefined`: there are none. */
export function dueAgain(definition: StoredDefinition, columns: readonly string[]): StoredDefinition | undefined {
  const { formerNames = [] } = definition;
  const gone = columns.filter((name) => !definition.columns.some((column) => column.name === name));
  // Of several columns that had a name one after another, the last is the one that it was added for.
  const due = new Set(
    gone.flatMap((name): FormerName[] =>
      formerNames.filter(({ former, standing }) => former === name && standing === undefined).slice(-1),
    ),
  );
  if (due.size === 0) return undefined;
  return {
    ...definition,
    formerNames: formerNames.map((entry): FormerName => (due.has(entry) ? { ...entry, standing: 'due' } : entry)),
  };
}
