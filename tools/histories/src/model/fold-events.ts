import type { Alteration, SourceEvent } from '../source/source-event.ts';
import { keyText, valueOf, type SourceColumn, type SourceRow, type SourceTable } from '../source/source-table.ts';

/** A table as the source holds it, and what a target may not have learned of it. */
export interface ModelTable {
  readonly definition: SourceTable;
  /** By key; by a running number where the table has none. */
  readonly rows: ReadonlyMap<string, SourceRow>;
  /** Each row that the table held since its last full load: what a target may hold of a table without a key. */
  readonly held: readonly SourceRow[];
  /** Rows that went without a change telling so: a later load lacks them. */
  readonly lost: readonly SourceRow[];
  /** Some change came after the last full load: which tells that the load is complete. */
  readonly changedSinceLoad: boolean;
  /** Columns whose addition nobody told of: unknown until a row brings a value. */
  readonly untoldColumns: ReadonlySet<string>;
  /** Columns that are gone though nobody said so. */
  readonly untoldDrops: ReadonlySet<string>;
  readonly dropped: boolean;
}

/** The tables of a history by their number. */
export type Model = ReadonlyMap<number, ModelTable>;

/** Folds the source's own history into the rows it ends with: the model that targets are held against. */
export function foldEvents(events: readonly SourceEvent[]): Model {
  return events.reduce<Model>(foldEvent, new Map());
}

/** One step of the fold. Events of tables that are not there change nothing. */
export function foldEvent(model: Model, event: SourceEvent): Model {
  if (event.kind === 'restart') return model;
  const before = model.get(event.table);
  const after = event.kind === 'full-load' ? load(before, event) : before && changeTable(before, event);
  return after === undefined ? model : new Map([...model, [event.table, after]]);
}

type FullLoad = Extract<SourceEvent, { kind: 'full-load' }>;
type Change = Exclude<SourceEvent, { kind: 'full-load' | 'restart' }>;

function load(before: ModelTable | undefined, { definition, rows }: FullLoad): ModelTable {
  const loaded = new Map(rows.map((row, index) => [rowId(definition, row, index), row] as const));
  const former = [...(before?.lost ?? []), ...(before?.rows.values() ?? [])];
  const keyed = definition.primaryKey.length > 0;
  return {
    definition,
    rows: loaded,
    held: [...rows],
    lost: keyed ? former.filter((row) => !loaded.has(keyText(definition, row))) : former,
    changedSinceLoad: false,
    untoldColumns: new Set(),
    untoldDrops: before?.untoldDrops ?? new Set(),
    dropped: false,
  };
}

function rowId(definition: SourceTable, row: SourceRow, index: number): string {
  return definition.primaryKey.length === 0 ? `#${index}` : keyText(definition, row);
}

function changeTable(table: ModelTable, event: Change): ModelTable | undefined {
  switch (event.kind) {
    case 'insert':
      return withRows(
        table,
        [...table.rows, [rowId(table.definition, event.row, table.held.length), event.row]],
        event.row,
      );
    case 'delete': {
      const id = findRow(table, event.row);
      return withRows(
        table,
        [...table.rows].filter(([other]) => other !== id),
      );
    }
    case 'update': {
      const id = findRow(table, event.before);
      const next = table.definition.primaryKey.length === 0 ? id : keyText(table.definition, event.after);
      const others = [...table.rows].filter(([other]) => other !== id && other !== next);
      return next === undefined ? undefined : withRows(table, [...others, [next, event.after]], event.after);
    }
    case 'alter':
      return alter(table, event.alteration, event.told === 'never');
    case 'drop-table':
      return { ...table, dropped: true };
  }
}

function withRows(table: ModelTable, rows: readonly (readonly [string, SourceRow])[], held?: SourceRow): ModelTable {
  return {
    ...table,
    rows: new Map(rows),
    held: held === undefined ? table.held : [...table.held, held],
    changedSinceLoad: true,
  };
}

/** By its key, or as one of those that are equal. */
function findRow({ definition, rows }: ModelTable, row: SourceRow): string | undefined {
  if (definition.primaryKey.length > 0) return keyText(definition, row);
  const wanted = rowText(definition.columns, row);
  return [...rows].find(([, other]) => rowText(definition.columns, other) === wanted)?.[0];
}

function rowText(columns: readonly SourceColumn[], row: SourceRow): string {
  return JSON.stringify(columns.map(({ name }) => valueOf(row, name)));
}

function alter(table: ModelTable, alteration: Alteration, untold: boolean): ModelTable {
  const { definition } = table;
  const mapRows = (change: (row: SourceRow) => SourceRow): Pick<ModelTable, 'rows' | 'held' | 'lost'> => ({
    rows: mapValues(table.rows, change),
    held: table.held.map(change),
    lost: table.lost.map(change),
  });
  const next = { ...table, definition: alterDefinition(definition, alteration) };
  switch (alteration.kind) {
    case 'add-column': {
      const { name } = alteration.column;
      const added = {
        ...next,
        ...mapRows((row) => ({ ...row, [name]: null })),
        untoldDrops: without(table.untoldDrops, name),
      };
      return untold ? { ...added, untoldColumns: new Set([...table.untoldColumns, name]) } : added;
    }
    case 'drop-column': {
      const { column } = alteration;
      const dropped = {
        ...next,
        ...mapRows((row) => omit(row, column)),
        untoldColumns: without(table.untoldColumns, column),
      };
      return untold ? { ...dropped, untoldDrops: new Set([...table.untoldDrops, column]) } : dropped;
    }
    case 'rename-column': {
      const { from, to } = alteration;
      return { ...next, ...mapRows((row) => ({ ...omit(row, from), [to]: valueOf(row, from) })) };
    }
    case 'column-type-change':
    case 'rename-table':
      return next;
  }
}

/** A table's definition after one alteration. */
export function alterDefinition(definition: SourceTable, alteration: Alteration): SourceTable {
  const { columns } = definition;
  switch (alteration.kind) {
    case 'add-column':
      return { ...definition, columns: [...columns, alteration.column] };
    case 'drop-column':
      return { ...definition, columns: columns.filter(({ name }) => name !== alteration.column) };
    case 'rename-column': {
      const rename = (name: string): string => (name === alteration.from ? alteration.to : name);
      return {
        ...definition,
        columns: columns.map((column) => ({ ...column, name: rename(column.name) })),
        primaryKey: definition.primaryKey.map(rename),
      };
    }
    case 'column-type-change':
      return {
        ...definition,
        columns: columns.map((column) => (column.name === alteration.column.name ? alteration.column : column)),
      };
    case 'rename-table':
      return { ...definition, name: alteration.to };
  }
}

function omit(row: SourceRow, column: string): SourceRow {
  return Object.fromEntries(Object.entries(row).filter(([name]) => name !== column));
}

function without(names: ReadonlySet<string>, name: string): ReadonlySet<string> {
  return new Set([...names].filter((other) => other !== name));
}

function mapValues<V>(map: ReadonlyMap<string, V>, change: (value: V) => V): ReadonlyMap<string, V> {
  return new Map([...map].map(([key, value]) => [key, change(value)]));
}
