import { expect, it } from 'vitest';
import { formatTable } from './format-table.ts';

it('aligns columns and counts rows', () => {
  const table = formatTable({
    columns: ['id', 'name'],
    rows: [
      ['1', 'Ada'],
      ['1000', null],
    ],
  });
  expect(table).toBe(['id    name', '----  ----', '1     Ada', '1000  NULL', '(2 rows)'].join('\n'));
});

it('keeps a row on one line and cuts long values', () => {
  const table = formatTable({ columns: ['text'], rows: [[`a\nb ${'x'.repeat(100)}`]] });
  expect(table.split('\n')).toHaveLength(4);
  expect(table).toContain('a b xxx');
  expect(table).toContain('…');
});

it('shows an empty result', () => {
  expect(formatTable({ columns: ['id'], rows: [] })).toBe('id\n--\n(0 rows)');
});
