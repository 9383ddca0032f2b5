import { describe, expect, it } from 'vitest';
import { fakeAws } from '../testing/fake-aws.js';
import { connectionTest, fakeTask, TASK_ARN, type FakeTaskOptions } from '../testing/fake-task.js';
import { runDray, type DrayOptions } from '../testing/run-dray.js';

/** Runs a command on a task of a fake with the SDK's types, and tells which calls changed something. */
async function control(args: readonly string[], task: FakeTaskOptions, options: DrayOptions = {}) {
  const { aws, calls } = fakeAws(fakeTask(task));
  const run = await runDray([...args, '--replication', 'shop-task'], { aws, ...options });
  const changes = calls().filter(({ name }) => /^(Start|Stop|Reload|Test)/u.test(name));
  return { ...run, changes };
}

const ran = { ReplicationTaskStartDate: new Date(Date.UTC(2026, 0, 1)) };

describe('dray start (a task of a fake with the types of the SDK)', () => {
  it('starts one that never ran, waits, and says each state once', async () => {
    const { code, stdout, stderr, changes } = await control(['start'], {
      looks: [
        { Status: 'ready' },
        { Status: 'ready' },
        { Status: 'starting' },
        { Status: 'starting' },
        { Status: 'running' },
      ],
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'shop-task: running\n' });
    expect(changes).toEqual([
      {
        name: 'StartReplicationTaskCommand',
        input: { ReplicationTaskArn: TASK_ARN, StartReplicationTaskType: 'start-replication' },
      },
    ]);
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

  it('lets DMS test what it has not tested, and says that it waits', async () => {
    const [source, target] = [connectionTest('source', 'successful'), connectionTest('target', 'successful')];
    const { code, stderr, changes } = await control(['start', '--no-wait'], {
      looks: [{ Status: 'ready' }],
      connections: [[source], [source, connectionTest('target', 'testing')], [source, target]],
    });
    expect(code).toBe(0);
    expect(changes.map(({ name }) => name)).toEqual(['TestConnectionCommand', 'StartReplicationTaskCommand']);
    expect(stderr).toContain(
      '\nWaiting for AWS DMS to test its connections: source successful, target testing\nAsked AWS DMS for start-replication of shop-task.\n',
    );
  });

  it('starts nothing where a connection fails, and says why', async () => {
    const { code, stderr, changes } = await control(['start'], {
      looks: [{ Status: 'ready' }],
      connections: [
        [connectionTest('source', 'testing')],
        [connectionTest('source', 'failed', 'Access denied for user dms'), connectionTest('target', 'successful')],
      ],
    });
    expect(code).toBe(1);
    expect(changes.map(({ name }) => name)).toEqual(['TestConnectionCommand']);
    expect(stderr).toContain(
      'Error (connection-failed): The replication was not started. The test of the connection to the source shop-source failed (Access denied for user dms). The source does not accept user and password.\n' +
        'Remedy: Correct the secret or the endpoint',
    );
  });

  it('gives up on tests that take too long, and says that nothing was started', async () => {
    let nowMs = 0;
    const { code, stderr, changes } = await control(
      ['start', '--timeout', '1'],
      {
        looks: [{ Status: 'ready' }],
        connections: [[connectionTest('source', 'testing'), connectionTest('target', 'successful')]],
      },
      { now: () => nowMs, onPause: (ms) => (nowMs += ms) },
    );
    expect({ code, changes }).toEqual({ code: 1, changes: [] });
    expect(stderr).toContain(
      'Error (still-waiting): Nothing was started: after 1 min the connections are not tested (source testing, target successful).\n' +
        'Remedy: Run the same command again. To wait longer: --timeout MINUTES.\n',
    );
  });

  it('explains why it does not run', async () => {
    const failed = {
      Status: 'failed',
      StopReason: 'Stop Reason FATAL_ERROR',
      LastFailureMessage: 'No tables were found at task initialization.',
    };
    const { code, stdout, stderr } = await control(['start'], {
      looks: [{ Status: 'ready' }, { Status: 'starting' }, failed],
    });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toContain(
      'Error (wrong-state): The replication does not run, it is failed (FATAL_ERROR: No tables were found at task initialization.).',
    );
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
    const { code, stdout, changes } = await control(['start', '--output', 'json'], {
      looks: [{ Status: 'running', ...ran }],
    });
    expect(code).toBe(0);
    expect(changes).toEqual([]);
    expect(JSON.parse(stdout)).toMatchObject({
      replication: { identifier: 'shop-task', kind: 'task', state: 'running' },
      result: 'unchanged',
    });
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
    expect(stderr).toMatch(/Interrupted\. What AWS was asked for goes on: see dray status\.\n$/u);
  });

  it('shows one line that is written over on a terminal', async () => {
    const written: string[] = [];
    await control(
      ['start'],
      { looks: [{ Status: 'ready' }, { Status: 'starting' }, { Status: 'running' }] },
      { onTerminal: (text) => written.push(text) },
    );
    expect(written.join('')).toContain('\r\u001B[Kshop-task: starting');
    expect(written.at(-1)).toBe('\r\u001B[K');
  });
});

describe('dray resume (a task of a fake with the types of the SDK)', () => {
  it('goes on where it stopped', async () => {
    const { code, changes } = await control(['resume', '--no-wait'], {
      looks: [{ Status: 'stopped', StopReason: 'Stop Reason NORMAL', ...ran }],
    });
    expect(code).toBe(0);
    expect(changes).toMatchObject([{ input: { StartReplicationTaskType: 'resume-processing' } }]);
  });

  it.each([
    ['that never ran', { Status: 'ready' }, 'The replication never ran: there is nothing to resume.'],
    [
      'that only loads',
      { Status: 'stopped', MigrationType: 'full-load', StopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED', ...ran },
      'The replication is a full load only',
    ],
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
      looks: [
        { Status: 'running', ...ran },
        { Status: 'stopping', ...ran },
        { Status: 'stopped', StopReason: 'Stop Reason NORMAL', ...ran },
      ],
    });
    expect({ code, stdout }).toEqual({ code: 0, stdout: 'shop-task: stopped (NORMAL)\n' });
    expect(changes).toEqual([{ name: 'StopReplicationTaskCommand', input: { ReplicationTaskArn: TASK_ARN } }]);
  });

  it('answers 1 where it ends in a failure, and explains that', async () => {
    const failed = { Status: 'failed', LastFailureMessage: 'replication slot "shop" is active for PID 7', ...ran };
    const { code, stdout, stderr } = await control(['stop', '--output', 'json'], {
      looks: [{ Status: 'running', ...ran }, { Status: 'stopping', ...ran }, failed],
    });
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ replication: { state: 'failed' }, result: 'failed' });
    expect(stderr).toContain('shop-task failed: replication slot "shop" is active for PID 7\nCause: ');
    expect(stderr).toContain('\nRemedy: ');
  });

  it('tells what it asked for where it does not wait', async () => {
    const { code, stdout } = await control(['stop', '--no-wait', '--output', 'json'], {
      looks: [
        { Status: 'running', ...ran },
        { Status: 'stopping', ...ran },
      ],
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ replication: { state: 'stopping' }, result: 'stop-requested' });
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
    const { code, stderr, changes } = await control(['reload', 'shop.orders', '--yes'], {
      looks: [{ Status: 'running', ...ran }],
      tables,
    });
    expect(code).toBe(0);
    expect(changes).toEqual([
      {
        name: 'ReloadTablesCommand',
        input: {
          ReplicationTaskArn: TASK_ARN,
          TablesToReload: [{ SchemaName: 'shop', TableName: 'orders' }],
          ReloadOption: 'data-reload',
        },
      },
    ]);
    expect(stderr).toContain('This table is loaded again:\n  shop.orders\nAbout 1,500 rows travel through the stream');
    expect(stderr.indexOf('rows of the same key are overwritten')).toBeLessThan(stderr.indexOf('Asked AWS DMS.'));
  });

  it('asks, and does nothing where there is nobody to ask', async () => {
    const { code, stderr, changes } = await control(['reload', 'shop.orders'], {
      looks: [{ Status: 'running', ...ran }],
      tables,
    });
    expect(code).toBe(2);
    expect(changes).toEqual([]);
    expect(stderr).toContain('Load again? There is no terminal to ask on.\nRemedy: Give --yes.');
  });

  it('refuses tables that DMS does not know, and tells those it knows', async () => {
    const { code, stderr, changes } = await control(['reload', 'shop.order', '--yes'], {
      looks: [{ Status: 'running', ...ran }],
      tables,
    });
    expect(code).toBe(2);
    expect(changes).toEqual([]);
    expect(stderr).toContain(
      'The replication has no table shop.order.\nRemedy: Its tables are: shop.orders, shop.items.',
    );
  });

  it('loads single tables only while it runs', async () => {
    const { code, stderr } = await control(['reload', 'shop.orders', '--yes'], {
      looks: [{ Status: 'stopped', ...ran }],
      tables,
    });
    expect(code).toBe(1);
    expect(stderr).toContain('single tables are loaded again only while it runs');
  });

  it('loads everything again from a stop, after it has said what that means', async () => {
    const { code, stderr, changes } = await control(['reload', '--all', '--yes'], {
      looks: [
        { Status: 'stopped', ...ran },
        { Status: 'starting', ...ran },
        { Status: 'running', ...ran },
      ],
    });
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
    [['reload', 'shop.orders', '--to', 'pglite:'], '--to: this belongs to --complete or --all.'],
    [
      ['reload', 'shop.orders', '--no-wait', '--timeout', '5'],
      '--no-wait, --timeout: these belong to --complete or --all.',
    ],
    [
      ['reload', '--complete', 'shop.orders', '--replication', 'x'],
      '--replication: this belongs to loading again, not to --complete.',
    ],
    [['start', '--timeout', 'soon'], '--timeout is not a number of minutes above 0.'],
  ])('answers 2 to %j', async (args, message) => {
    const { code, stderr, changes } = await control(args, { looks: [{ Status: 'running', ...ran }], tables });
    expect(code).toBe(2);
    expect(changes).toEqual([]);
    expect(stderr).toContain(message);
  });
});

