import { printableLine } from '@drayage/terminal';
import type { PeekedRecord } from '../stream/peeked-record.js';
import { describeTime } from './describe-time.js';
import type { Paint, Tone } from './paint.js';
import { cut } from './render-grid.js';
import { renderGrid } from './render-grid.js';
import { textWidth } from './text-width.js';
import { wrapText } from './wrap-text.js';

export interface PeekView {
  readonly width: number | undefined;
  readonly paint: Paint;
  /** Whole values are wanted: then nothing is cut. */
  readonly showValues: boolean;
}

const TONES: Readonly<Partial<Record<string, Tone>>> = {
  delete: 'bad',
  insert: 'good',
  load: 'good',
  update: 'warning',
};

/** One record in two lines; where its position does not fit into the first, that has lines of its own. */
export function renderPeeked(record: PeekedRecord, { width, paint, showValues }: PeekView): string {
  const { arrivedAt, operation, table, shardId, sequenceNumber, problem, message } = record;
  const time = arrivedAt === null ? [] : [describeTime(new Date(arrivedAt))];
  const what = operation ?? 'not understood';
  const name = printableLine(table);
  const position = `${shardId} ${sequenceNumber}`;
  const isWide = width === undefined || textWidth([...time, what, name, position].join('  ')) <= width;
  const head = [
    ...time.map((text) => paint('dim', text)),
    paint(operation === null ? 'bad' : (TONES[operation] ?? 'strong'), what),
    name,
    ...(isWide ? [paint('dim', position)] : []),
  ].join('  ');
  const below = isWide ? [] : wrapText(`  ${position}`, width, '  ').map((line) => paint('dim', line));
  const text = problem ?? body(message);
  const room = width === undefined || showValues ? Number.POSITIVE_INFINITY : width - 2;
  return `${[head, ...below, `  ${cut(text, room)}`].join('\n')}\n`;
}

/** How many records of each table and operation were shown. */
export function renderPeekedTables(records: readonly PeekedRecord[]): string {
  if (records.length === 0) return 'No records there. An earlier beginning: --since 2h, or --since trim-horizon.\n';
  const counts = new Map<string, number>();
  for (const { table, operation } of records) {
    const key = JSON.stringify([table, operation ?? 'not understood']);
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  const rows = [...counts].map(([key, count]) => [...(JSON.parse(key) as [string, string]), String(count)]).sort();
  return `\n${renderGrid({ header: ['table', 'operation', 'records'], body: rows, left: [0, 1] }).join('\n')}\n`;
}

/** What the message carries: a row, or the definition of a table; the envelope is told by the first line. */
function body(message: unknown): string {
  if (typeof message === 'string') return message;
  if (typeof message !== 'object' || message === null) return JSON.stringify(message);
  const parts = Object.entries(message as Readonly<Record<string, unknown>>).filter(([name]) => name !== 'metadata');
  return JSON.stringify(Object.fromEntries(parts));
}
