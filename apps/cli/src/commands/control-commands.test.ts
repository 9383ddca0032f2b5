import { describe, expect, it } from 'vitest';
import { fakeAws } from '../testing/fake-aws.js';
import { fakeTask, TASK_ARN, type FakeTaskOptions } from '../testing/fake-task.js';
import { runDray, type DrayOptions } from '../testing/run-dray.js';

/** Runs a command on a task of a fake with the SDK's types, and tells which calls changed something. */
async function control(args: readonly string[], task: FakeTaskOptions, options: DrayOptions = {}) {
  const { aws, calls } = fakeAws(fakeTask(task));
  const run = await runDray([...args, '--replication', 'shop-task'], { aws, ...options });
  const changes = calls().filter(({ name }) => /^(Start|Stop|Reload)/u.test(name));
  return { ...run, changes };
}

const ran = { ReplicationTaskStartDate: new Date(Date.UTC(2026, 0, 1)) };

describe('dray start (a task of a fake with the types of the SDK)', () => {
  it('starts one that never ran, waits, and says each state once', async () => {
    const { code, stdout, stderr, changes } = await control(['start'], {
      looks: [{ Status: 'ready' }, { Status: 'ready' }, { Status: 'starting' }, { Status: 'starting' }, { Status: 'running' }],
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'shop-task: running\n' });
    expect(changes).toEqual([{ name: 'StartReplicationTaskCommand', input: { ReplicationTaskArn: TASK_ARN, StartReplicationTaskType: 'start-replication' } }]);
    expect(stderr).toBe(
      [
        'Long transactions at the source were not looked for: the source endpoint names no secret; give --source-url',
        'Asked AWS DMS for start-replication of shop-task.',
        'shop-task: ready',
        'shop-task: starting',
        'shop-task: running',
        '',
      ].join('\n'),
    );
  });

  it('explains why it does not run', async () => {
    const failed = { Status: 'failed', StopReason: 'Stop Reason FATAL_ERROR', LastFailureMessage: 'No tables were found at task initialization.' };
    const { code, stdout, stderr } = await control(['start'], { looks: [{ Status: 'ready' }, { Status: 'starting' }, failed] });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain('Error (wrong-state): The replication does not run, it is failed (FATAL_ERROR: No tables were found at task initialization.).');
    expect(stderr).toContain('No table of the source matches the table mappings.');
    expect(stderr).toContain('Remedy: Correct the selection rules');
  });

  it('does not start one a second time, and says what to do instead', async () => {
    const { code, stderr, changes } = await control(['start'], { looks: [{ Status: 'stopped', ...ran }] });
    expect(code).toBe(1);
    expect(changes).toEqual([]);
    expect(stderr).toBe(
      'Error (refused): The replication ran before: a first start would load everything again and forget where changes were read.\n' +
        'Remedy: To go on where it stopped: dray resume. To load everything again: dray reload --all.\n',
    );
  });

  it('leaves one that runs alone', async () => {
    const { code, stdout, changes } = await control(['start', '--output', 'json'], { looks: [{ Status: 'running', ...ran }] });
    expect(code).toBe(0);
    expect(changes).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject({ replication: { identifier: 'shop-task', kind: 'task', state: 'running' }, result: 'unchanged' });
  });

  it('gives up waiting after its time-out, and says that it goes on', async () => {
    let nowMs = 0;
    const { code, stderr } = await control(
      ['start', '--timeout', '1'],
      { looks: [{ Status: 'ready' }, { Status: 'starting' }] },
      { now: () => nowMs, onPause: (ms) => (nowMs += ms) },
    );
    expect(code).toBe(1);
    expect(stderr).toContain('Error (still-waiting): It is still starting after 1 min.');
    expect(stderr).toContain('Remedy: It goes on by itself: see dray status --watch.');
  });

  it('ends with 130 at Ctrl-C while it waits', async () => {
    const controller = new AbortController();
    const { code, stderr, changes } = await control(
      ['start'],
      { looks: [{ Status: 'ready' }, { Status: 'starting' }] },
      { signal: controller.signal, onPause: () => controller.abort(new Error('SIGINT')) },
    );
    expect(code).toBe(130);
    expect(changes).toHaveLength(1);
    expect(stderr).toContain('Interrupted.');
  });

  it('shows one line that is written over on a terminal', async () => {
    const written: string[] = [];
    await control(['start'], { looks: [{ Status: 'ready' }, { Status: 'starting' }, { Status: 'running' }] }, { onTerminal: (text) => written.push(text) });
    expect(written.join('')).toContain('\r\u001B[Kshop-task: starting');
    expect(written.at(-1)).toBe('\r\u001B[K');
  });
});

