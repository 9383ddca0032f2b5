import type { HistoryCase } from './history-case.ts';

/** Every name that a column had: the target cuts long ones. */
export function knownColumns({ events }: Pick<HistoryCase, 'events'>): readonly string[] {
  return events.flatMap((event) => {
    if (event.kind === 'full-load') return event.definition.columns.map(({ name }) => name);
    if (event.kind !== 'alter') return [];
    const { alteration } = event;
    return alteration.kind === 'add-column'
      ? [alteration.column.name]
      : alteration.kind === 'rename-column'
        ? [alteration.to]
        : [];
  });
}
