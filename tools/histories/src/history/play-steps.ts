import { foldEvent, type Model, type ModelTable } from '../model/fold-events.ts';
import type { SourceEvent } from '../source/source-event.ts';
import type { Hazards } from './hazards.ts';
import { playAlter } from './play-alter.ts';
import { playRowStep } from './play-row-step.ts';
import { freeKeyRow } from './row-picks.ts';
import type { Step } from './step.ts';
import { buildTable, type TablePlan } from './table-plan.ts';
import type { SourceRow, SourceTable } from '../source/source-table.ts';

/** A table and the values of the rows that it is first loaded with. */
export interface PlannedTable {
  readonly plan: TablePlan;
  readonly rows: readonly (readonly number[])[];
}

/**
 * Plays steps against the source that the steps before left: every table is loaded, then things happen to it. A step for
 * which there is nothing to do is left out.
 */
export function playSteps(
  tables: readonly PlannedTable[],
  steps: readonly Step[],
  hazards: Hazards,
): readonly SourceEvent[] {
  const loads = tables.map(({ plan, rows }, table) => firstLoad(buildTable(plan, table), table, rows));
  const events: SourceEvent[] = [...loads];
  let model: Model = loads.reduce<Model>(foldEvent, new Map());
  for (const step of steps) {
    for (const event of playStep({ model, events, hazards }, step)) {
      events.push(event);
      model = foldEvent(model, event);
    }
  }
  return events;
}

interface Moment {
  readonly model: Model;
  readonly events: readonly SourceEvent[];
  readonly hazards: Hazards;
}

function playStep({ model, events, hazards }: Moment, step: Step): readonly SourceEvent[] {
  if (step.do === 'restart') return restart(events, step.back, hazards);
  const number = step.table % Math.max(1, model.size);
  const table = model.get(number);
  if (table === undefined) return [];
  if (step.do === 'reload') {
    const isKept = table.definition.primaryKey.length === 0 && !hazards.has('keylessReloads');
    return isKept ? [] : [reload(table, number, step)];
  }
  if (table.dropped) return [];
  switch (step.do) {
    case 'alter':
      return playAlter({ table, number, events, hazards }, step);
    case 'drop-table':
      // Nobody tells that a dropped table was loaded completely: what its load lacked goes only if a change told so.
      return table.lost.length === 0 || hazards.has('unsignalledLoads') ? [{ kind: 'drop-table', table: number }] : [];
    default:
      return playRowStep({ table, number, hazards }, step);
  }
}

function firstLoad(definition: SourceTable, table: number, values: readonly (readonly number[])[]): SourceEvent {
  const rows: SourceRow[] = [];
  for (const value of values) rows.push(...(freeKeyRow(definition, rows, value) ?? []));
  return {
    kind: 'full-load',
    table,
    definition,
    rows,
    tellsDrop: true,
    builtAs: builtAs(rows.length, values[0] ?? []),
  };
}

/** The rows that are still there, the first of them changed, and a new one. */
function reload(table: ModelTable, number: number, step: Extract<Step, { do: 'reload' }>): SourceEvent {
  const { definition } = table;
  const stay = [...table.rows.values()].filter((_, index) => (step.gone & (1 << (index % 4))) === 0);
  const added = step.values.length > 2 ? freeKeyRow(definition, stay, step.values) : undefined;
  const rows = [...stay, ...(added ?? [])];
  return {
    kind: 'full-load',
    table: number,
    definition,
    rows,
    tellsDrop: step.tellsDrop,
    builtAs: builtAs(rows.length, step.values),
  };
}

/** Row indexes by the numbers picked for them; in order where none are. */
function builtAs(count: number, picks: readonly number[]): readonly number[] {
  return Array.from({ length: count }, (_, index) => index).sort(
    (one, other) => (picks[one] ?? 0) - (picks[other] ?? 0),
  );
}

/**
 * As many of the last events as can be sent again: the log is read again from a place after the last full load of any
 * table, as DMS keeps no changes of before.
 */
function restart(events: readonly SourceEvent[], back: number, hazards: Hazards): readonly SourceEvent[] {
  const changes = events.filter(({ kind }) => kind !== 'restart').reverse();
  const isBorder = ({ kind }: SourceEvent): boolean =>
    kind === 'full-load' || kind === 'drop-table' || (kind === 'alter' && !hazards.has('restartsOverDdl'));
  const border = changes.findIndex(isBorder);
  const possible = Math.min(back, border === -1 ? changes.length : border);
  return possible === 0 ? [] : [{ kind: 'restart', back: possible }];
}
