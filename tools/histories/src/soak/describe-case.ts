import type { HistoryCase } from '../run/history-case.ts';
import type { SourceEvent } from '../source/source-event.ts';
import { keyText, type SourceRow, type SourceTable } from '../source/source-table.ts';

/** A history and its delivery, one line an event and one a batch, for whoever has to find out why it failed. */
export function describeCase({ ordering, signalsLoads, events, delivery }: HistoryCase): string {
  const definitions = new Map<number, SourceTable>();
  const happened = events.map((event) => {
    if (event.kind === 'full-load') definitions.set(event.table, event.definition);
    return `  ${describeEvent(event, event.kind === 'restart' ? undefined : definitions.get(event.table))}`;
  });
  const delivered = delivery.map(
    ({ worker, shardId, together, records }) =>
      `  worker ${worker}, ${shardId}${together ? ' (together with the one before)' : ''}: ${records.map(({ data }) => describeMessage(data)).join(', ')}`,
  );
  return [
    `At the source (${ordering}, complete loads are signalled ${signalsLoads}):`,
    ...happened,
    'Delivered:',
    ...delivered,
  ].join('\n');
}

function describeEvent(event: SourceEvent, definition: SourceTable | undefined): string {
  const about = (row: SourceRow): string => JSON.stringify(row).slice(0, 300);
  const name = definition === undefined ? '' : `${definition.name.schema}.${definition.name.table}`;
  switch (event.kind) {
    case 'full-load': {
      const columns = event.definition.columns
        .map((column) => `${JSON.stringify(column.name)} ${column.type}`)
        .join(', ');
      const key = event.definition.primaryKey.map((column) => JSON.stringify(column)).join(', ');
      return `full load of ${name} (${columns}; key: ${key || 'none'}; ${event.definition.images} images): ${event.rows.map(about).join(', ')}`;
    }
    case 'insert':
    case 'delete':
      return `${event.kind} ${name}: ${about(event.row)}`;
    case 'update': {
      const from = definition === undefined ? '' : keyText(definition, event.before);
      return `update ${name} ${from}: ${about(event.after)}, sent: ${event.sent.join(', ')}`;
    }
    case 'alter':
      return `alter ${name}: ${JSON.stringify(event.alteration)}, told ${event.told}`;
    case 'drop-table':
      return `drop ${name}`;
    case 'restart':
      return `DMS restarts and repeats the last ${event.back} events`;
  }
}

interface Message {
  readonly data?: unknown;
  readonly metadata: { readonly operation: string; readonly timestamp: string; readonly 'table-name': string };
}

function describeMessage(text: string): string {
  const { data, metadata } = JSON.parse(text) as Message;
  const values = data === undefined ? '' : ` ${JSON.stringify(data).slice(0, 120)}`;
  return `${metadata.operation} ${metadata['table-name']}${values} at ${metadata.timestamp.slice(17, -1)}`;
}
