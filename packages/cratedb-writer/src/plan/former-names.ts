import type { Evolution, PresentDefinition } from './evolve-definition.js';

/** What changes from before `untilMicros` call `former` is called `present` now; `null`: it was dropped. */
export interface FormerName {
  readonly former: string;
  readonly present: string | null;
  /** 0: nobody told when; no change is older. */
  readonly untilMicros: number;
  /**
   * The target still has a column of the former name. `due`: it is to be renamed or dropped. `undecided`: nobody said
   * which of the two, and it is dropped by the next load.
   */
  readonly standing?: 'due' | 'undecided' | undefined;
  /**
   * The former name is one that rows from this time on brought back, as DMS sends a stretch once more after it was renamed
   * before: what they brought goes into the column that stands under the present name.
   */
  readonly sinceMicros?: number | undefined;
}

/** Whether a change from this time bears a name that its column does not have any more. */
export function isFormerName(names: readonly FormerName[], name: string, timeMicros: number | undefined): boolean {
  return (
    timeMicros !== undefined && names.some(({ former, untilMicros }) => former === name && timeMicros < untilMicros)
  );
}

/** Whether a rename is told once more: rows brought the old name back, and the new one is known. */
export function isBroughtBack(
  present: PresentDefinition | undefined,
  { from, to }: { readonly from: string; readonly to: string },
): boolean {
  const isGuessed = (name: string): boolean => present?.guessed?.some((guess) => guess.name === name) === true;
  return isGuessed(from) && !isGuessed(to) && present?.columns.some(({ name }) => name === to) === true;
}

/**
 * The former names after a definition changed, the oldest first. A late change, or one that is delivered again, bears the
 * names its columns had; without this memory it would bring them back to the target. It is the memory of what is still to
 * be done in the target, too.
 */
export function formerNames(
  known: readonly FormerName[],
  before: PresentDefinition | undefined,
  { definition, renamed, unclear, repeated, neverKnown = [] }: Evolution,
  untilMicros: number | undefined,
): readonly FormerName[] {
  const presentName = (name: string): string | null => {
    const to = renamed.find(({ from }) => from === name)?.to;
    if (to !== undefined) return to;
    return definition.columns.some((column) => column.name === name) ? name : null;
  };
  const followed = known.map((entry) =>
    entry.present === null ? entry : { ...entry, present: presentName(entry.present) },
  );
  const gone = (before?.columns ?? []).flatMap(({ name }): FormerName[] => {
    const present = presentName(name);
    if (present === name) return [];
    const standing = unclear.includes(name) ? 'undecided' : 'due';
    const broughtBack = present !== null && isBroughtBack(before, { from: name, to: present });
    const since = broughtBack ? before?.guessed?.find((guess) => guess.name === name)?.sinceMicros : undefined;
    const sinceMicros = since === undefined ? {} : { sinceMicros: since ?? 0 };
    return [{ former: name, present, untilMicros: untilMicros ?? 0, standing, ...sinceMicros }];
  });
  if (untilMicros === undefined) return [...followed, ...gone];
  const told = [
    ...(repeated === undefined ? [] : [{ former: repeated.from, present: repeated.to }]),
    ...neverKnown.map((former) => ({ former, present: null })),
  ].map((entry): FormerName => ({ ...entry, untilMicros }));
  return [...followed.filter((entry) => !told.some((later) => replaces(later, entry))), ...gone, ...told];
}

/** Whether the same name for the same column is told once more, of a later time. */
function replaces(later: FormerName, entry: FormerName): boolean {
  if (later.former !== entry.former || later.present !== entry.present) return false;
  return entry.standing === undefined && entry.untilMicros <= later.untilMicros;
}
