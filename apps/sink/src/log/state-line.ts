import type { StatusReport } from '../report/sink-view.js';

/** How the sink stands: logged once a minute, so that a log alone tells it, also while no record comes. */
export interface StateLine {
  /** The shard that is furthest behind its tip, in seconds; absent before anything was read. */
  readonly lagSeconds?: number;
  /** How long ago everything that had arrived was also applied; absent while that is not known. */
  readonly freshnessSeconds?: number;
  /** Tables of which rows are missing, or that take none. */
  readonly tablesIncomplete: number;
}

export function stateLine({ shards, tables, freshnessMs }: StatusReport): StateLine {
  const lags = shards.flatMap(({ lagMs }) => (lagMs === null ? [] : [lagMs]));
  return {
    ...(lags.length === 0 ? {} : { lagSeconds: Math.max(...lags) / 1_000 }),
    ...(freshnessMs === null ? {} : { freshnessSeconds: freshnessMs / 1_000 }),
    tablesIncomplete: tables.filter(({ state }) => state === 'incomplete' || state === 'suspended').length,
  };
}
