import type { TableStatistic } from '@drayage/aws-ops';

export const SORT_ORDERS = ['name', 'state', 'rows', 'changes', 'updated'] as const;
export type SortOrder = (typeof SORT_ORDERS)[number];

/** Which state needs eyes first. */
const STATE_RANK: Readonly<Record<TableStatistic['state'], number>> = {
  error: 0,
  cancelled: 1,
  missing: 2,
  other: 3,
  loading: 4,
  reloading: 5,
  waiting: 6,
  completed: 7,
};

/** Whether DMS failed at something of this table, or at finding it. */
export function hasErrors({ state, fullLoadErrorRows }: TableStatistic): boolean {
  return state === 'error' || state === 'cancelled' || state === 'missing' || fullLoadErrorRows > 0;
}

/** Tables with errors first, then as asked; what is alike by name. */
export function sortTables(tables: readonly TableStatistic[], by: SortOrder): readonly TableStatistic[] {
  return tables.toSorted(
    (one, other) =>
      Number(hasErrors(other)) - Number(hasErrors(one)) || compare(one, other, by) || compare(one, other, 'name'),
  );
}

export function changesOf({ inserts, updates, deletes }: TableStatistic): number {
  return inserts + updates + deletes;
}

function compare(one: TableStatistic, other: TableStatistic, by: SortOrder): number {
  switch (by) {
    case 'name':
      return `${one.schema}.${one.table}` < `${other.schema}.${other.table}` ? -1 : 1;
    case 'state':
      return STATE_RANK[one.state] - STATE_RANK[other.state];
    case 'rows':
      return other.fullLoadRows - one.fullLoadRows;
    case 'changes':
      return changesOf(other) - changesOf(one);
    case 'updated':
      return (other.lastUpdateAt?.getTime() ?? 0) - (one.lastUpdateAt?.getTime() ?? 0);
  }
}
