import { alterDefinition } from '../model/fold-events.ts';
import type { SourceEvent } from '../source/source-event.ts';
import type { SourceTable } from '../source/source-table.ts';
import { buildControl, type ControlBody } from './control-message.ts';
import { createTransactions, type Position, type Transactions } from './transactions.ts';
import { buildRow, type RowMessage } from './row-message.ts';
import type { SourceMessage } from './source-message.ts';

/** 2026-03-01T00:00:00Z: in the past of every clock, and no two runs differ. */
export const FIRST_MICROS = 1_772_323_200_000_000;

/**
 * The messages of DMS for what happened at the source, as its guide and captures have them: all details switched on,
 * each message later than the one before. Rows of one load are sent in another order than built, where the load says so.
 */
export function buildMessages(events: readonly SourceEvent[]): readonly SourceMessage[] {
  const messages: SourceMessage[] = [];
  const changes: (() => readonly SourceMessage[])[] = [];
  const definitions = new Map<number, SourceTable>();
  const transactions = createTransactions();
  let micros = FIRST_MICROS;
  /** Steps of no even width, so that some fall into one millisecond and some do not. */
  const tick = (): number => (micros += 1 + ((micros * 7919) % 1499));

  for (const event of events) {
    if (event.kind === 'restart') {
      for (const again of changes.slice(-event.back)) messages.push(...again());
      continue;
    }
    const definition = event.kind === 'full-load' ? event.definition : definitions.get(event.table);
    if (definition === undefined) throw new RangeError(`Table ${event.table} was never loaded.`);
    const describe = describer(event, definition, transactions);
    const build = (): readonly SourceMessage[] => describe(tick);
    changes.push(build);
    messages.push(...build());
    definitions.set(event.table, event.kind === 'alter' ? alterDefinition(definition, event.alteration) : definition);
  }
  return messages;
}

type Describer = (tick: () => number) => readonly SourceMessage[];

/** How an event is told, at whatever time: a repeated one keeps its place in the source's log. */
function describer(
  event: Exclude<SourceEvent, { kind: 'restart' }>,
  definition: SourceTable,
  transactions: Transactions,
): Describer {
  const { table } = event;
  const control =
    (body: ControlBody): Describer =>
    (tick) => [buildControl(table, definition, body, tick())];
  const change =
    (row: RowMessage, position: Position): Describer =>
    (tick) => [buildRow({ table, definition, row, position, micros: tick() })];
  switch (event.kind) {
    case 'full-load':
      return (tick) => [
        ...(event.tellsDrop ? control({ operation: 'drop-table' })(tick) : []),
        ...control({ operation: 'create-table' })(tick),
        ...loadRows(event, tick),
      ];
    case 'insert':
      return change({ operation: 'insert', row: event.row }, transactions.next(event.joins));
    case 'delete':
      return change({ operation: 'delete', row: event.row }, transactions.next(event.joins));
    case 'update':
      return change(
        { operation: 'update', before: event.before, row: event.after, sent: event.sent },
        transactions.next(event.joins),
      );
    case 'alter': {
      const { alteration, told } = event;
      const tell = control({ operation: alteration.kind, alteration });
      return (tick) =>
        ({ once: () => tell(tick), twice: () => [...tell(tick), ...tell(tick)], never: () => [] })[told]();
    }
    case 'drop-table':
      return control({ operation: 'drop-table' });
  }
}

/** `builtAs` lists the rows in the order of their times. */
function loadRows(
  { table, definition, rows, builtAs }: Extract<SourceEvent, { kind: 'full-load' }>,
  tick: () => number,
): readonly SourceMessage[] {
  const times = rows.map(tick);
  const timeOf = new Map(builtAs.map((row, index) => [row, times[index]]));
  return rows.map((row, index) =>
    buildRow({
      table,
      definition,
      row: { operation: 'load', row },
      position: undefined,
      micros: timeOf.get(index) ?? tick(),
    }),
  );
}