describe('dray reload of what has no load, or is more than one call takes (a task of a fake with the types of the SDK)', () => {
  const many = Array.from({ length: 12 }, (_, index) => ({
    SchemaName: 'shop',
    TableName: `t${index}`,
    FullLoadRows: 1,
  }));
  const names = many.map(({ TableName }) => `shop.${TableName}`);

  it('refuses a replication of changes only', async () => {
    const cdc = { MigrationType: 'cdc', ...ran } as const;
    for (const [args, Status] of [
      [['reload', '--all', '--yes'], 'stopped'],
      [['reload', 'shop.t1', '--yes'], 'running'],
    ] as const) {
      const { code, stderr, changes } = await control(args, { looks: [{ Status, ...cdc }], tables: many });
      expect({ code, changes }).toEqual({ code: 1, changes: [] });
      expect(stderr).toContain(
        'Error (refused): The replication carries changes only: it has no load that could be repeated.',
      );
    }
  });

  it('tells what was asked for before a call was refused, and how to go on', async () => {
    let call = 0;
    const { aws } = fakeAws({
      ...fakeTask({ looks: [{ Status: 'running', ...ran }], tables: many }),
      ReloadTablesCommand: () => {
        call += 1;
        if (call > 1) throw Object.assign(new Error('busy'), { name: 'InvalidResourceStateFault' });
        return { $metadata: {} };
      },
    });
    const { code, stderr } = await runDray(['reload', ...names, '--yes', '--replication', 'shop-task'], { aws });
    expect(code).toBe(1);
    expect(stderr).toContain(`10 tables were asked for before: ${names.slice(0, 10).join(', ')}.`);
    expect(stderr).toMatch(/Then load the others again: dray reload shop\.t10 shop\.t11\n$/u);
  });

  it('names ten tables at most where a name is wrong', async () => {
    const { code, stderr } = await control(['reload', 'shop.x', '--yes'], {
      looks: [{ Status: 'running', ...ran }],
      tables: many,
    });
    expect(code).toBe(2);
    expect(stderr).toContain('shop.t9, and 2 more (dray tables).');
  });

  it('needs a target to complete a load', async () => {
    const { code, stderr } = await runDray(['reload', '--complete', 'shop.orders']);
    expect(code).toBe(2);
    expect(stderr).toContain('Remedy: Give --to and --pipeline, or correct the configuration');
  });
});

