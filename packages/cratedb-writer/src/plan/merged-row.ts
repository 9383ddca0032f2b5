import type { TargetTable } from '../catalogue/target-table.js';
import type { ScalarParameter } from '../statement.js';
import { MARK, wholeAt, type ColumnRef, type RowTimes } from './row-times.js';

/** By index of the column; `undefined`: not told. */
export type RowValues = readonly (ScalarParameter | undefined)[];

/** What stands under a key in the target. */
export interface StandingRow {
  /** `-Infinity`: the row has no stamp. */
  readonly stamp: number;
  readonly times: RowTimes;
}

/** A row as it was when its key changed. */
export interface RowImage {
  readonly values: RowValues;
  readonly times: RowTimes;
}

export type ImageKind = 'whole' | 'partial' | 'delete';

/** What became of a change: it made a difference, it was older than everything, or its row has moved on from here. */
export type Merged = 'applied' | 'stale' | 'elsewhere';

/**
 * One row of the target while changes are merged into it, column by column: each value is taken where it is not older
 * than what its column holds. The row ends the same whatever the order the changes come in; equal times follow the calls.
 */
export class MergedRow {
  /** Newest time of all; `-Infinity`: none. */
  stamp: number;
  exists: boolean;
  /** Whether the target has to be written. */
  isDirty = false;
  /** Time of the change that took the row away last. */
  removedAt: number | undefined;
  /** Values that differ from the standing row. */
  readonly changed = new Map<number, ScalarParameter>();
  /** With soft deletes: the mark to set, `null` to clear it; `undefined`: as it stands. */
  mark: number | null | undefined;
  private readonly table: TargetTable;
  private readonly indexes: readonly number[];
  private readonly columns: Map<ColumnRef, number>;
  private whole: number;
  private movedAt: number | undefined;

  constructor(table: TargetTable, standing: StandingRow | undefined) {
    const times = standing?.times ?? wholeAt(-Infinity);
    this.table = table;
    this.indexes = [...(table.softDelete ? [MARK] : []), ...table.columns.keys()];
    this.exists = standing !== undefined;
    this.stamp = standing?.stamp ?? -Infinity;
    this.whole = times.whole;
    this.movedAt = times.movedAt;
    this.columns = new Map(times.columns);
  }

  get times(): RowTimes {
    return { whole: this.whole, columns: this.columns, movedAt: this.movedAt };
  }

  /** An insert, a load or an update under this key. `nulls`: columns it tells NULL of and that are not known. */
  put(kind: 'whole' | 'partial', time: number, values: RowValues, nulls: readonly string[] = []): Merged {
    if (this.isFormer(time)) return 'stale';
    if (!this.exists) this.begin();
    const told = this.indexes.filter((index) => (index === MARK ? kind === 'whole' : this.tells(kind, values[index])));
    const taken = told.filter((index) => time >= this.ageOf(index));
    for (const index of taken) this.set(index, values[index] ?? null, time);
    const noted = nulls.filter((name) => time > this.ageOf(name));
    if (kind === 'whole') this.renewWhole(time);
    else for (const ref of [...taken, ...noted]) if (time > this.whole) this.columns.set(ref, time);
    return taken.length + noted.length === 0 ? 'stale' : this.appear(time);
  }

  /** A delete; one that is older than the row voids what the row holds from before it. */
  remove(time: number): Merged {
    if (this.isFormer(time)) return 'stale';
    if (this.table.softDelete) return this.putMark(time);
    return !this.exists || time >= this.stamp ? this.leave(time) : this.voidUntil(time);
  }

  /** The row goes to another key. Answers what it was; `undefined`: it is not here, or nothing is left of it. */
  moveAway(time: number, imageOf: (row: MergedRow) => RowValues): RowImage | undefined {
    if (!this.exists) this.leave(time);
    if (!this.exists || this.isFormer(time) || this.whole > time) return undefined;
    // What is newer here is of another row, which took the key over.
    const values = imageOf(this).map((value, index) => (this.ageOf(index) > time ? undefined : value));
    const columns = new Map([...this.columns].filter(([ref, age]) => ref !== MARK && age <= time));
    const image = { values, times: { whole: this.whole, columns, movedAt: this.movedAt } };
    if (this.stamp <= time) this.leave(time);
    else this.voidUntil(time);
    return image;
  }

