/**
 * What may happen in a history and on its way. Each can be switched on alone, so that what does not hold yet can be
 * found, told and fixed one at a time.
 */
export const HAZARDS = [
  // Of the source.
  'keyChanges',
  'partialImages',
  'wideTypes',
  'hostileNames',
  'prototypeNames',
  'keyless',
  'keylessChanges',
  'reloads',
  'rowsGone',
  'unsignalledLoads',
  'signalsToOneWorker',
  'addColumns',
  'dropColumns',
  'renameColumns',
  'renameKeyColumns',
  'columnNameReuse',
  'typeChanges',
  'untoldColumns',
  'doubledControls',
  'renameTables',
  'dropTables',
  'restarts',
  'restartsOverDdl',
  // Of the way.
  'shards',
  'anyPartition',
  'duplicates',
  'reorderWithinShard',
  'rereads',
  'resharding',
  'twoWorkers',
  'sameShardTwice',
  'concurrent',
] as const;

export type Hazard = (typeof HAZARDS)[number];
export type Hazards = ReadonlySet<Hazard>;

/** What holds: the suites run with these. */
export const STAMPED_HAZARDS: Hazards = new Set(HAZARDS);

/**
 * The delivery model of `arrival`: one reader, one shard, in order, a stretch repeated to its end. Nothing is swept, so
 * that rows which went without a change are no hazard there but a limit.
 */
export const ARRIVAL_HAZARDS: Hazards = new Set(HAZARDS);

/** Hazards that only stamps withstand. */
export const STAMPED_ONLY: Hazards = new Set<Hazard>([
  'shards',
  'anyPartition',
  'duplicates',
  'reorderWithinShard',
  'resharding',
  'twoWorkers',
  'sameShardTwice',
  'concurrent',
]);
