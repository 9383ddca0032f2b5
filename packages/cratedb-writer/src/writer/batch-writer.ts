import type { ChangeRecord, RowChange, TableChange } from '@drayage/record-decoder';
import { tableId, type TargetTable } from '../catalogue/target-table.js';
import type { WriteContext } from '../execute/write-context.js';
import { isValueError, type RefusedRow } from '../execute/write-upserts.js';
import type { OpenLetters } from '../letters/dead-letter.js';
import { refuse, type ChangeRefusal } from '../plan/change-refusal.js';
import { ChangeFold } from '../plan/fold-changes.js';
import { orderChanges } from '../plan/order-changes.js';
import { isControlTable, isIncluded } from '../policy/resolve-table-policy.js';
import type { WritePolicy } from '../write-policy.js';
import { applyTableChange } from './apply-table-change.js';
import { BatchTally } from './batch-tally.js';
import { readControlSignal } from './control-tables.js';
import { describeKey, describeOldKey } from './describe-key.js';
import { changesOf, flushRows, type FlushOutcome } from './flush-rows.js';
import { applyKeylessChange, isKeylessChange } from './keyless-change.js';
import type { KnownTable } from './known-table.js';
import { LetterTracker, parkedRefusal } from './letter-tracker.js';
import { outlivedOf } from './outlived-letters.js';
import { refusalOf } from './refusal-of.js';
import type { TableRegistry, UnknownTables } from './table-registry.js';
import { TableTimes } from './table-times.js';
import { UnknownColumns } from './unknown-columns.js';
import { writeApart } from './write-apart.js';
import { unreadImageWarning } from './unread-image-warning.js';
import type { RefusedChange, WriteOutcome } from './write-outcome.js';

export interface BatchWriterOptions {
  readonly context: WriteContext;
  readonly registry: TableRegistry;
  readonly policy: WritePolicy;
  readonly unknownTables: UnknownTables;
  /** Absent: refused changes do not become letters, and nothing waits behind them. */
  readonly letters?: OpenLetters | undefined;
}

interface OpenFold {
  readonly known: KnownTable;
  readonly fold: ChangeFold;
  /** What was folded, in order. */
  readonly changes: RowChange[];
}

/**
 * One batch on its way. Rows are folded per table; a change of a table first writes what came before it for that
 * table, and leaves the other tables' rows to be written together at the end.
 */
export class BatchWriter {
  /** Newest message time of the batch, microseconds. */
  newestMicros = 0;
  private readonly options: BatchWriterOptions;
  private readonly folds = new Map<string, OpenFold>();
  private readonly times = new TableTimes();
  private readonly letters: LetterTracker;
  /** Tables found suspended, so that each of their rows need not be looked up. */
  private readonly suspended = new Map<string, ChangeRefusal>();
  private readonly refused: RefusedChange[] = [];
  private readonly waiting: ChangeRecord[] = [];
  private readonly waitingTables = new Set<string>();
  private readonly unknownColumns = new UnknownColumns();
  private readonly tally = new BatchTally();

  constructor(options: BatchWriterOptions) {
    this.options = options;
    this.letters = new LetterTracker(options.letters);
  }

  async write(changes: readonly ChangeRecord[]): Promise<WriteOutcome> {
    const { policy } = this.options;
    for (const change of policy.ordering === 'stamped' ? orderChanges(changes) : changes) {
      if (change.timeMicros !== undefined && change.timeMicros > this.newestMicros)
        this.newestMicros = change.timeMicros;
      const pending = this.take(change);
      if (pending !== undefined) await pending;
    }
    for (const id of [...this.folds.keys()]) await this.flush(id);
    await this.times.settle(this.options.registry);
    if (this.options.letters !== undefined)
      for (const change of await outlivedOf(this.options, this.refused)) this.letters.outlived(change);
    const { staleSkipped, leftOut, statements } = this.tally;
    return {
      ...this.tally.totals(),
      statements,
      staleSkipped,
      leftOut,
      refused: this.refused,
      closed: this.letters.closed(this.refused),
      waiting: this.waiting.length < 2 ? this.waiting : inOrderOf(changes, this.waiting),
    };
  }

