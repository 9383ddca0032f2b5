import type {
  DatabaseMigrationServiceClient,
  DescribeReplicationConfigsCommandOutput,
  DescribeReplicationsCommandOutput,
  DescribeReplicationTableStatisticsCommandInput,
  DescribeReplicationTableStatisticsCommandOutput,
  DescribeReplicationTasksCommandOutput,
  DescribeTableStatisticsCommandOutput,
  Replication as SdkReplication,
} from '@aws-sdk/client-database-migration-service';
import { fakeSdkClient } from '@drayage/testing';
import { describe, expect, it } from 'vitest';
import { reloadTables, startReplication, stopReplication } from './control-replication.js';
import { describeReplication, listReplications } from './describe-replication.js';
import { describeTableStatistics } from './describe-table-statistics.js';
import { waitForReplication } from './wait-for-replication.js';

const ARN = 'arn:aws:dms:eu-central-1:123456789012:replication-config:ABC';
const $metadata = {};
type Client = Pick<DatabaseMigrationServiceClient, 'send'>;

/** Looks at a replication one after another; the last one stays. */
function serverless(...looks: readonly Partial<SdkReplication>[]) {
  let look = 0;
  return fakeSdkClient<Client>({
    DescribeReplicationTasksCommand: (): DescribeReplicationTasksCommandOutput => ({ $metadata, ReplicationTasks: [] }),
    DescribeReplicationConfigsCommand: (): DescribeReplicationConfigsCommandOutput => ({
      $metadata,
      ReplicationConfigs: [
        {
          ReplicationConfigArn: ARN,
          ReplicationConfigIdentifier: 'shop',
          ReplicationType: 'full-load-and-cdc',
          SourceEndpointArn: 'source-arn',
          TargetEndpointArn: 'target-arn',
          ReplicationSettings: '{"a":1}',
          TableMappings: '{"rules":[]}',
        },
      ],
    }),
    DescribeReplicationsCommand: (): DescribeReplicationsCommandOutput => {
      const seen = looks[Math.min(look, looks.length - 1)];
      look += 1;
      return { $metadata, Replications: seen === undefined ? [] : [{ ReplicationConfigArn: ARN, ...seen }] };
    },
    StartReplicationCommand: () => ({ $metadata }),
    StopReplicationCommand: () => ({ $metadata }),
    ReloadReplicationTablesCommand: () => ({ $metadata }),
  });
}

const pause = (): Promise<void> => Promise.resolve();

