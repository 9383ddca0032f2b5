import type { RowChange } from '@drayage/record-decoder';
import type { TargetTable } from '../catalogue/target-table.js';
import { Refusal } from '../types/encode-value.js';
import type { ScalarParameter } from '../statement.js';
import { refuse, type ChangeRefusal } from './change-refusal.js';
import { completeKey, encodeRow, encodeValue, refuseKey, unknownNulls } from './encode-row.js';
import { completeState, fillValues, fillWithNull, followState, layOver, replaceState } from './follow-state.js';
import type { MergeChange } from './merge-change.js';
import { keyText, syntheticKey } from './row-key.js';
import { isComplete, type RowState } from './row-state.js';
import { toldByChange, toldValue } from './told-value.js';

/**
 * Folds the changes of one table within a batch to the last state of each key.
 *
 * Invariant: with `stamped` ordering the folded state is that of the newest change by stamp, whatever order the
 * changes came in; equal stamps and `arrival` ordering follow the order of the stream.
 */
export class ChangeFold {
  readonly table: TargetTable;
  private readonly eraStartedAt: number | null;
  /** Changes refused as older than another of the same batch. */
  staleChanges = 0;
  /** Changes of rows that one of them tells in part, in their order; with stamps only. */
  readonly merges: MergeChange[] = [];
  /** What a newer change of the same key replaced; it may be of a row that has another key by now. With stamps only. */
  readonly superseded: RowState[] = [];
  private readonly merged = new Set<string>();
  private readonly states = new Map<string, RowState>();

  /** `eraStartedAt`: what is older is never written, whatever its values. It is folded all the same, and counts as it did. */
  constructor(table: TargetTable, eraStartedAt: number | null = null) {
    this.table = table;
    this.eraStartedAt = eraStartedAt;
  }

  get size(): number {
    return this.states.size + this.merges.length;
  }

  rows(): readonly RowState[] {
    return [...this.states.values()];
  }

  /**
   * Takes one change in; answers why it cannot be applied, or the column the table does not have yet.
   * `fallbackMicros`: the stamp of a change whose message and record tell no time.
   */
  add(change: RowChange, fallbackMicros: number | null = null): 'folded' | 'unknown-column' | ChangeRefusal {
    const { table } = this;
    const timeMicros = table.stamped ? (stampOf(change) ?? fallbackMicros) : null;
    // Without a key a condition would be empty, and an empty one matches every row.
    if (table.keyIndexes.length === 0 && (change.operation === 'delete' || change.operation === 'update'))
      return refuseKey(table, change);
    const isPast = this.isPast(timeMicros);
    if (change.operation === 'delete') return this.addDelete(change, timeMicros);
    const values = encodeRow(table, change, isPast);
    if (values === 'unknown-column' || !Array.isArray(values)) return values;
    if (table.keyIndexes.length === 0) return this.addKeyless(change, values, timeMicros);
    const moved = change.operation === 'update' ? this.oldKey(change, values, isPast) : undefined;
    if (moved !== undefined && 'code' in moved) return moved;
    const key = completeKey(table, values);
    if (key === undefined) return this.lacksKey(change, isPast);
    if (resetsAbsent(table, change)) fillWithNull(values);
    const state: RowState = {
      keyText: keyText(key),
      key,
      kind: 'upsert',
      timeMicros,
      likelyNew: change.operation !== 'update',
      values,
      fillFrom: undefined,
      changes: { change, earlier: undefined },
    };
    if (this.isMerged(state, moved, change.operation === 'update')) return 'folded';
    if (moved !== undefined && keyText(moved) !== state.keyText) this.move(state, moved);
    else this.merge(state);
    return 'folded';
  }

  private addDelete(change: RowChange, timeMicros: number | null): 'folded' | ChangeRefusal {
    const { table } = this;
    const isPast = this.isPast(timeMicros);
    const key: ScalarParameter[] = [];
    for (const index of table.keyIndexes) {
      const column = table.columns[index];
      if (column === undefined) return refuseKey(table, change);
      const value = toldByChange(table, change, column.source);
      if (value === undefined || value === null) return this.lacksKey(change, isPast);
      const encoded = encodeValue(column, value, isPast);
      if (encoded instanceof Refusal) return refuse(encoded.code, encoded.message, column.source);
      // A condition on NULL matches no row, and is refused by CrateDB for all rows of the statement.
      if (encoded === null) return this.lacksKey(change, isPast);
      key.push(encoded);
    }
    if (table.policy.deleteMode === 'ignore') return 'folded';
    const state: RowState = {
      keyText: keyText(key),
      key,
      kind: 'delete',
      timeMicros,
      likelyNew: false,
      values: [],
      fillFrom: undefined,
      changes: { change, earlier: undefined },
    };
    if (table.stamped && (table.softDelete || this.merged.has(state.keyText))) this.mergeLater(state);
    else this.merge(state);
    return 'folded';
  }

  /** Whether a change is of a load before the present one. */
  isPast(timeMicros: number | null): boolean {
    return this.table.stamped && timeMicros !== null && this.eraStartedAt !== null && timeMicros < this.eraStartedAt;
  }

  private lacksKey(change: RowChange, isPast: boolean): 'folded' | ChangeRefusal {
    if (!isPast) return refuseKey(this.table, change);
    this.staleChanges += 1;
    return 'folded';
  }

  private addKeyless(change: RowChange, values: (ScalarParameter | undefined)[], timeMicros: number | null): 'folded' {
    fillWithNull(values);
    const id = syntheticKey(change);
    this.merge({
      keyText: id,
      key: [id],
      kind: 'upsert',
      timeMicros,
      likelyNew: true,
      values,
      fillFrom: undefined,
      changes: { change, earlier: undefined },
    });
    return 'folded';
  }