  /** Without a promise on the way of nearly every row: it is folded, and that is all. */
  private take(change: ChangeRecord): Promise<void> | undefined {
    switch (change.kind) {
      case 'row':
        return this.options.policy.controlTables === 'write' && isControlTable(change.table)
          ? this.takeSignal(change).then(() => this.takeRow(change))
          : this.takeRow(change);
      case 'table':
        return this.takeTableChange(change);
      case 'unknown':
        this.refuse(
          change,
          refuse('unknown-operation', `Nothing is known of the operation of this ${change.recordType} record.`),
        );
        return undefined;
    }
  }

  private takeRow(change: RowChange): Promise<void> | undefined {
    if (change.unreadImage !== undefined) this.options.registry.warnings.add(unreadImageWarning(change.unreadImage));
    const id = tableId(this.options.registry.memory.tableOf(change));
    const open = this.folds.get(id);
    if (open === undefined) return this.openAndTake(change, id);
    if (!this.letters.admits(open.known, change)) {
      this.refuse(change, parkedRefusal(), open.known);
      return undefined;
    }
    if (isKeylessChange(open.fold.table, change)) return this.takeKeylessChange(change, id, open);
    if (this.unknownColumns.hasUnseenNull(id, open.fold.table, change)) return this.widenAndTake(change, id, open);
    const added = open.fold.add(change, this.fallbackMicros(open.known));
    if (added === 'unknown-column') return this.widenAndTake(change, id, open);
    if (added === 'folded') this.noteFolded(open, change);
    else this.refuseOrWait(change, added, open.known);
    return undefined;
  }

  private async openAndTake(change: RowChange, id: string): Promise<void> {
    const { policy, registry, unknownTables } = this.options;
    if (isControlTable(change.table) && policy.controlTables !== 'write') {
      if (policy.controlTables === 'signal') await this.takeSignal(change);
      return;
    }
    if (!isIncluded(policy, change.table)) return;
    if (this.waitingTables.has(id)) {
      this.waiting.push(change);
      return;
    }
    const suspended = this.suspended.get(id);
    if (suspended !== undefined) {
      this.refuse(change, suspended, registry.memory.find(change.table));
      return;
    }
    const found = await registry.forRow(change, unknownTables);
    switch (found.kind) {
      case 'stale':
        this.tally.staleSkipped += 1;
        return;
      case 'left-out':
        this.tally.leftOut += 1;
        return;
      case 'wait':
        this.waitingTables.add(id);
        this.waiting.push(change);
        return;
      case 'refused':
        if (registry.memory.find(registry.memory.tableOf(change))?.state === 'suspended')
          this.suspended.set(id, found.refusal);
        this.refuse(change, found.refusal, registry.memory.find(registry.memory.tableOf(change)));
        return;
      case 'ready':
        await this.letters.prepare(change.table);
        this.folds.set(tableId(found.known.source), {
          known: found.known,
          fold: new ChangeFold(found.table, found.known.eraStartedAt),
          changes: [],
        });
        await this.takeRow(change);
    }
  }

  private async takeSignal(change: RowChange): Promise<void> {
    const { registry } = this.options;
    const signal = readControlSignal(change);
    if (signal?.kind === 'loss') await registry.markIncomplete(signal.table, signal);
    if (signal?.kind !== 'task-status') return;
    const endedMicros = registry.tasks.note(signal);
    if (endedMicros === undefined) return;
    for (const known of await registry.loadingOf(signal.task)) this.times.noteLoadEnd(known, endedMicros);
  }

  /**
   * The table gains the columns of a row. What was folded so far is folded anew for the wider table, and not written
   * before: the same batch makes the same rows whether or not the column was known.
   */
  private async widenAndTake(change: RowChange, id: string, open: OpenFold): Promise<void> {
    const { known } = open;
    const frozen = this.unknownColumns.frozen(id, change);
    if (frozen !== undefined) {
      this.refuse(change, frozen, known);
      return;
    }
    const widened = await this.options.registry.widen(known, change);
    if (widened.kind !== 'ready') {
      // What was folded stays as it is where only this row was refused.
      if (known.table === undefined) await this.flush(id);
      if (widened.kind === 'refused') {
        this.refuse(change, widened.refusal, known);
        this.unknownColumns.noteFrozen(id, widened.refusal);
      }
      return;
    }
    const fold = new ChangeFold(widened.table, known.eraStartedAt);
    this.folds.set(id, { known, fold, changes: open.changes });
    for (const folded of open.changes) {
      const again = fold.add(folded, this.fallbackMicros(known));
      if (typeof again !== 'string') this.refuseOrWait(folded, again, known);
    }
    const added = fold.add(change, this.fallbackMicros(known));
    if (added === 'folded') this.noteFolded({ known, fold, changes: open.changes }, change);
    else if (added === 'unknown-column') this.refuse(change, notWidened(), known);
    else this.refuseOrWait(change, added, known);
  }

