import { expect, it } from 'vitest';
import { judgeStatistics, type TableStatistics } from './table-statistics.js';

const ERA = Date.UTC(2026, 0, 1, 12) * 1000;
const statistics = (given: Partial<TableStatistics>): TableStatistics => ({
  schemaName: 'shop',
  tableName: 'orders',
  tableState: 'Table completed',
  fullLoadRows: 10,
  ...given,
});
const at = (minute: number): Date => new Date(Date.UTC(2026, 0, 1, 12, minute));

it.each<[string, Partial<TableStatistics>, unknown]>([
  ['a load that ended in this era', { fullLoadEndTime: at(5) }, { kind: 'ended', atMs: at(5).getTime() }],
  [
    'another spelling of the state',
    { tableState: 'TABLE_COMPLETED', fullLoadEndTime: at(5) },
    { kind: 'ended', atMs: at(5).getTime() },
  ],
  ['a load that ended before', { fullLoadEndTime: at(-5) }, { kind: 'waits' }],
  ['a load without a time of its end', {}, { kind: 'waits' }],
  [
    'rows that could not be loaded',
    { fullLoadEndTime: at(5), fullLoadErrorRows: 2 },
    { kind: 'incomplete', reason: 'DMS could not load 2 rows. Reload the table.' },
  ],
  ['rows that an earlier load could not bring', { fullLoadEndTime: at(-5), fullLoadErrorRows: 2 }, { kind: 'waits' }],
  [
    'a load that is under way',
    { tableState: 'Full load' },
    { kind: 'waits', reason: 'DMS says of the load: Full load.' },
  ],
  ['a reload that is under way', { tableState: 'Table is being reloaded', fullLoadEndTime: at(5) }, { kind: 'waits' }],
  [
    'a table in error',
    { tableState: 'Table error' },
    { kind: 'incomplete', reason: 'DMS says of the load: Table error. Reload the table.' },
  ],
  ['an error of an earlier load', { tableState: 'Table error', fullLoadEndTime: at(-5) }, { kind: 'waits' }],
])('judges %s', (_, given, verdict) => {
  expect(judgeStatistics(statistics(given), ERA)).toMatchObject(verdict as object);
});

it('takes a load without an era by its end', () => {
  expect(judgeStatistics(statistics({ fullLoadEndTime: at(5) }), null)).toMatchObject({ kind: 'ended' });
});
