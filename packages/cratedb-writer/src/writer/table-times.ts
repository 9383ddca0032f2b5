import type { RowChange } from '@drayage/record-decoder';
import type { KnownTable } from './known-table.js';
import type { TableRegistry } from './table-registry.js';

/** What the times of a batch's changes tell of their tables, in microseconds. Kept until its rows are written. */
export class TableTimes {
  /** Tables whose load has ended, and by when. */
  private readonly loadsEnded = new Map<KnownTable, number>();
  /** Tables that rows of after their drop came for, and the newest of their times. */
  private readonly revived = new Map<KnownTable, number>();

  /** A row of the table came: a change that is no load says that the load of its era has ended. */
  noteChange(known: KnownTable, change: RowChange): void {
    const time = change.timeMicros;
    if (time === undefined) return;
    if (known.lastChangeMicros === null || time > known.lastChangeMicros) known.lastChangeMicros = time;
    if (known.droppedAt !== null && time > known.droppedAt)
      this.revived.set(known, Math.max(time, this.revived.get(known) ?? 0));
    if (change.operation === 'load') return;
    if (known.newestChangeMicros === null || time > known.newestChangeMicros) known.newestChangeMicros = time;
    if (known.eraStartedAt === null || time > known.eraStartedAt) this.noteLoadEnd(known, time);
  }

  noteLoadEnd(known: KnownTable, atMicros: number): void {
    if (known.state !== 'loading') return;
    const before = this.loadsEnded.get(known);
    // What was noted before this batch opened another era is of no load any more.
    const isOfEra = before !== undefined && before >= (known.eraStartedAt ?? 0);
    this.loadsEnded.set(known, isOfEra ? Math.min(atMicros, before) : atMicros);
  }

  /** A table that was renamed within the batch: what is noted of its load is of its new name. */
  carryLoadEnd(known: KnownTable, renamed: KnownTable | undefined): void {
    const endedMicros = this.loadsEnded.get(known);
    if (endedMicros === undefined || renamed === undefined || known.definition?.renamedTo === undefined) return;
    // A load of its own that the new name has since is not the one that ended.
    if (renamed.eraStartedAt === known.eraStartedAt) this.noteLoadEnd(renamed, endedMicros);
  }

  /** The rows of the batch are written: loads end, and tables that were dropped are there again. */
  async settle(registry: TableRegistry): Promise<void> {
    for (const [known, atMicros] of this.loadsEnded) known.rowsDeleted += await registry.endLoad(known, atMicros);
    for (const [known, atMicros] of this.revived) await registry.revive(known, atMicros);
  }
}
