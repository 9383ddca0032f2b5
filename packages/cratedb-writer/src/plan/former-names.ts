import type { TableDefinition } from '@drayage/record-decoder';
import type { Evolution } from './evolve-definition.js';

/** What changes from before `untilMicros` call `former` is called `present` now; `null`: it was dropped. */
export interface FormerName {
  readonly former: string;
  readonly present: string | null;
  readonly untilMicros: number;
}

/**
 * The former names after a definition changed, the oldest first. A late change, or one that is delivered again, bears the
 * names its columns had; without this memory it would bring them back to the target.
 */
export function formerNames(
  known: readonly FormerName[],
  before: TableDefinition | undefined,
  { definition, renamed }: Evolution,
  untilMicros: number | undefined,
): readonly FormerName[] {
  const presentName = (name: string): string | null => {
    const to = renamed.find(({ from }) => from === name)?.to;
    if (to !== undefined) return to;
    return definition.columns.some((column) => column.name === name) ? name : null;
  };
  const followed = known.map((entry) => (entry.present === null ? entry : { ...entry, present: presentName(entry.present) }));
  if (untilMicros === undefined) return followed;
  const gone = (before?.columns ?? []).flatMap(({ name }): FormerName[] => {
    const present = presentName(name);
    return present === name ? [] : [{ former: name, present, untilMicros }];
  });
  return [...followed, ...gone];
}
