import type { RowChange } from '@drayage/record-decoder';
import { outlivedChanges } from '../execute/outlived-changes.js';
import type { WriteContext } from '../execute/write-context.js';
import type { DeadLetterCode } from '../plan/change-refusal.js';
import type { KnownTable } from './known-table.js';
import type { TableRegistry } from './table-registry.js';
import type { RefusedChange } from './write-outcome.js';

/** Refusals that are about the row, not about its table. */
const ABOUT_ROWS: readonly DeadLetterCode[] = [
  'parked',
  'statement-failed',
  'value-not-castable',
  'value-out-of-range',
  'value-too-long',
];

/**
 * The refused rows whose letters need not stay open: what came after them leaves nothing to write. They are refused, and
 * counted, all the same: the same records tell the same numbers, whatever the target holds.
 */
export async function outlivedOf(
  { context, registry }: { readonly context: WriteContext; readonly registry: TableRegistry },
  refused: readonly RefusedChange[],
): Promise<readonly RowChange[]> {
  const byTable = new Map<KnownTable, RowChange[]>();
  for (const { change, refusal } of refused) {
    if (change.kind !== 'row' || !ABOUT_ROWS.includes(refusal.code)) continue;
    const known = registry.memory.find(registry.memory.tableOf(change));
    if (known?.table === undefined) continue;
    const changes = byTable.get(known) ?? [];
    changes.push(change);
    byTable.set(known, changes);
  }
  const outlived: RowChange[] = [];
  for (const [{ table }, changes] of byTable)
    if (table !== undefined) outlived.push(...(await outlivedChanges(context, table, changes)));
  return outlived;
}
