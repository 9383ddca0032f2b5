import type { StoredLetter } from '@drayage/cratedb-writer';
import { expect, it } from 'vitest';
import { documentedExample } from '../testing/documented-example.js';
import { renderLetter, renderLetters, renderRetry, summarizeRetry } from './render-letters.js';

const letter: StoredLetter = {
  id: '1f0c4f6f9b7e4d4c8f1f0a9be35d2c11',
  table: { schema: 'public', table: 'order_items' },
  key: '{"id":1}',
  movedFrom: null,
  operation: 'update',
  code: 'statement-failed',
  column: 'amount',
  message: 'No.',
  remedy: 'Mend it.',
  payload: '{}',
  position: { stream: 'shop', shardId: 's', sequenceNumber: '1' },
  timeMicros: null,
  state: 'open',
  attempts: 1,
  firstAt: '2026-01-31T12:00:00.000Z',
  lastAt: '2026-01-31T12:00:00.000Z',
};
const paint = (_tone: unknown, text: string): string => text;
const tableAt = (width: number | undefined): string => renderLetters([letter], 2, { showValues: true, width, paint });

it('shows everything where nothing says how wide the terminal is', () => {
  expect(tableAt(undefined)).toBe(
    [
      'id                                table               code              column  operation  key       state  attempts  last at',
      '1f0c4f6f9b7e4d4c8f1f0a9be35d2c11  public.order_items  statement-failed  amount  update     {"id":1}  open          1  2026-01-31T12:00:00.000Z',
      '',
      '2 dead letters (1 shown; --limit shows more)',
      '',
    ].join('\n'),
  );
});

it.each([
  [
    120,
    'id                                table               code              column  key       last at',
    '1f0c4f6f9b7e4d4c8f1f0a9be35d2c11  public.order_items  statement-failed  amount  {"id":1}  2026-01-31T12:00:00.000Z',
  ],
  [
    80,
    'id                                table               code              key',
    '1f0c4f6f9b7e4d4c8f1f0a9be35d2c11  public.order_items  statement-failed  {"id":1}',
  ],
  [
    60,
    'id                                table     code',
    '1f0c4f6f9b7e4d4c8f1f0a9be35d2c11  public.…  statement-failed',
  ],
])('leaves out and cuts what a terminal of %i columns has no room for, and never the id', (width, header, row) => {
  const lines = tableAt(width).split('\n');
  expect(lines.slice(0, 2)).toEqual([header, row]);
  expect(lines.filter((line) => line.length > width)).toEqual([]);
});

it('is shown in the documentation as it is', () => {
  const first: StoredLetter = {
    ...letter,
    id: '52e7be48c2d31ff03fdd5fcf8e6e8668',
    table: { schema: 'shop', table: 'orders' },
    operation: 'load',
    column: undefined,
    message: 'A row violates a constraint of the target table (SQLSTATE XX000).',
    remedy: 'Mend what the message says, then run `dray dead-letters retry`.',
    attempts: 1,
    lastAt: '2026-11-25T10:26:23.714Z',
  };
  const parked: StoredLetter = {
    ...first,
    id: 'af58a2035b63f01faf9429b0fdde3402',
    code: 'parked',
    operation: 'update',
    lastAt: '2026-11-25T10:26:28.365Z',
  };
  const documented = (printed: string): string => documentedExample('06-dead-letters', printed);
  const listed = renderLetters([first, parked], 2, { showValues: false, width: undefined, paint });
  expect(documented(listed)).toBe(listed);
  const retried = [first, parked].map(
    (one) => ({ letter: one, outcome: 'retried', message: 'It is applied.' }) as const,
  );
  const summary = renderRetry(summarizeRetry(retried));
  expect(documented(summary)).toBe(summary);
  // The rest of it is left out there.
  const shown = renderLetter(first, false);
  const [beginning, rest] = documented(shown).split('…\n');
  expect(rest).toBe('');
  expect(shown.startsWith(`${beginning}`)).toBe(true);
});