  /** The key an update moved away from, as far as its before-image tells; key columns it lacks did not change. */
  private oldKey(
    change: RowChange,
    values: (ScalarParameter | undefined)[],
    isPast: boolean,
  ): readonly ScalarParameter[] | ChangeRefusal | undefined {
    const { table } = this;
    const before = change.before;
    if (before === undefined) return undefined;
    let told = false;
    const key: ScalarParameter[] = [];
    for (const index of table.keyIndexes) {
      const column = table.columns[index];
      if (column === undefined) return undefined;
      const old = toldValue(table, change, before, column.source);
      let encoded = values[index];
      if (old !== undefined && old !== null) {
        const oldEncoded = encodeValue(column, old, isPast);
        if (oldEncoded instanceof Refusal) return refuse(oldEncoded.code, oldEncoded.message, column.source);
        told = true;
        encoded = oldEncoded;
        values[index] ??= oldEncoded;
      }
      if (encoded === undefined || encoded === null) return undefined;
      key.push(encoded);
    }
    return told ? key : undefined;
  }

  /**
   * Takes a change out of the fold that tells its row in part, or whose row another change of the batch told in part:
   * such rows are merged with what stands in the target. Answers whether it did.
   */
  private isMerged(state: RowState, moved: readonly ScalarParameter[] | undefined, mayLack: boolean): boolean {
    if (!this.table.stamped) return false;
    const from = moved === undefined ? undefined : { key: moved, keyText: keyText(moved) };
    const keys = [state, ...(from === undefined ? [] : [from])];
    const isPartial = mayLack && state.values.includes(undefined);
    if (!isPartial && !keys.some((key) => this.merged.has(key.keyText))) return false;
    for (const key of keys) this.takeOut(key.keyText);
    if (from !== undefined && from.keyText !== state.keyText)
      this.merges.push({ ...mergeBase(state), nulls: unknownNulls(this.table, state), kind: 'move', from });
    else this.mergeLater(state);
    return true;
  }

  /** What the batch made of a key so far is merged as well, before what follows. */
  private takeOut(text: string): void {
    this.merged.add(text);
    const state = this.states.get(text);
    if (state === undefined) return;
    this.states.delete(text);
    this.mergeLater(state);
  }

  private mergeLater(state: RowState): void {
    const removes = state.changes.change.operation === 'delete' ? 'delete' : 'leave';
    const kind = state.kind === 'delete' ? removes : isWhole(state) ? 'whole' : 'partial';
    this.merged.add(state.keyText);
    const nulls = kind === 'partial' ? unknownNulls(this.table, state) : undefined;
    this.merges.push({ ...mergeBase(state), nulls, kind });
  }

  /** A changed key: the row continues under its new key, and the old one is deleted. */
  private move(state: RowState, oldKey: readonly ScalarParameter[]): void {
    const oldText = keyText(oldKey);
    const old = this.states.get(oldText);
    const oldIsNewer = old !== undefined && isOlder(state.timeMicros, old.timeMicros);
    if (isComplete(state) || (old?.kind === 'delete' && !oldIsNewer))
      this.merge(completeState(this.table, state), true);
    else if (old?.kind === 'upsert' && !oldIsNewer) this.merge(layOver(old, state), true);
    else this.merge({ ...state, fillFrom: oldKey }, true);
    this.merge({
      keyText: oldText,
      key: oldKey,
      kind: 'delete',
      timeMicros: state.timeMicros,
      likelyNew: false,
      values: [],
      fillFrom: undefined,
      changes: state.changes,
    });
  }

  /** `replaces`: the state is a whole row of its own, not a change to what stood under the key before. */
  private merge(incoming: RowState, replaces = false): void {
    const present = this.states.get(incoming.keyText);
    if (present === undefined) {
      this.states.set(incoming.keyText, incoming);
      return;
    }
    if (isOlder(incoming.timeMicros, present.timeMicros)) {
      this.staleChanges += 1;
      if (this.table.stamped) this.superseded.push(incoming);
      if (present.kind === 'upsert' && incoming.kind === 'upsert' && present.values.includes(undefined)) {
        const fillFrom = present.fillFrom ?? incoming.fillFrom;
        this.states.set(incoming.keyText, {
          ...present,
          values: fillValues(present.values, incoming.values),
          fillFrom,
        });
      }
      return;
    }
    if (this.table.stamped) this.superseded.push(present);
    this.states.set(
      incoming.keyText,
      replaces ? replaceState(present, incoming) : followState(this.table, present, incoming),
    );
  }
}

/** Whether the state is a row of its own: a load or an insert is, though columns may be unknown yet. */
function isWhole(state: RowState): boolean {
  return isComplete(state) || state.changes.change.operation !== 'update';
}

function mergeBase({
  key,
  keyText: text,
  timeMicros,
  values,
  changes,
}: RowState): Pick<MergeChange, 'key' | 'keyText' | 'timeMicros' | 'values' | 'changes'> {
  return { key, keyText: text, timeMicros, values, changes };
}

/** The stamp of a change: its message's time, else when the stream took it. */
export function stampOf(change: RowChange): number | null {
  if (change.timeMicros !== undefined) return change.timeMicros;
  return change.position.arrivalTimeMs === undefined ? null : change.position.arrivalTimeMs * 1000;
}

function isOlder(time: number | null, than: number | null): boolean {
  return time !== null && than !== null && time < than;
}

function resetsAbsent(table: TargetTable, change: RowChange): boolean {
  if (!table.columnsKnown) return false;
  return change.operation !== 'update' || table.policy.absentColumns === 'null';
}