describe('dray resume (a task of a fake with the types of the SDK)', () => {
  it('goes on where it stopped', async () => {
    const { code, changes } = await control(['resume', '--no-wait'], { looks: [{ Status: 'stopped', StopReason: 'Stop Reason NORMAL', ...ran }] });
    expect(code).toBe(0);
    expect(changes).toMatchObject([{ input: { StartReplicationTaskType: 'resume-processing' } }]);
  });

  it.each([
    ['that never ran', { Status: 'ready' }, 'The replication never ran: there is nothing to resume.'],
    ['that only loads', { Status: 'stopped', MigrationType: 'full-load', StopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED', ...ran }, 'The replication is a full load only'],
    ['that is stopping', { Status: 'stopping', ...ran }, 'The replication is stopping.'],
  ] as const)('refuses one %s', async (_what, look, message) => {
    const { code, stderr, changes } = await control(['resume', '--yes'], { looks: [look] });
    expect(code).toBe(1);
    expect(changes).toEqual([]);
    expect(stderr).toContain(`Error (refused): ${message}`);
  });
});

describe('dray stop (a task of a fake with the types of the SDK)', () => {
  it('stops and waits', async () => {
    const { code, stdout, changes } = await control(['stop'], {
      looks: [{ Status: 'running', ...ran }, { Status: 'stopping', ...ran }, { Status: 'stopped', StopReason: 'Stop Reason NORMAL', ...ran }],
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'shop-task: stopped (NORMAL)\n' });
    expect(changes).toEqual([{ name: 'StopReplicationTaskCommand', input: { ReplicationTaskArn: TASK_ARN } }]);
  });

  it('has nothing to do where it does not run', async () => {
    const { code, stderr, changes } = await control(['stop'], { looks: [{ Status: 'failed', ...ran }] });
    expect(code).toBe(0);
    expect(changes).toEqual([]);
    expect(stderr).toBe('The replication does not run: it is failed.\n');
  });
});

describe('dray reload (a task of a fake with the types of the SDK)', () => {
  const tables = [
    { SchemaName: 'shop', TableName: 'orders', FullLoadRows: 1_500, TableState: 'Table completed' },
    { SchemaName: 'shop', TableName: 'items', FullLoadRows: 10, TableState: 'Table completed' },
  ];

  it('says what happens to the target before it loads named tables again', async () => {
    const { code, stderr, changes } = await control(['reload', 'shop.orders', '--yes'], { looks: [{ Status: 'running', ...ran }], tables });
    expect(code).toBe(0);
    expect(changes).toEqual([
      { name: 'ReloadTablesCommand', input: { ReplicationTaskArn: TASK_ARN, TablesToReload: [{ SchemaName: 'shop', TableName: 'orders' }], ReloadOption: 'data-reload' } },
    ]);
    expect(stderr).toContain('This table is loaded again:\n  shop.orders\nAbout 1,500 rows travel through the stream');
    expect(stderr.indexOf('rows of the same key are overwritten')).toBeLessThan(stderr.indexOf('Asked AWS DMS.'));
  });

  it('asks, and does nothing where there is nobody to ask', async () => {
    const { code, stderr, changes } = await control(['reload', 'shop.orders'], { looks: [{ Status: 'running', ...ran }], tables });
    expect(code).toBe(2);
    expect(changes).toEqual([]);
    expect(stderr).toContain('Load again? There is no terminal to ask on.\nRemedy: Give --yes.');
  });

  it('refuses tables that DMS does not know, and tells those it knows', async () => {
    const { code, stderr, changes } = await control(['reload', 'shop.order', '--yes'], { looks: [{ Status: 'running', ...ran }], tables });
    expect(code).toBe(2);
    expect(changes).toEqual([]);
    expect(stderr).toContain('The replication has no table shop.order.\nRemedy: Its tables are: shop.orders, shop.items.');
  });

  it('loads single tables only while it runs', async () => {
    const { code, stderr } = await control(['reload', 'shop.orders', '--yes'], { looks: [{ Status: 'stopped', ...ran }], tables });
    expect(code).toBe(1);
    expect(stderr).toContain('single tables are loaded again only while it runs');
  });

  it('loads everything again from a stop, after it has said what that means', async () => {
    const { code, stderr, changes } = await control(['reload', '--all', '--yes'], { looks: [{ Status: 'stopped', ...ran }, { Status: 'starting', ...ran }, { Status: 'running', ...ran }] });
    expect(code).toBe(0);
    expect(changes).toMatchObject([{ input: { StartReplicationTaskType: 'reload-target' } }]);
    expect(stderr).toContain('loses the rows that the source no longer has, once the load is complete');
    const running = await control(['reload', '--all', '--yes'], { looks: [{ Status: 'running', ...ran }] });
    expect(running.code).toBe(1);
    expect(running.changes).toEqual([]);
  });

  it.each([
    [['reload'], 'Name the tables, or say --all.'],
    [['reload', 'shop.orders', '--all'], 'Name the tables, or say --all.'],
    [['reload', 'shop.orders', '--to', 'pglite:'], '--force, --to and --pipeline belong to --complete.'],
    [['reload', '--complete', 'shop.orders'], '--complete needs the target.'],
    [['start', '--timeout', 'soon'], '--timeout is not a number of minutes.'],
  ])('answers 2 to %j', async (args, message) => {
    const { code, stderr, changes } = await control(args, { looks: [{ Status: 'running', ...ran }], tables });
    expect(code).toBe(2);
    expect(changes).toEqual([]);
    expect(stderr).toContain(message);
  });
});

describe('dray test-connection (results of a fake with the types of the SDK)', () => {
  const test = (endpoint: string, Status: string, LastFailureMessage?: string) => ({
    EndpointArn: `${endpoint}-arn`,
    EndpointIdentifier: `shop-${endpoint}`,
    ReplicationInstanceArn: 'instance-arn',
    Status,
    ...(LastFailureMessage === undefined ? {} : { LastFailureMessage }),
  });

  it('waits for both ends and explains what fails', async () => {
    const { aws, calls } = fakeAws(
      fakeTask({
        looks: [{ Status: 'running', ...ran }],
        connections: [[], [test('source', 'testing'), test('target', 'successful')], [test('source', 'failed', 'could not connect to server: Connection timed out'), test('target', 'successful')]],
      }),
    );
    const { code, stdout } = await runDray(['test-connection', '--replication', 'shop-task'], { aws });
    expect(code).toBe(1);
    expect(stdout).toBe(
      [
        '        endpoint     connection',
        'source  shop-source  failed',
        'target  shop-target  successful',
        '',
        'shop-source: could not connect to server: Connection timed out',
        '  cause: DMS cannot reach the server: a security group, a route, or a missing VPC endpoint stands between.',
        '  remedy: Let the database’s security group take 5432 or 3306 from DMS’s; give the subnets interface endpoints for Kinesis and Secrets Manager.',
        '',
      ].join('\n'),
    );
    expect(calls().filter(({ name }) => name === 'TestConnectionCommand').map(({ input }) => input)).toEqual([
      { EndpointArn: 'source-arn', ReplicationInstanceArn: 'instance-arn' },
      { EndpointArn: 'target-arn', ReplicationInstanceArn: 'instance-arn' },
    ]);
  });

  it('answers 0 where both can be reached', async () => {
    const { aws } = fakeAws(fakeTask({ looks: [{ Status: 'running', ...ran }], connections: [[test('source', 'successful'), test('target', 'successful')]] }));
    const { code, stdout } = await runDray(['test-connection', '--replication', 'shop-task', '--output', 'json'], { aws });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      endpoints: [
        { endpoint: 'shop-source', direction: 'source', result: 'successful', failure: null, cause: null, remedy: null },
        { endpoint: 'shop-target', direction: 'target', result: 'successful', failure: null, cause: null, remedy: null },
      ],
    });
  });
});

it('asks for the name of the replication where nothing says it', async () => {
  const { code, stderr } = await runDray(['start']);
  expect(code).toBe(2);
  expect(stderr).toBe(
    'Error: No replication is named.\nRemedy: Give --replication NAME, DRAYAGE_AWS_REPLICATION, or aws.replication in the configuration file.\n',
  );
});
