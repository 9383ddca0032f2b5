/**
 * What may happen in a history and on its way. Each can be switched on alone, so that what does not hold yet can be
 * found, told and fixed one at a time.
 */
export const HAZARDS = [
  // Of the source.
  'keyChanges',
  'partialImages',
  'partialKeyChanges',
  'wideTypes',
  'pureFractions',
  'hostileNames',
  'prototypeNames',
  'keyless',
  'keylessChanges',
  'keylessAlters',
  'keylessReloads',
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
  'untoldDrops',
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
  'concurrentWorkers',
] as const;

export type Hazard = (typeof HAZARDS)[number];
export type Hazards = ReadonlySet<Hazard>;

/**
 * Hazards under which a stamped target need not end as its source, so that the suites leave them out; the soak takes them
 * by `--with`. Each is a limit that the writer's SPEC.md states, with what is then seen: an `incomplete` table or a dead
 * letter in most, and what mends it.
 */
const OPEN_STAMPED: Hazards = new Set<Hazard>([
  'partialKeyChanges',
  'keylessAlters',
  'unsignalledLoads',
  'renameColumns',
  'untoldDrops',
  'renameTables',
  'restartsOverDdl',
  'concurrentWorkers',
]);

/**
 * The same in the order of arrival, where nothing tells a repeated message from a new one: a repeated change of a key finds
 * no old row any more to take absent columns from, and a repeated row of before a column leaves that column alone where no
 * definition knows of it.
 */
const OPEN_ARRIVAL: Hazards = new Set<Hazard>(['partialKeyChanges', 'untoldColumns', 'untoldDrops', 'restartsOverDdl']);

/** What holds when rows are stamped. */
export const STAMPED_HAZARDS: Hazards = new Set(HAZARDS.filter((hazard) => !OPEN_STAMPED.has(hazard)));

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
  'concurrentWorkers',
]);

/** What holds in the order of arrival: one reader, one shard, in order, a stretch repeated to its end. */
export const ARRIVAL_HAZARDS: Hazards = new Set(
  HAZARDS.filter((hazard) => !STAMPED_ONLY.has(hazard) && !OPEN_ARRIVAL.has(hazard)),
);
