import type { TableName } from '@drayage/record-decoder';
import type { TargetTable } from '../catalogue/target-table.js';
import type { StoredDefinition } from '../plan/stored-definition.js';
import type { ResolvedTablePolicy } from '../policy/resolve-table-policy.js';
import type { TableState } from '../table-status.js';
import type { StoredTable } from './stored-table.js';

/**
 * What is known of one source table: its row in `drayage.tables`, and what this process made of it.
 *
 *     (unknown) --create-table--> loading --end of load known, rest swept--> live
 *     live, loading --drop-table--> dropped-at-source --create-table--> loading
 *     any --DDL failed, key changed--> suspended --create-table that fits--> loading
 *     any --a DDL letter, too many letters--> suspended --create-table, retried letters--> loading, live
 *     any --DMS confesses a loss, a gap--> incomplete --create-table--> loading
 */
export interface KnownTable {
  readonly source: TableName;
  readonly policy: ResolvedTablePolicy;
  /** Its row in `drayage.tables` as this process last read or wrote it; `undefined`: there is none yet. */
  memory: StoredTable | undefined;
  definition: StoredDefinition | undefined;
  /** Built and held against the catalogue in this process; `undefined` until needed, and after an outdated catalogue. */
  table: TargetTable | undefined;
  state: TableState;
  reason: string | null;
  /** Microseconds: message time of the `create-table` that opened the present era. */
  eraStartedAt: number | null;
  /** Time at the source by which the load had ended; while `loading`, what it did not bring is still to be swept. */
  loadCompletedAt: Date | null;
  /** The table holds everything up to then, see `advance`. */
  completeThroughMs: number | null;
  /** The DMS task that loads it, where its control records say. */
  taskId: string | undefined;
  /** Message time of the newest change that is no `load`: by then the load had ended. */
  newestChangeMicros: number | null;
  /** When the last loss was noted that this process heard of. */
  lostAtMicros: number | null;
  /** Message time of a `drop-table` that no `create-table` followed yet. */
  droppedAt: number | null;
  /** Why rows are left out without a letter: the policy discards tables that nobody knew. */
  leftOut: boolean;
  /** Values that their column did not hold and that the policy discards, by source column. This process's own. */
  readonly discardedValues: Map<string, number>;
  /** Whether `drayage.tables` has a row of it: the target table is ours. */
  claimed: boolean;
  rowsWritten: number;
  rowsDeleted: number;
  lastChangeMicros: number | null;
}

export function newKnownTable(source: TableName, policy: ResolvedTablePolicy): KnownTable {
  return {
    source,
    policy,
    memory: undefined,
    definition: undefined,
    table: undefined,
    state: 'live',
    reason: null,
    eraStartedAt: null,
    loadCompletedAt: null,
    completeThroughMs: null,
    taskId: undefined,
    newestChangeMicros: null,
    lostAtMicros: null,
    droppedAt: null,
    leftOut: false,
    discardedValues: new Map(),
    claimed: false,
    rowsWritten: 0,
    rowsDeleted: 0,
    lastChangeMicros: null,
  };
}