  private async takeKeylessChange(change: RowChange, id: string, { known, fold }: OpenFold): Promise<void> {
    await this.flush(id);
    const { context, registry } = this.options;
    const expiresAt = registry.tombstonesExpireAt();
    const apply = (table: TargetTable): ReturnType<typeof applyKeylessChange> =>
      applyKeylessChange(context, { known, table, expiresAt }, change).catch((error: unknown) => {
        if (isValueError(error)) return refusalOf(error, table, change);
        throw error;
      });
    let outcome = await apply(fold.table);
    if (outcome === 'unknown-column') {
      const widened = await registry.widen(known, change);
      if (widened.kind === 'refused') outcome = widened.refusal;
      if (widened.kind === 'ready') outcome = await apply(widened.table);
    }
    if (outcome === 'unknown-column') this.refuse(change, notWidened(), known);
    else if ('code' in outcome) this.refuse(change, outcome, known);
    else {
      this.times.noteChange(known, change);
      this.tally.staleSkipped += outcome.staleSkipped;
      if (outcome.staleSkipped > 0) this.letters.outlived(change);
      this.tally.addRows(known, outcome.rowsUpserted, outcome.rowsDeleted);
    }
  }

  private async takeTableChange(change: TableChange): Promise<void> {
    const { context, registry, policy, unknownTables } = this.options;
    if (isControlTable(change.table) && policy.controlTables !== 'write') return;
    if (!isIncluded(policy, change.table)) return;
    const concerned = [change.table, ...(change.renamedTo === undefined ? [] : [change.renamedTo])].map(tableId);
    for (const id of concerned) {
      await this.flush(id);
      this.unknownColumns.tableChanged(id);
    }
    const before = registry.memory.find(change.table);
    const refusal = await applyTableChange({ context, registry, policy, unknownTables }, change);
    if (before !== undefined && change.renamedTo !== undefined)
      this.times.carryLoadEnd(
        before,
        registry.memory.find(registry.memory.tableOf({ ...change, table: change.renamedTo })),
      );
    if (refusal === 'wait') {
      this.waiting.push(change);
      return;
    }
    const known = registry.memory.find(change.table);
    for (const id of concerned) this.suspended.delete(id);
    if (refusal === undefined) await this.letters.applied(known, change);
    else {
      // What the table lost may be anything: its rows wait for somebody to look.
      if (refusal.code === 'ddl-failed') await registry.suspendTable(change.table, refusal.code, refusal.message);
      this.refuse(change, refusal, known);
    }
    // The era that this opens may have ended its load already: the rows of this batch come first.
    if (known !== undefined && known.loadCompletedAt !== null)
      this.times.noteLoadEnd(known, known.loadCompletedAt.getTime() * 1000);
    for (const id of concerned) {
      if (!this.waitingTables.delete(id)) continue;
      await this.retryWaiting(id);
      // A repeated run knows the table and writes these rows before the control record: the same here.
      await this.flush(id);
    }
  }

  /** Rows that came before their table's `create-table` in the same batch. */
  private async retryWaiting(id: string): Promise<void> {
    const isOf = (change: ChangeRecord): boolean =>
      tableId(change.table) === id || tableId(this.options.registry.memory.tableOf(change)) === id;
    const held = this.waiting.filter((change) => isOf(change));
    const others = this.waiting.filter((change) => !isOf(change));
    this.waiting.splice(0, this.waiting.length, ...others);
    for (const change of held) await this.take(change);
  }

  private async flush(id: string): Promise<void> {
    const open = this.folds.get(id);
    if (open === undefined) return;
    this.folds.delete(id);
    const { known, fold } = open;
    this.tally.staleSkipped += fold.staleChanges;
    if (fold.size === 0) return;
    let attempts = 0;
    const parked = new Set<RowChange>();
    await writeApart(open.changes, {
      write: async (changes) => {
        attempts += 1;
        await this.flushFold(attempts === 1 ? open : this.foldAgain(open, changes, parked));
      },
      refuse: (change, error) => this.refuse(change, refusalOf(error, fold.table, change), known),
    });
  }

