import type { Replication, TableLoadState, TableStatistic } from '@drayage/aws-ops';
import { expect, it } from 'vitest';
import { loadedPart } from '../tables/loaded-part.js';
import { documentedExample } from '../testing/documented-example.js';
import { loadBar } from './load-bar.js';
import { renderTables, showTables, type TablesRead } from './render-tables.js';

const statistic = (given: Partial<TableStatistic>): TableStatistic => ({
  schema: 'shop',
  table: 'orders',
  state: 'completed',
  status: 'Table completed',
  fullLoadRows: 0,
  fullLoadErrorRows: 0,
  fullLoadStartedAt: undefined,
  fullLoadEndedAt: undefined,
  inserts: 0,
  updates: 0,
  deletes: 0,
  ddls: 0,
  lastUpdateAt: undefined,
  ...given,
});
const read = (tables: readonly TableStatistic[], given: Partial<Replication> = {}): TablesRead => ({
  replication: {
    identifier: 'shop',
    kind: 'task',
    state: 'running',
    status: 'running',
    everStarted: true,
    migrationType: 'full-load-and-cdc',
    ...given,
  } as Replication,
  tables,
  estimates: { kind: 'read', rows: new Map([['shop.orders', 1_000]]) },
});
const view = {
  sort: 'name',
  width: undefined,
  height: undefined,
  nowMs: 0,
  paint: (_tone: unknown, text: string) => text,
} as const;

it.each<readonly [TableLoadState, number, number | null, number | null, string]>([
  ['waiting', 0, 1_000, 0, '░░░░░░░░░░   0 %'],
  ['loading', 0, 1_000, 0, '░░░░░░░░░░  ~0 %'],
  ['loading', 456, 1_000, 0.456, '█████░░░░░ ~45 %'],
  ['reloading', 250, 1_000, 0.25, '███░░░░░░░ ~25 %'],
  ['loading', 5_000, 1_000, 0.99, '██████████ ~99 %'],
  ['loading', 456, null, null, '███░░░░░░░     ?'],
  ['completed', 5, null, 1, '██████████ 100 %'],
  ['error', 5, 1_000, null, ''],
  ['cancelled', 5, 1_000, null, ''],
  ['missing', 0, null, null, ''],
  ['other', 0, null, null, ''],
])('shows the load of a table that is %s, %i rows of about %s', (state, fullLoadRows, estimate, part, bar) => {
  const table = statistic({ state, fullLoadRows });
  expect(loadedPart(table, estimate)).toBe(part);
  expect(loadBar(table, estimate, { nowMs: 0 })).toBe(bar);
});

it('lets a bar wander of which only is known that it moves', () => {
  const at = (seconds: number): string =>
    loadBar(statistic({ state: 'loading' }), null, { nowMs: seconds * 1_000 }).slice(0, 10);
  expect([0, 1, 7, 8].map(at)).toEqual(['███░░░░░░░', '░███░░░░░░', '░░░░░░░███', '███░░░░░░░']);
});

it('shows about how much of a table is there, by the estimate of the source', () => {
  const tables = [statistic({ state: 'loading', status: 'Full load', fullLoadRows: 400 })];
  expect(renderTables(read(tables), { ...view, width: 70 })).toBe(
    [
      'shop (task)  running',
      '',
      'table        state    loaded            rows  errors  rows/s  changes',
      'shop.orders  loading  ████░░░░░░ ~40 %   400       0                0',
      '',
      '1 table, 400 rows loaded, 0 changes',
      '',
    ].join('\n'),
  );
  expect(showTables(read(tables), 'name')['tables']).toMatchObject([{ estimatedRows: 1_000, loadedPart: 0.4 }]);
});

it('never has more lines than the terminal, and keeps its headline', () => {
  const progress = {
    fullLoadPercent: 10,
    tablesLoaded: 1,
    tablesLoading: 0,
    tablesQueued: 59,
    tablesErrored: 0,
  } as Replication['progress'];
  const tables = Array.from({ length: 60 }, (_, at) => statistic({ table: `t${String(at).padStart(2, '0')}` }));
  for (const height of [16, 24, 63, 66, 67, 80]) {
    const picture = renderTables(read(tables, progress === undefined ? {} : { progress }), {
      ...view,
      width: 80,
      height,
    });
    const lines = picture.split('\n');
    // The last one is where the cursor stands.
    expect(lines.length, String(height)).toBe(Math.min(height, 67));
    expect(lines[0]).toBe('shop (task)  running');
    const shown = lines.filter((line) => line.startsWith('shop.t')).length;
    expect(lines.find((line) => line.startsWith('…'))).toBe(shown === 60 ? undefined : `… and ${60 - shown} more`);
  }
});

it('is shown in the documentation as it is', () => {
  const at = (seconds: number): Date => new Date(seconds * 1_000);
  const loaded = { fullLoadRows: 10_000, fullLoadStartedAt: at(0), fullLoadEndedAt: at(10), inserts: 4, updates: 2 };
  const loading = { state: 'loading', fullLoadRows: 4_012_345, fullLoadStartedAt: at(0) } as const;
  const { replication } = read([]);
  const shown: TablesRead = {
    replication: {
      ...replication,
      identifier: 'shop-task',
      progress: { fullLoadPercent: 40, tablesLoaded: 1, tablesLoading: 1, tablesQueued: 1, tablesErrored: 0 },
    } as Replication,
    tables: [
      statistic({ table: 'customers', ...loaded }),
      statistic({ table: 'invoices', state: 'waiting' }),
      statistic(loading),
    ],
    estimates: { kind: 'read', rows: new Map([['shop.orders', 10_000_000]]) },
  };
  const printed = renderTables(shown, { ...view, width: 80, nowMs: 1_337_000 });
  expect(documentedExample('15-running-in-aws', printed)).toBe(printed);
});
