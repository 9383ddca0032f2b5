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
  {
    SchemaName: 'shop',
    TableName: 'items',
    ...loaded,
    FullLoadRows: 12_345_678,
    FullLoadErrorRows: 2,
    Deletes: 3,
    Ddls: 1,
  },
  { SchemaName: 'shop', TableName: 'logs', TableState: 'Table error' },
];
const STATS = { FullLoadProgressPercent: 60, TablesLoaded: 2, TablesLoading: 1, TablesQueued: 1, TablesErrored: 1 };

function tables(args: readonly string[] = [], options: DrayOptions = {}): Promise<DrayRun> {
  const { aws } = fakeAws(fakeTask({ looks: [{ Status: 'running', ReplicationTaskStats: STATS }], tables: TABLES }));
  return runDray(['tables', '--replication', 'shop-task', ...args], { aws, now: () => START + 30_000, ...options });
}

describe('dray tables (statistics of a fake with the types of the SDK: no local server has them)', () => {
  it('shows the load of all, and of each table, those with errors first', async () => {
    const { code, stdout } = await tables();
    expect(code).toBe(0);
    expect(stdout).toBe(
      [
        'shop-task (task)  running',
        'full load  ████████████░░░░░░░░  60 %  2 of 5 tables',
        '',
        'table           state            loaded                  rows  errors     rows/s  took  inserts  updates  deletes  ddl',
        'shop.items      Table completed  ██████████ 100 %  12,345,678       2  1,234,568  10 s        0        0        3    1',
        'shop.logs       Table error                                 0       0                         0        0        0    0',
        'shop.customers  Table completed  ██████████ 100 %      10,000       0      1,000  10 s        5        1        0    0',
        'shop.invoices   Before load      ░░░░░░░░░░   0 %           0       0                         0        0        0    0',
        'shop.orders     Full load        ░░░░░░███░     ?      90,000       0      3,000  30 s        0        0        0    0',
        '',
        '5 tables, 12,445,678 rows loaded, 9 changes, 2 with errors',
        'No estimate of rows: the source is not named; give --source-url',
        '',
      ].join('\n'),
    );
  });

  it('counts a table that DMS does not find among the errors', async () => {
    const missing = [
      { SchemaName: 'shop', TableName: 'ordres', TableState: 'Table does not exist' },
      { SchemaName: 'shop', TableName: 'a', ...loaded },
    ];
    const { aws } = fakeAws(fakeTask({ looks: [{ Status: 'running' }], tables: missing }));
    const { stdout } = await runDray(['tables', '--replication', 'shop-task'], { aws });
    expect(stdout.split('\n').slice(3)).toEqual([
      'shop.ordres  Table does not exist                       0       0                      0        0        0    0',
      expect.stringContaining('shop.a '),
      '',
      '2 tables, 0 rows loaded, 0 changes, 1 with errors',
      '',
    ]);
  });

  it('has no bars where changes alone are taken', async () => {
    const { aws } = fakeAws(
      fakeTask({
        looks: [{ Status: 'running', MigrationType: 'cdc', ReplicationTaskStats: { FullLoadProgressPercent: 0 } }],
        tables: [{ SchemaName: 'shop', TableName: 'orders', TableState: 'Table completed', Inserts: 7 }],
      }),
    );
    const { stdout } = await runDray(['tables', '--replication', 'shop-task'], {
      aws,
      columns: 80,
      env: { NO_COLOR: '1' },
    });
    expect(stdout).toBe(
      'shop-task (task)  running\n\ntable        state      changes\nshop.orders  completed        7\n\n1 table, 0 rows loaded, 7 changes\n',
    );
  });

  it.each([
    ['name', ['items', 'logs', 'customers', 'invoices', 'orders']],
    ['rows', ['items', 'logs', 'orders', 'customers', 'invoices']],
    ['changes', ['items', 'logs', 'customers', 'invoices', 'orders']],
    ['state', ['logs', 'items', 'orders', 'invoices', 'customers']],
  ])('sorts by %s behind the errors, also in JSON', async (by, expected) => {
    const { stdout } = await tables(['--sort', by, '--output', 'json']);
    const shown = JSON.parse(stdout) as {
      tables: { table: string }[];
      replication: { progress: { fullLoadPercent: number } };
    };
    expect(shown.tables.map(({ table }) => table)).toEqual(expected);
    expect(shown.replication.progress.fullLoadPercent).toBe(60);
  });

  it.each([80, 60, 40])('fits a terminal of %i columns', async (columns) => {
    const { stdout } = await tables([], { columns, env: { NO_COLOR: '1' } });
    expect(stdout.split('\n').filter((line) => line.length > columns)).toEqual([]);
    expect(stdout).toMatchSnapshot();
  });

  it('has colours on a terminal that wants them', async () => {
    const { stdout } = await tables([], { columns: 80 });
    expect(stdout).toContain('\u001B[31merror');
    expect(stdout).toContain('\u001B[32mcompleted');
    expect((await tables([], { columns: 80, env: { NO_COLOR: '1' } })).stdout).not.toContain('\u001B');
  });

  it('looks again and again until Ctrl-C', async () => {
    const controller = new AbortController();
    const run = await tables(['--watch', '--interval', '2'], {
      signal: controller.signal,
      onPause: (ms) => controller.abort(new Error(String(ms))),
    });
    expect(run).toMatchObject({ code: 130, stderr: '' });
    expect(run.stdout).toContain('shop.items');
    expect(await tables(['--watch', '--interval', '0'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--interval is not a number of seconds from 1 to 3600.') as string,
    });
  });

  it.each([
    ['ready', {}, 'it was never started.'],
    [
      'running',
      { ReplicationTaskStartDate: at(0) },
      'yet. If it stays so, no table matches its mappings: dray doctor --only mappings.',
    ],
    ['starting', { ReplicationTaskStartDate: at(0) }, 'yet: they come once it runs.'],
    ['stopped', { ReplicationTaskStartDate: at(0) }, 'DMS has kept none.'],
  ])('says why there may be none of one that is %s', async (Status, more, why) => {
    const { aws } = fakeAws(fakeTask({ looks: [{ Status, ...more }] }));
    const { stdout } = await runDray(['tables', '--replication', 'shop-task'], { aws });
    expect(stdout).toBe(
      `shop-task (task)  ${Status}\n\nNo table statistics${why.startsWith('yet') ? ' ' : ': '}${why}\n`,
    );
  });

  it('has null in JSON for what is not known', async () => {
    const { stdout } = await tables(['--output', 'json', '--sort', 'rows']);
    const shown = JSON.parse(stdout) as { tables: Record<string, unknown>[] };
    expect(
      shown.tables.map(({ table, loadedPart, estimatedRows, fullLoadEndedAt }) => [
        table,
        loadedPart,
        estimatedRows,
        fullLoadEndedAt,
      ]),
    ).toEqual([
      ['items', 1, null, '2026-01-31T12:00:10.000Z'],
      ['logs', null, null, null],
      ['orders', null, null, null],
      ['customers', 1, null, '2026-01-31T12:00:10.000Z'],
      ['invoices', 0, null, null],
    ]);
  });
});
