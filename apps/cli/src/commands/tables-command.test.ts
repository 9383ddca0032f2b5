import { describe, expect, it } from 'vitest';
import { fakeAws } from '../testing/fake-aws.js';
import { fakeTask } from '../testing/fake-task.js';
import { runDray, type DrayOptions, type DrayRun } from '../testing/run-dray.js';

const START = Date.UTC(2026, 0, 31, 12);
const at = (seconds: number): Date => new Date(START + seconds * 1_000);
const loaded = { TableState: 'Table completed', FullLoadStartTime: at(0), FullLoadEndTime: at(10) };
const TABLES = [
  { SchemaName: 'shop', TableName: 'customers', FullLoadRows: 10_000, ...loaded, Inserts: 5, Updates: 1 },
  { SchemaName: 'shop', TableName: 'orders', TableState: 'Full load', FullLoadStartTime: at(0), FullLoadRows: 90_000 },
  { SchemaName: 'shop', TableName: 'invoices', TableState: 'Before load' },
  { SchemaName: 'shop', TableName: 'items', ...loaded, FullLoadRows: 12_345_678, FullLoadErrorRows: 2, Deletes: 3, Ddls: 1 },
  { SchemaName: 'shop', TableName: 'logs', TableState: 'Table error' },
];
const STATS = { FullLoadProgressPercent: 60, TablesLoaded: 2, TablesLoading: 1, TablesQueued: 1, TablesErrored: 1 };

function tables(args: readonly string[] = [], options: DrayOptions = {}): Promise<DrayRun> {
  const { aws } = fakeAws(fakeTask({ looks: [{ Status: 'running', ReplicationTaskStats: STATS }], tables: TABLES }));
  return runDray(['tables', '--replication', 'shop-task', ...args], { aws, now: () => START + 30_000, ...options });
}

describe('dray tables (statistics of a fake with the types of the SDK: no local server has them)', () => {
  it('shows the load of all, and each table, those with errors first', async () => {
    const { code, stdout } = await tables();
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'shop-task (task)  running',
        'full load  ██████████████████░░░░░░░░░░░░  60 %  2 of 5 tables',
        '',
        'table           state            rows loaded  errors     rows/s  took  inserts  updates  deletes  ddl',
        'shop.items      Table completed   12,345,678       2  1,234,568  10 s        0        0        3    1',
        'shop.logs       Table error                0       0                         0        0        0    0',
        'shop.customers  Table completed       10,000       0      1,000  10 s        5        1        0    0',
        'shop.invoices   Before load                0       0                         0        0        0    0',
        'shop.orders     Full load             90,000       0      3,000  30 s        0        0        0    0',
        '',
        '5 tables, 12,445,678 rows loaded, 9 changes, 2 with errors',
        '',
      ].join('\n'),
    );
  });

  it.each([
    ['name', ['items', 'logs', 'customers', 'invoices', 'orders']],
    ['rows', ['items', 'logs', 'orders', 'customers', 'invoices']],
    ['changes', ['items', 'logs', 'customers', 'invoices', 'orders']],
    ['state', ['logs', 'items', 'orders', 'invoices', 'customers']],
  ])('sorts by %s behind the errors, also in JSON', async (by, expected) => {
    const { stdout } = await tables(['--sort', by, '--output', 'json']);
    const shown = JSON.parse(stdout) as { tables: { table: string }[]; replication: { progress: { fullLoadPercent: number } } };
    expect(shown.tables.map(({ table }) => table)).toEqual(expected);
    expect(shown.replication.progress.fullLoadPercent).toBe(60);
  });

  it('fits a terminal, with colours: the kinds of changes become one column, then names are cut', async () => {
    const { stdout } = await tables([], { columns: 80 });
    const plain = (text: string): string => text.replaceAll(/\u001B\[[\d;?]*[a-zA-Z]/gu, '');
    expect(plain(stdout).split('\n').slice(3, 6)).toEqual([
      'table           state            rows loaded  errors     rows/s  changes',
      'shop.items      Table completed   12,345,678       2  1,234,568        3',
      'shop.logs       Table error                0       0                   0',
    ]);
    const narrow = plain((await tables([], { columns: 66 })).stdout);
    expect(narrow.split('\n').filter((line) => line.length > 66)).toEqual([]);
    expect(narrow).toContain('shop.cu… ');
    expect(stdout).toContain('\u001B[31mTable error');
    expect(stdout).toContain('\u001B[32mTable completed');
    expect((await tables([], { columns: 80, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001B');
  });

  it('looks again and again until Ctrl-C', async () => {
    const controller = new AbortController();
    const run = await tables(['--watch', '--interval', '2'], { signal: controller.signal, onPause: (ms) => controller.abort(new Error(String(ms))) });
    expect(run).toMatchObject({ code: 130, stderr: '' });
    expect(run.stdout).toContain('shop.items');
    expect(await tables(['--watch', '--interval', '0'])).toMatchObject({ code: 2, stderr: expect.stringContaining('--interval is not a number of seconds from 1 to 3600.') as string });
  });

  it('says why there may be none', async () => {
    const { aws } = fakeAws(fakeTask({ looks: [{ Status: 'ready' }] }));
    const { stdout } = await runDray(['tables', '--replication', 'shop-task'], { aws });
    expect(stdout).toBe('shop-task (task)  ready\n\nNo table statistics: it was never started, or its capacity was given back since.\n');
  });
});