  /** The row comes from another key: what the change does not tell is as it was there. */
  moveIn(time: number, told: RowValues, image: RowImage | undefined, nulls: readonly string[] = []): Merged {
    if (this.isFormer(time) || (this.exists && (this.whole > time || this.movedAt === time))) return 'stale';
    if (!this.exists) this.begin();
    const ages = new Map<ColumnRef, number>();
    for (const name of nulls) ages.set(name, time);
    for (const [ref, age] of [...(image?.times.columns ?? []), ...this.columns]) {
      if (typeof ref === 'string' && age > (ages.get(ref) ?? -Infinity)) ages.set(ref, age);
    }
    for (const index of this.indexes) {
      const age = this.ageOf(index);
      if (age > time) {
        ages.set(index, age);
        continue;
      }
      const value = told[index];
      this.set(index, (value === undefined ? image?.values[index] : value) ?? null, time);
      const since = value === undefined ? image?.times.columns.get(index) : time;
      if (since !== undefined) ages.set(index, since);
    }
    this.columns.clear();
    for (const [ref, age] of ages) this.columns.set(ref, age);
    this.whole = image?.times.whole ?? -Infinity;
    this.movedAt = time;
    return this.appear(time);
  }

  /** A change to the row under the key it had before it came here at `movedAt`. */
  forward(kind: ImageKind, time: number, values: RowValues, movedAt: number, nulls: readonly string[] = []): Merged {
    if (!this.exists || this.movedAt !== movedAt) return 'elsewhere';
    const told = this.values().filter((index) => kind === 'delete' || this.tells(kind, values[index]));
    const isNewer = (ref: ColumnRef): boolean => time >= (this.columns.get(ref) ?? this.whole);
    const taken = told.filter(isNewer);
    for (const index of taken) {
      this.set(index, kind === 'delete' ? null : (values[index] ?? null), time);
      if (kind === 'partial' && time > this.whole) this.columns.set(index, time);
    }
    const noted = kind === 'partial' && time > this.whole ? nulls.filter(isNewer) : [];
    for (const name of noted) this.columns.set(name, time);
    if (kind !== 'partial') this.advanceWhole(time);
    return taken.length + noted.length === 0 ? 'stale' : this.appear(time);
  }

  /** A whole image that lacks a column says NULL, if all columns are known: the target may have some of its own. */
  private tells(kind: ImageKind, value: ScalarParameter | undefined): boolean {
    return value !== undefined || (kind !== 'partial' && this.table.columnsKnown);
  }

  /** Columns that are no part of the key. */
  private values(): readonly number[] {
    return this.indexes.filter((index) => index !== MARK && !this.table.keyIndexes.includes(index));
  }

  /** How old a column's value is, as changes under this key see it. */
  private ageOf(ref: ColumnRef): number {
    return Math.max(this.movedAt ?? -Infinity, this.columns.get(ref) ?? this.whole);
  }

  /** Whether a change of this time is of a row that was under this key before. */
  private isFormer(time: number): boolean {
    return time < ((this.exists ? this.movedAt : this.removedAt) ?? -Infinity);
  }

  private set(index: number, value: ScalarParameter, time: number): void {
    if (index !== MARK) this.changed.set(index, value);
    else this.mark = value === null ? null : time;
  }

  private voidUntil(time: number): Merged {
    const voided = this.values().filter((index) => this.ageOf(index) <= time);
    for (const index of voided) this.set(index, null, time);
    this.renewWhole(time);
    return voided.length === 0 ? 'stale' : this.appear(time);
  }

  private putMark(time: number): Merged {
    if (!this.exists) this.begin();
    if (time < this.ageOf(MARK)) return 'stale';
    this.mark = time;
    if (time > this.whole) this.columns.set(MARK, time);
    return this.appear(time);
  }

  /** A row that was not there: nothing of what may have stood under the key before is left. */
  private begin(): void {
    for (const index of this.values()) this.changed.set(index, null);
    this.whole = this.removedAt ?? -Infinity;
    if (this.table.softDelete) this.mark = null;
    this.exists = true;
    this.isDirty = true;
  }

  private appear(time: number): 'applied' {
    this.stamp = Math.max(this.stamp, time);
    this.isDirty = true;
    return 'applied';
  }

  private leave(time: number): Merged {
    const stood = this.exists;
    this.exists = false;
    this.removedAt = Math.max(this.removedAt ?? -Infinity, time);
    this.stamp = -Infinity;
    this.whole = -Infinity;
    this.movedAt = undefined;
    this.columns.clear();
    this.changed.clear();
    this.mark = undefined;
    this.isDirty = true;
    return stood ? 'applied' : 'stale';
  }

  /** A whole image under this key also ends what is known of the time under the former one. */
  private renewWhole(time: number): void {
    this.advanceWhole(time);
    this.movedAt = undefined;
  }

  private advanceWhole(time: number): void {
    if (time <= this.whole) return;
    this.whole = time;
    for (const [ref, age] of this.columns) if (age <= time) this.columns.delete(ref);
    this.isDirty = true;
  }
}
