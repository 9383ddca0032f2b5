import type { ChangeRecord, RowChange, TableChange, TableName } from '@drayage/record-decoder';
import { tableId } from '../catalogue/target-table.js';
import type { ClosedLetter, OpenLetters } from '../letters/dead-letter.js';
import { isWhole } from '../letters/is-whole.js';
import { TableParking } from '../letters/table-parking.js';
import { refuse, type ChangeRefusal } from '../plan/change-refusal.js';
import { describeKey, describeOldKey } from './describe-key.js';
import type { KnownTable } from './known-table.js';

/**
 * What one batch has to do with dead letters. A table without any costs a look into an empty map for each row; one that
 * has some is read once a batch, so that what other processes stored and closed meanwhile counts.
 */
export class LetterTracker {
  private readonly letters: OpenLetters | undefined;
  private readonly tables = new Map<string, TableParking>();
  private readonly read = new Set<string>();

  /** Without `letters` nothing is parked: refused changes do not become letters. */
  constructor(letters: OpenLetters | undefined) {
    this.letters = letters;
  }

  /** Reads the table's open letters, if it has some. */
  async prepare(table: TableName): Promise<void> {
    const id = tableId(table);
    if (this.letters === undefined || this.read.has(id) || !this.letters.has(table)) return;
    this.read.add(id);
    this.parkingOf(id).add(await this.letters.read(table));
  }

  /** Whether a row may be applied now, or waits behind a letter of its key. */
  admits(known: KnownTable, change: RowChange): boolean {
    if (this.tables.size === 0 || known.table === undefined) return true;
    const parking = this.tables.get(tableId(change.table));
    if (parking === undefined) return true;
    // An ignored delete does nothing: it waits for nothing either.
    if (change.operation === 'delete' && known.policy.deleteMode === 'ignore') return true;
    return parking.admit({
      change,
      key: describeKey(known, change),
      movedFrom: describeOldKey(known, change),
      whole: isWhole(known.table, change),
    });
  }

  refused(known: KnownTable | undefined, change: ChangeRecord): void {
    if (this.letters === undefined) return;
    const key = describeKey(known, change);
    this.parkingOf(tableId(change.table)).refuse({ change, key, movedFrom: describeOldKey(known, change) });
  }

  /** A control record was applied. A `create-table` brings all rows anew: no letter from before its era can be applied. */
  async applied(known: KnownTable | undefined, change: TableChange): Promise<void> {
    await this.prepare(change.table);
    const era = change.operation === 'create-table' ? (known?.eraStartedAt ?? null) : null;
    this.tables.get(tableId(change.table))?.applied(change, era);
  }

  /** Nothing is left for the change to do: a newer load, or the end of its row, came before it. */
  outlived(change: ChangeRecord): void {
    this.tables.get(tableId(change.table))?.outlived(change);
  }

  closed(refused: readonly { readonly change: ChangeRecord }[]): readonly ClosedLetter[] {
    if (this.tables.size === 0) return [];
    const changes = new Set(refused.map(({ change }) => change));
    return [...this.tables.values()].flatMap((parking) => parking.closed(changes));
  }

  private parkingOf(id: string): TableParking {
    const parking = this.tables.get(id) ?? new TableParking();
    this.tables.set(id, parking);
    return parking;
  }
}

/** Why a change waits that the tracker does not admit. */
export function parkedRefusal(): ChangeRefusal {
  return refuse('parked', 'An older change of this key is a dead letter, and this one does not tell the whole row.');
}
