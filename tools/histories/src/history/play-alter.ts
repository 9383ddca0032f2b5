import type { ModelTable } from '../model/fold-events.ts';
import { isLob, type ColumnShape, type ColumnType } from '../source/column-shape.ts';
import type { SourceEvent, Told } from '../source/source-event.ts';
import type { SourceColumn, SourceTable } from '../source/source-table.ts';
import type { Hazards } from './hazards.ts';
import type { Step } from './step.ts';
import { buildColumn } from './table-plan.ts';

type AlterStep = Extract<Step, { do: 'alter' }>;
type Alter = Extract<SourceEvent, { kind: 'alter' }>;

interface Place {
  readonly table: ModelTable;
  readonly number: number;
  readonly events: readonly SourceEvent[];
  readonly hazards: Hazards;
}

/**
 * What a step about a definition does to its table. A rename that nobody tells of cannot be followed, nor which columns
 * make a whole row where there is no key: these are told.
 */
export function playAlter(place: Place, step: AlterStep): readonly Alter[] {
  const { table, number } = place;
  const keyed = table.definition.primaryKey.length > 0;
  if (!keyed && !place.hazards.has('keylessAlters')) return [];
  const toldAtLeastOnce: Told = step.told === 'never' ? 'once' : step.told;
  const usual = keyed ? step.told : toldAtLeastOnce;
  const alter = (alteration: Alter['alteration'], told: Told = usual): readonly Alter[] => [
    { kind: 'alter', table: number, alteration, told },
  ];
  const [pick = 0, namePick = 0] = step.values;
  switch (step.kind) {
    case 'add-column': {
      const column = buildColumn({ shape: pick, name: namePick }, takenNames(place), usual === 'never');
      return isTold(table.definition, column) ? alter({ kind: 'add-column', column }) : [];
    }
    case 'drop-column': {
      const column = pickColumn(otherColumns(table.definition), pick);
      const told = place.hazards.has('untoldDrops') ? usual : toldAtLeastOnce;
      return column === undefined ? [] : alter({ kind: 'drop-column', column: column.name }, told);
    }
    case 'rename-column': {
      const columns = place.hazards.has('renameKeyColumns') ? table.definition.columns : otherColumns(table.definition);
      const column = pickColumn(columns, pick);
      const to = buildColumn({ shape: 0, name: namePick }, takenNames(place), false).name;
      return column === undefined || table.untoldColumns.has(column.name)
        ? []
        : alter({ kind: 'rename-column', from: column.name, to }, toldAtLeastOnce);
    }
    case 'column-type-change': {
      const column = pickColumn(otherColumns(table.definition), pick);
      const wider = column && widen(column, namePick);
      return wider === undefined || !isTold(table.definition, wider)
        ? []
        : alter({ kind: 'column-type-change', column: wider });
    }
    case 'rename-table': {
      const { schema, table: name } = table.definition.name;
      return alter({ kind: 'rename-table', to: { schema, table: `${name}r` } }, toldAtLeastOnce);
    }
  }
}

/** Columns besides the key; without one, besides the first, which is never NULL. */
function otherColumns({ columns, primaryKey }: SourceTable): readonly SourceColumn[] {
  return primaryKey.length === 0 ? columns.slice(1) : columns.filter(({ name }) => !primaryKey.includes(name));
}

/** DMS tells nothing of LOB columns of tables without a key. */
function isTold({ primaryKey }: SourceTable, column: SourceColumn): boolean {
  return primaryKey.length > 0 || !isLob(column);
}

function pickColumn(columns: readonly SourceColumn[], pick: number): SourceColumn | undefined {
  return columns[pick % Math.max(1, columns.length)];
}

/** Names that a new column must not have: those of now, or all there ever were. */
function takenNames({ table, number, events, hazards }: Place): ReadonlySet<string> {
  const taken = new Set(table.definition.columns.map(({ name }) => name));
  if (hazards.has('columnNameReuse')) return taken;
  for (const event of events) {
    if (event.kind === 'full-load' && event.table === number)
      event.definition.columns.forEach(({ name }) => taken.add(name));
    if (event.kind !== 'alter' || event.table !== number) continue;
    if (event.alteration.kind === 'add-column') taken.add(event.alteration.column.name);
    if (event.alteration.kind === 'rename-column') taken.add(event.alteration.to);
  }
  return taken;
}

const TEXT: ColumnShape = { type: 'STRING', length: 200 };

const WIDER: Partial<Readonly<Record<ColumnType, readonly ColumnShape[]>>> = {
  INT16: [{ type: 'INT32' }, TEXT],
  INT32: [{ type: 'INT64' }, TEXT],
  INT64: [{ type: 'NUMERIC', precision: 38, scale: 0 }, TEXT],
  FLOAT: [{ type: 'DOUBLE' }],
  STRING: [{ type: 'STRING' }, { type: 'NCLOB' }],
};

/** The column with a wider type; its values stay those of before, which fit both. */
function widen(column: SourceColumn, pick: number): SourceColumn | undefined {
  const shapes = WIDER[column.type] ?? [];
  const shape = shapes[pick % Math.max(1, shapes.length)];
  return shape === undefined ? undefined : { name: column.name, drawnAs: column.drawnAs, ...shape };
}
