import type { RowChange } from '@drayage/record-decoder';
import type { StoredDefinition } from '../plan/stored-definition.js';
import type { KnownTable } from './known-table.js';
import type { StoredTable } from './table-memory.js';

/** What is known of a table of which nothing is stored. */
export const NOTHING_STORED: Partial<KnownTable> = {
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
    definition: stored.definition,
    state: stored.state,
    reason: stored.reason,
    eraStartedAt: stored.eraStartedAt,
    loadCompletedAt: stored.loadCompletedAt,
    completeThroughMs: stored.completeThroughMs,
    droppedAt: stored.state === 'dropped-at-source' ? (stored.definition?.droppedAt ?? 0) : null,
    claimed: stored.definition !== undefined,
  };
}

/** Whether the stored state tells of a later era or definition than this process knows. */
export function isNewer(stored: StoredTable, known: KnownTable): boolean {
  const later = (one: number | null | undefined, than: number | null | undefined): boolean => (one ?? -1) > (than ?? -1);
  const renamedAt = (definition: StoredDefinition | undefined): number | undefined => definition?.renames?.at(-1)?.untilMicros;
  if (later(renamedAt(stored.definition), renamedAt(known.definition))) return true;
  return later(stored.eraStartedAt, known.eraStartedAt) || later(stored.definition?.definedAt, known.definition?.definedAt);
}

/** Whether the change is from before its table was dropped in the target. */
export function isBeforeDrop(known: KnownTable | undefined, { timeMicros }: RowChange): boolean {
  if (known?.state !== 'dropped-at-source' || known.definition !== undefined || timeMicros === undefined) return false;
  return known.eraStartedAt !== null && timeMicros < known.eraStartedAt;
}