  /** Some of the changes by themselves, without those that wait behind one that was refused meanwhile. */
  private foldAgain(
    { known, fold: { table } }: OpenFold,
    changes: readonly RowChange[],
    parked: Set<RowChange>,
  ): OpenFold {
    const again: OpenFold = { known, fold: new ChangeFold(table, known.eraStartedAt), changes: [] };
    for (const change of changes) {
      if (parked.has(change)) continue;
      if (!this.letters.admits(known, change)) {
        parked.add(change);
        this.refuse(change, parkedRefusal(), known);
      } else if (again.fold.add(change, this.fallbackMicros(known)) === 'folded') again.changes.push(change);
    }
    return again;
  }

  private async flushFold(open: OpenFold): Promise<void> {
    const { known, fold } = open;
    const { registry } = this.options;
    if (fold.size === 0) return;
    const outcome = await this.writeFolded(known, fold);
    this.tally.staleSkipped += outcome.staleSkipped;
    this.tally.statements += outcome.statements;
    this.tally.addRows(known, outcome.rowsUpserted, outcome.rowsDeleted);
    for (const row of outcome.refused) await this.refuseRow(open, row);
    if (outcome.eraSeen !== null) await registry.followEra(known, outcome.eraSeen);
  }

  private writeFolded(known: KnownTable, fold: ChangeFold): Promise<FlushOutcome> {
    const { context, registry } = this.options;
    const folded = { rows: fold.rows(), merges: fold.merges, superseded: fold.superseded };
    return flushRows(context, fold.table, folded, {
      eraStartedAt: known.eraStartedAt,
      tombstonesExpireAt: registry.tombstonesExpireAt(),
    });
  }

  /** A folded row the database refused: each of its changes is tried alone, and those at fault are refused. */
  private async refuseRow({ known, fold: { table } }: OpenFold, refused: RefusedRow): Promise<void> {
    const changes = changesOf(refused);
    if (changes.length === 1) {
      for (const change of changes) this.refuse(change, refusalOf(refused.error, table, change), known);
      return;
    }
    for (const change of changes) {
      if (!this.letters.admits(known, change)) {
        this.refuse(change, parkedRefusal(), known);
        continue;
      }
      const fold = new ChangeFold(table, known.eraStartedAt);
      fold.add(change, this.fallbackMicros(known));
      const outcome = await this.writeFolded(known, fold);
      for (const row of outcome.refused) this.refuse(change, refusalOf(row.error, table, change), known);
    }
  }

  /** The stamp of a change that tells no time: as new as what came before it, and of the present era. */
  private fallbackMicros(known: KnownTable): number | null {
    const newest = Math.max(this.newestMicros, known.eraStartedAt ?? 0);
    return newest === 0 ? null : newest;
  }

  private noteFolded(open: OpenFold, change: RowChange): void {
    if (open.fold.isPast(change.timeMicros ?? null)) this.letters.outlived(change);
    open.changes.push(change);
    this.times.noteChange(open.known, change);
  }

  /** A value that does not fit a column of a guessed type waits for the control record that tells the true one. */
  private refuseOrWait(change: RowChange, refusal: ChangeRefusal, known: KnownTable): void {
    const { unknownTables, policy } = this.options;
    const isGuessed = known.definition?.guessed?.some(({ name }) => name === refusal.column) === true;
    if (isGuessed && unknownTables === 'wait' && policy.ordering === 'stamped') this.waiting.push(change);
    else this.refuse(change, refusal, known);
  }

  private refuse(change: ChangeRecord, refusal: ChangeRefusal, known?: KnownTable): void {
    this.refused.push({ change, refusal, key: describeKey(known, change), movedFrom: describeOldKey(known, change) });
    this.letters.refused(known, change);
  }
}

/** Who keeps waiting rows counts on the order of the stream. */
function inOrderOf(changes: readonly ChangeRecord[], some: readonly ChangeRecord[]): readonly ChangeRecord[] {
  const chosen = new Set(some);
  return changes.filter((change) => chosen.has(change));
}

function notWidened(): ChangeRefusal {
  return refuse('ddl-failed', 'The target table did not take the columns of this row.');
}
