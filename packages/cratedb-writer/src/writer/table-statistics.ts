/**
 * What DMS knows of the load of one table: a row of its `DescribeTableStatistics` or
 * `DescribeReplicationTableStatistics`, as plain data. Who has AWS credentials asks; the writer only judges.
 */
export interface TableStatistics {
  readonly schemaName: string;
  readonly tableName: string;
  /** `Table does not exist`, `Before load`, `Full load`, `Table completed`, `Table cancelled`, `Table error`, … */
  readonly tableState: string;
  readonly fullLoadRows?: number | undefined;
  readonly fullLoadErrorRows?: number | undefined;
  readonly fullLoadEndTime?: Date | undefined;
}

/**
 * What follows for the table's present era. `incomplete`: rows of the load are missing. `waits`: nothing yet, and why.
 */
export type StatisticsVerdict =
  | { readonly kind: 'ended'; readonly atMs: number }
  | { readonly kind: 'incomplete'; readonly reason: string; readonly atMs: number | undefined }
  | { readonly kind: 'waits'; readonly reason: string };

/**
 * Statistics lag behind, and go on telling of the load before until the next one has begun to count. So only a load that
 * ended after the era began counts, and one without a time of its end does not.
 */
export function judgeStatistics(statistics: TableStatistics, eraStartedAt: number | null): StatisticsVerdict {
  const { fullLoadEndTime, fullLoadErrorRows = 0 } = statistics;
  const atMs = fullLoadEndTime?.getTime();
  const isOfEra = atMs !== undefined && (eraStartedAt === null || atMs * 1000 > eraStartedAt);
  switch (normalized(statistics.tableState)) {
    case 'table completed':
      if (!isOfEra) return { kind: 'waits', reason: 'DMS tells of no load that ended after the present one began.' };
      if (fullLoadErrorRows > 0) {
        return { kind: 'incomplete', reason: `DMS could not load ${fullLoadErrorRows} rows. Reload the table.`, atMs };
      }
      return { kind: 'ended', atMs };
    case 'table error':
    case 'table cancelled':
      // Without a time it may be the load before that failed; a newer one would say that it is loading.
      if (atMs !== undefined && !isOfEra) return { kind: 'waits', reason: 'DMS tells of an earlier load.' };
      return { kind: 'incomplete', reason: `DMS says of the load: ${statistics.tableState}. Reload the table.`, atMs };
    default:
      return { kind: 'waits', reason: `DMS says of the load: ${statistics.tableState}.` };
  }
}

function normalized(state: string): string {
  return state
    .trim()
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, ' ');
}