describe('a serverless replication (a fake with the types of the SDK: no local server has them)', () => {
  it('is one thing from its config and its run, like a task', async () => {
    const { client, calls } = serverless({
      Status: 'running',
      StartReplicationType: 'start-replication',
      ReplicationStats: { FullLoadProgressPercent: 40, TablesLoaded: 2, TablesLoading: 1, TablesQueued: 3 },
      ProvisionData: { ProvisionState: 'provisioned', ProvisionedCapacityUnits: 4 },
      FailureMessages: ['older', 'newer'],
      RecoveryCheckpoint: 'checkpoint:V1#1',
    });
    expect(await describeReplication({ dms: client }, 'shop')).toEqual({
      kind: 'serverless',
      arn: ARN,
      identifier: 'shop',
      migrationType: 'full-load-and-cdc',
      state: 'running',
      status: 'running',
      stopReason: undefined,
      everStarted: true,
      progress: {
        fullLoadPercent: 40,
        tablesLoaded: 2,
        tablesLoading: 1,
        tablesQueued: 3,
        tablesErrored: 0,
        startedAt: undefined,
        stoppedAt: undefined,
        fullLoadFinishedAt: undefined,
      },
      settings: '{"a":1}',
      tableMappings: '{"rules":[]}',
      sourceEndpointArn: 'source-arn',
      targetEndpointArn: 'target-arn',
      instanceArn: undefined,
      capacityUnits: 4,
      provisionState: 'provisioned',
      failures: ['newer', 'older'],
      recoveryCheckpoint: 'checkpoint:V1#1',
      cdcStartPosition: undefined,
      cdcStopPosition: undefined,
    });
    expect(calls.map(({ name, input }) => [name, input])).toEqual([
      [
        'DescribeReplicationTasksCommand',
        { Filters: [{ Name: 'replication-task-id', Values: ['shop'] }], Marker: undefined },
      ],
      [
        'DescribeReplicationConfigsCommand',
        { Filters: [{ Name: 'replication-config-id', Values: ['shop'] }], Marker: undefined },
      ],
      [
        'DescribeReplicationsCommand',
        { Filters: [{ Name: 'replication-config-id', Values: ['shop'] }], Marker: undefined },
      ],
    ]);
  });

  it('that never ran is ready, and was never started', async () => {
    const { client } = serverless({ Status: 'created' });
    expect(await describeReplication({ dms: client }, ARN)).toMatchObject({
      state: 'ready',
      everStarted: false,
      progress: undefined,
    });
    expect(await describeReplication({ dms: serverless().client }, ARN)).toMatchObject({
      state: 'ready',
      everStarted: false,
    });
  });

  it('is listed beside the tasks', async () => {
    expect(
      (await listReplications({ dms: serverless({ Status: 'stopped' }).client })).map(({ identifier }) => identifier),
    ).toEqual(['shop']);
  });

  it('is started, stopped and reloaded by its own calls, ten tables at a time', async () => {
    const { client, calls } = serverless({ Status: 'running' });
    const replication = { kind: 'serverless', arn: ARN } as const;
    await startReplication({ dms: client }, replication, 'resume-processing');
    await stopReplication({ dms: client }, replication);
    const tables = Array.from({ length: 12 }, (_, at) => ({ schema: 'shop', table: `t${at}` }));
    await reloadTables({ dms: client }, replication, tables);
    expect(calls.slice(0, 2)).toEqual([
      {
        name: 'StartReplicationCommand',
        input: { ReplicationConfigArn: ARN, StartReplicationType: 'resume-processing' },
      },
      { name: 'StopReplicationCommand', input: { ReplicationConfigArn: ARN } },
    ]);
    const reloads = calls
      .slice(2)
      .map(({ input }) => input as { TablesToReload: { TableName: string }[]; ReloadOption: string });
    expect(reloads.map(({ TablesToReload }) => TablesToReload.length)).toEqual([10, 2]);
    expect(reloads[1]).toEqual({
      ReplicationConfigArn: ARN,
      ReloadOption: 'data-reload',
      TablesToReload: [
        { SchemaName: 'shop', TableName: 't10' },
        { SchemaName: 'shop', TableName: 't11' },
      ],
    });
  });

  it('is waited for through every phase, known or not', async () => {
    const { client } = serverless(
      { Status: 'stopped' },
      { Status: 'initializing' },
      { Status: 'A phase of next year' },
      { Status: 'running' },
    );
    const seen: string[] = [];
    const running = await waitForReplication(
      { dms: client },
      { kind: 'serverless', arn: ARN },
      { until: 'running', pause, onLook: ({ state }) => seen.push(state) },
    );
    expect(running.state).toBe('running');
    expect(seen).toEqual(['stopped', 'starting', 'changing', 'running']);
  });

  it('that fails tells the reason of DMS, what it means, and what to do', async () => {
    const { client } = serverless(
      { Status: 'starting' },
      {
        Status: 'failed',
        StopReason: 'Stop Reason FATAL_ERROR',
        FailureMessages: ['replication slot "x" is active for PID 17'],
      },
    );
    await expect(
      waitForReplication({ dms: client }, { kind: 'serverless', arn: ARN }, { until: 'running', pause }),
    ).rejects.toMatchObject({
      code: 'wrong-state',
      message:
        'The replication does not run, it is failed (FATAL_ERROR: replication slot "x" is active for PID 17). Another reader holds the replication slot, often an earlier run of this replication.',
      remedy: expect.stringContaining('pg_drop_replication_slot') as string,
    });
  });

  it('that does not move at all is not waited for for ever', async () => {
    const { client } = serverless({ Status: 'stopped' });
    await expect(
      waitForReplication({ dms: client }, { kind: 'serverless', arn: ARN }, { until: 'running', pause }),
    ).rejects.toMatchObject({ code: 'wrong-state' });
  });

  it('that loads only may have ended before anybody saw it run', async () => {
    const { client } = serverless(
      { Status: 'running' },
      { Status: 'stopped', StopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED' },
    );
    const once = await waitForReplication(
      { dms: client },
      { kind: 'serverless', arn: ARN },
      { until: 'running', pause },
    );
    expect(once.state).toBe('running');
    const late = serverless(
      { Status: 'starting' },
      { Status: 'stopped', StopReason: 'Stop Reason FULL_LOAD_ONLY_FINISHED' },
    );
    expect(
      (await waitForReplication({ dms: late.client }, { kind: 'serverless', arn: ARN }, { until: 'running', pause }))
        .state,
    ).toBe('stopped');
  });
});

describe('table statistics (a fake with the types of the SDK: no local server has them)', () => {
  it('are read page by page, of a task and of a serverless replication', async () => {
    const started = new Date(Date.UTC(2026, 0, 1));
    const { client, calls } = fakeSdkClient<Client>({
      DescribeTableStatisticsCommand: (): DescribeTableStatisticsCommandOutput => ({
        $metadata,
        TableStatistics: [
          { SchemaName: 'shop', TableName: 'a', TableState: 'Table error', FullLoadRows: 5, FullLoadErrorRows: 2 },
        ],
      }),
      DescribeReplicationTableStatisticsCommand: ({
        Marker,
      }: DescribeReplicationTableStatisticsCommandInput): DescribeReplicationTableStatisticsCommandOutput => ({
        $metadata,
        ReplicationTableStatistics: [
          Marker === undefined
            ? {
                SchemaName: 'shop',
                TableName: 'a',
                TableState: 'Full load',
                FullLoadRows: 10,
                FullLoadStartTime: started,
                Inserts: 1,
                Updates: 2,
                Deletes: 3,
                Ddls: 4,
              }
            : { SchemaName: 'shop', TableName: 'b', TableState: 'A new word' },
        ],
        ...(Marker === undefined ? { Marker: 'more' } : {}),
      }),
    });
    expect(await describeTableStatistics({ dms: client }, { kind: 'task', arn: 'task-arn' })).toMatchObject([
      { schema: 'shop', table: 'a', state: 'error', fullLoadErrorRows: 2 },
    ]);
    const serverlessTables = await describeTableStatistics({ dms: client }, { kind: 'serverless', arn: ARN });
    expect(serverlessTables).toMatchObject([
      {
        table: 'a',
        state: 'loading',
        fullLoadRows: 10,
        fullLoadStartedAt: started,
        inserts: 1,
        updates: 2,
        deletes: 3,
        ddls: 4,
      },
      { table: 'b', state: 'other', status: 'A new word', fullLoadRows: 0 },
    ]);
    expect(calls.map(({ input }) => input)).toEqual([
      { ReplicationTaskArn: 'task-arn', Marker: undefined },
      { ReplicationConfigArn: ARN, Marker: undefined },
      { ReplicationConfigArn: ARN, Marker: 'more' },
    ]);
  });
});
