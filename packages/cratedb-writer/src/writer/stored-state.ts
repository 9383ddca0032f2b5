import type { RowChange } from '@drayage/record-decoder';
import type { KnownTable } from './known-table.js';
import type { StoredTable } from './stored-table.js';

/** What is known of a table of which nothing is stored. */
export const NOTHING_STORED: Partial<KnownTable> = {
  memory: undefined,
  definition: undefined,
  state: 'live',
  reason: null,
  eraStartedAt: null,
  loadCompletedAt: null,
  completeThroughMs: null,
  droppedAt: null,
  claimed: false,
};

/** The part of what is known of a table that is stored. */
export function stateOf(stored: StoredTable): Partial<KnownTable> {
  return {
    memory: stored,
    definition: stored.definition,
    state: stored.state,
    reason: stored.reason,
    eraStartedAt: stored.eraStartedAt,
    loadCompletedAt: stored.loadCompletedAt,
    completeThroughMs: stored.completeThroughMs,
    // Without a definition it was dropped in the target as well, and the era begins with the drop.
    droppedAt:
      stored.state === 'dropped-at-source' && stored.definition !== undefined
        ? (stored.definition.droppedAt ?? 0)
        : null,
    claimed: stored.definition !== undefined,
  };
}

/** Whether the change is from before its table was dropped in the target. */
export function isBeforeDrop(known: KnownTable | undefined, { timeMicros }: RowChange): boolean {
  if (known?.state !== 'dropped-at-source' || known.definition !== undefined || timeMicros === undefined) return false;
  return known.eraStartedAt !== null && timeMicros < known.eraStartedAt;
}
