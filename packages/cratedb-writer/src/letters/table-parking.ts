import type { ChangeRecord } from '@drayage/record-decoder';
import type { ClosedLetter, OpenLetter } from './dead-letter.js';
import { compareLetters, positionText } from './letter-order.js';

/** A change as parking sees it. */
export interface ParkedChange {
  readonly change: ChangeRecord;
  /** Key columns and values as JSON text; `null`: none is known, and nothing waits behind it. */
  readonly key: string | null;
  /** The key an update moved its row away from. */
  readonly movedFrom: string | null;
  /** It tells the whole row, or its end: nothing of what came before is owed any more. */
  readonly whole: boolean;
}

interface Entry {
  readonly letter: OpenLetter;
  /** The change of this batch that settles the letter, if it is not refused. */
  settledBy: ChangeRecord | undefined;
  state: ClosedLetter['state'];
  /** It would change nothing any more, whether it is refused or not. */
  outlived: boolean;
}

/**
 * The open letters of one table, and what a batch does to them.
 *
 * Invariant: a change waits behind every open letter of its key that is older than it, unless it tells the whole row. So
 * letters that are applied in their order end as if nothing had ever been refused. A letter is tried on its own merits
 * as soon as nothing older is open: that makes a delivery again, and a retry, no cases of their own.
 */
export class TableParking {
  private readonly byKey = new Map<string, Set<Entry>>();
  private readonly byPosition = new Map<string, Entry>();
  private readonly bySettler = new Map<ChangeRecord, Entry[]>();

  /** Letters that a store has; the batch's own stay as they are. */
  add(letters: readonly OpenLetter[]): void {
    for (const letter of letters) if (!this.byPosition.has(positionText(letter.position))) this.enter(letter);
  }

  /** Whether the change may be applied now; if so, it settles what it replaces, and its own letter. */
  admit(parked: ParkedChange): boolean {
    const own = this.byPosition.get(positionText(parked.change.position));
    const older = this.olderThan(parked, own);
    if (older.some((entry) => !parked.whole || this.movesFrom(entry, parked))) return false;
    // The letter of a changed key also owes the end of its old row, which no other change brings.
    for (const entry of older) if (entry.letter.movedFrom === null) this.settle(entry, parked.change, 'superseded');
    if (own !== undefined) this.settle(own, parked.change, 'retried');
    return true;
  }

  /** The change was not applied: it is a letter now, and settles nothing. */
  refuse({ change, key, movedFrom }: Omit<ParkedChange, 'whole'>): void {
    for (const entry of this.bySettler.get(change) ?? []) entry.settledBy = undefined;
    this.bySettler.delete(change);
    const known = this.byPosition.has(positionText(change.position));
    if (!known) this.enter({ position: change.position, key, movedFrom, timeMicros: change.timeMicros ?? null });
  }

  /** A change of the table itself was applied; with `eraStartedAt`, what is older can never be applied again. */
  applied(change: ChangeRecord, eraStartedAt: number | null): void {
    const own = this.byPosition.get(positionText(change.position));
    if (own !== undefined) this.settle(own, change, 'retried');
    if (eraStartedAt === null) return;
    for (const entry of this.byPosition.values()) {
      const { timeMicros } = entry.letter;
      if (timeMicros !== null && timeMicros < eraStartedAt) this.settle(entry, change, 'superseded');
    }
  }

  /** What came after the change leaves nothing for it to do: its letter, if it has one, is closed. */
  outlived(change: ChangeRecord): void {
    const own = this.byPosition.get(positionText(change.position));
    if (own !== undefined) own.outlived = true;
  }

  /** The letters that are closed, given what of the batch was refused after all. */
  closed(refused: ReadonlySet<ChangeRecord>): readonly ClosedLetter[] {
    return [...this.byPosition.values()].flatMap(({ letter, settledBy, state, outlived }): readonly ClosedLetter[] => {
      if (outlived) return [{ position: letter.position, state: 'superseded' }];
      return settledBy === undefined || refused.has(settledBy) ? [] : [{ position: letter.position, state }];
    });
  }

  private enter(letter: OpenLetter): void {
    const entry: Entry = { letter, settledBy: undefined, state: 'superseded', outlived: false };
    this.byPosition.set(positionText(letter.position), entry);
    for (const key of [letter.key, letter.movedFrom]) {
      const id = parkingKey(key);
      if (id === undefined) continue;
      const entries = this.byKey.get(id) ?? new Set();
      this.byKey.set(id, entries.add(entry));
    }
  }

  private settle(entry: Entry, change: ChangeRecord, state: ClosedLetter['state']): void {
    entry.settledBy = change;
    entry.state = state;
    this.bySettler.set(change, [...(this.bySettler.get(change) ?? []), entry]);
  }

  private olderThan({ change, key, movedFrom }: ParkedChange, own: Entry | undefined): readonly Entry[] {
    const touched = [key, movedFrom].flatMap((name) => [...(this.byKey.get(parkingKey(name) ?? '') ?? [])]);
    const timed = { position: change.position, timeMicros: change.timeMicros ?? null };
    return [...new Set(touched)].filter((entry) => {
      if (entry === own || entry.settledBy !== undefined) return false;
      const order = compareLetters(entry.letter, timed);
      // Letters that nothing tells apart, as of one record in two captures, would wait for each other for ever.
      return order < 0 || (order === 0 && own === undefined);
    });
  }

  /** Whether the letter takes its columns from a row that the change would write over or remove. */
  private movesFrom({ letter }: Entry, { key, movedFrom }: ParkedChange): boolean {
    const old = parkingKey(letter.movedFrom);
    return old !== undefined && (old === parkingKey(key) || old === parkingKey(movedFrom));
  }
}

/** One text for a key, whatever form its numbers have and whatever order its columns; a key with a NULL is none. */
function parkingKey(key: string | null): string | undefined {
  if (key === null) return undefined;
  const entries = Object.entries(JSON.parse(key) as Record<string, unknown>);
  if (entries.length === 0 || entries.some(([, value]) => value === null)) return undefined;
  return JSON.stringify(
    entries
      .map(([name, value]) => [name, typeof value === 'string' ? value : JSON.stringify(value)])
      .sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)),
  );
}
