import type { ModelTable } from '../model/fold-events.ts';
import type { SourceEvent } from '../source/source-event.ts';
import { keyText, type SourceRow, type SourceTable } from '../source/source-table.ts';
import type { Hazards } from './hazards.ts';
import { changeRow, freeKeyRow, pickRow, withKeyOf } from './row-picks.ts';
import type { Step } from './step.ts';

type RowStep = Exclude<Step, { do: 'reload' | 'alter' | 'drop-table' | 'restart' }>;

interface Place {
  readonly table: ModelTable;
  readonly number: number;
  readonly hazards: Hazards;
}

/** What a step about rows does to its table. Key changes keep keys unique, each in a transaction of its own. */
export function playRowStep({ table, number, hazards }: Place, step: RowStep): readonly SourceEvent[] {
  const { definition } = table;
  const rows = [...table.rows.values()];
  if (step.do === 'insert') {
    const free = freeKeyRow(definition, rows, step.values);
    return free === undefined ? [] : [{ kind: 'insert', table: number, row: free[0] }];
  }
  const keyed = definition.primaryKey.length > 0;
  const row = rows[step.row % Math.max(1, rows.length)];
  if (row === undefined || (!keyed && !hazards.has('keylessChanges'))) return [];
  const update = updater(definition, number, { values: step.values, wholeMoves: !hazards.has('partialKeyChanges') });
  switch (step.do) {
    case 'touch':
      return [update(row, row, [])];
    case 'update': {
      const { row: after, changed } = changeRow(definition, row, step.values);
      return [update(row, after, changed)];
    }
    case 'delete':
      return [{ kind: 'delete', table: number, row }];
    case 'reinsert': {
      const again = keyed
        ? withKeyOf(definition, pickRow(definition, step.values), row)
        : pickRow(definition, step.values);
      return [
        { kind: 'delete', table: number, row },
        { kind: 'insert', table: number, row: again, joins: true },
      ];
    }
    case 'move':
      return keyed ? moves({ definition, update, rows, step, count: 1 }, row) : [];
    case 'chain':
      return keyed ? moves({ definition, update, rows, step, count: 2 }, row) : [];
    case 'swap': {
      const other = rows[(step.row + 1) % rows.length];
      const spare = freeKeyRow(definition, rows, step.values)?.[0];
      if (!keyed || other === undefined || other === row || spare === undefined) return [];
      const parked = withKeyOf(definition, row, spare);
      return [
        update(row, parked, []),
        { ...update(other, withKeyOf(definition, other, row), []), joins: true },
        { ...update(parked, withKeyOf(definition, parked, other), []), joins: true },
      ];
    }
  }
}

type Update = Extract<SourceEvent, { kind: 'update' }>;
type Updater = (before: SourceRow, after: SourceRow, changed: readonly string[]) => Update;

interface UpdaterOptions {
  readonly values: readonly number[];
  /** A change of the key tells all columns, even where images are partial. */
  readonly wholeMoves: boolean;
}

/** A partial image tells the key, what changed, and now and then a column that did not. */
function updater(definition: SourceTable, table: number, { values, wholeMoves }: UpdaterOptions): Updater {
  const { columns, primaryKey, images } = definition;
  const isSent = (name: string, index: number): boolean =>
    primaryKey.includes(name) || (values[(index + 3) % 8] ?? 1) % 4 === 0;
  return (before, after, changed) => {
    const isWhole = images === 'full' || (wholeMoves && keyText(definition, before) !== keyText(definition, after));
    const sent = columns.filter(({ name }, index) => isWhole || changed.includes(name) || isSent(name, index));
    return { kind: 'update', table, before, after, sent: sent.map(({ name }) => name) };
  };
}

interface Moves {
  readonly definition: SourceTable;
  readonly update: Updater;
  readonly rows: readonly SourceRow[];
  readonly step: RowStep;
  readonly count: number;
}

/** Moves a row to free keys, one after another; columns change with the last. */
function moves({ definition, update, rows, step, count }: Moves, start: SourceRow): readonly SourceEvent[] {
  const events: Update[] = [];
  let row = start;
  let others = rows;
  for (let move = 0; move < count; move += 1) {
    const free = freeKeyRow(
      definition,
      others,
      step.values.map((value) => value + move),
    );
    if (free === undefined || keyText(definition, free[0]) === keyText(definition, row)) break;
    const { row: changedRow, changed } =
      move === count - 1 ? changeRow(definition, row, step.values) : { row, changed: [] };
    const after = withKeyOf(definition, changedRow, free[0]);
    events.push(move === 0 ? update(row, after, changed) : { ...update(row, after, changed), joins: true });
    others = [...others.filter((other) => other !== row), after];
    row = after;
  }
  return events;
}