it('says which replications there are where none is named (a task of a fake with the types of the SDK)', async () => {
  const { aws } = fakeAws({
    ...fakeTask({ looks: [{ Status: 'running', ...ran }] }),
    DescribeReplicationConfigsCommand: () => ({ $metadata: {}, ReplicationConfigs: [] }),
    DescribeReplicationsCommand: () => ({ $metadata: {}, Replications: [] }),
  });
  const { code, stderr } = await runDray(['stop'], { aws });
  expect(code).toBe(2);
  expect(stderr).toContain('Error: No replication is named. This region has: shop-task (running).\n');
});

describe('dray test-connection (results of a fake with the types of the SDK)', () => {
  it('waits for both ends and explains what fails', async () => {
    const { aws, calls } = fakeAws(
      fakeTask({
        looks: [{ Status: 'running', ...ran }],
        connections: [
          [],
          [connectionTest('source', 'testing'), connectionTest('target', 'successful')],
          [
            connectionTest('source', 'failed', 'could not connect to server: Connection timed out'),
            connectionTest('target', 'successful'),
          ],
        ],
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
    expect(
      calls()
        .filter(({ name }) => name === 'TestConnectionCommand')
        .map(({ input }) => input),
    ).toEqual([
      { EndpointArn: 'source-arn', ReplicationInstanceArn: 'instance-arn' },
      { EndpointArn: 'target-arn', ReplicationInstanceArn: 'instance-arn' },
    ]);
  });

  it('does not take the result of the test before for the one it asked for', async () => {
    const good = [connectionTest('source', 'successful'), connectionTest('target', 'successful')];
    const { aws } = fakeAws(
      fakeTask({
        looks: [{ Status: 'running', ...ran }],
        connections: [
          good,
          [connectionTest('source', 'testing'), connectionTest('target', 'testing')],
          [connectionTest('source', 'failed'), good[1] ?? {}],
        ],
      }),
    );
    const { code, stdout, stderr } = await runDray(['test-connection', '--replication', 'shop-task'], { aws });
    expect(code).toBe(1);
    expect(stderr).toBe('shop-source: testing, shop-target: testing\nshop-source: failed, shop-target: successful\n');
    expect(stdout).toContain(
      'shop-source: AWS DMS does not tell why.\n  remedy: Check security groups (one rule from the replication to the database), VPC endpoints for Kinesis and Secrets Manager, host and password (dray doctor --only source-endpoint roles).\n',
    );
  });

  it('answers 0 where both can be reached', async () => {
    const { aws } = fakeAws(
      fakeTask({
        looks: [{ Status: 'running', ...ran }],
        connections: [[connectionTest('source', 'successful'), connectionTest('target', 'successful')]],
      }),
    );
    const { code, stdout } = await runDray(['test-connection', '--replication', 'shop-task', '--output', 'json'], {
      aws,
    });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      endpoints: [
        {
          endpoint: 'shop-source',
          direction: 'source',
          result: 'successful',
          failure: null,
          cause: null,
          remedy: null,
        },
        {
          endpoint: 'shop-target',
          direction: 'target',
          result: 'successful',
          failure: null,
          cause: null,
          remedy: null,
        },
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
