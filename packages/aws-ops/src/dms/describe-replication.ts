import {
  DescribeReplicationConfigsCommand,
  DescribeReplicationsCommand,
  DescribeReplicationTasksCommand,
  type Replication as ServerlessReplication,
  type ReplicationConfig,
  type ReplicationStats,
  type ReplicationTask,
  type ReplicationTaskStats,
} from '@aws-sdk/client-database-migration-service';
import type { AwsClients } from '../clients/aws-clients.js';
import { collectPages } from '../collect-pages.js';
import { AwsOpsError } from '../errors/aws-ops-error.js';
import { callForMaybe } from '../errors/call-aws.js';
import { need } from '../errors/need.js';
import { toFilters } from './describe-endpoints.js';
import {
  replicationKindOf,
  replicationState,
  stopReason,
  type Replication,
  type ReplicationProgress,
} from './replication.js';

type Dms = Pick<AwsClients, 'dms'>;

/**
 * The replication that an ARN or an identifier names. An identifier is looked for among the tasks, then among the
 * serverless replications.
 *
 * @throws AwsOpsError `not-found`
 */
export async function describeReplication(clients: Dms, nameOrArn: string): Promise<Replication> {
  const isArn = nameOrArn.startsWith('arn:');
  const kind = replicationKindOf(nameOrArn);
  const by = (arn: string, id: string): Readonly<Record<string, readonly string[]>> => ({
    [isArn ? arn : id]: [nameOrArn],
  });
  const found =
    (kind === 'serverless'
      ? undefined
      : (await listTasks(clients, by('replication-task-arn', 'replication-task-id')))[0]) ??
    (kind === 'task'
      ? undefined
      : (await listServerless(clients, by('replication-config-arn', 'replication-config-id')))[0]);
  if (found !== undefined) return found;
  throw new AwsOpsError('not-found', {
    message: `There is no replication ${nameOrArn}, neither a task nor a serverless one.`,
    remedy:
      'Check its name or ARN (aws.replication, --replication), and whether region and account are the right ones.',
  });
}

/** Every replication of the region, of both kinds, the tasks first. */
export async function listReplications(clients: Dms): Promise<readonly Replication[]> {
  return [...(await listTasks(clients, {})), ...(await listServerless(clients, {}))];
}

type Filters = Readonly<Record<string, readonly string[]>>;

async function listTasks({ dms }: Dms, filters: Filters): Promise<readonly Replication[]> {
  const tasks = await collectPages(async (token) => {
    const input = { Filters: [...toFilters(filters)], Marker: token };
    const answer = await callForMaybe('dms:DescribeReplicationTasks', () =>
      dms.send(new DescribeReplicationTasksCommand(input)),
    );
    return { items: answer?.ReplicationTasks, next: answer?.Marker };
  });
  return tasks.map(fromTask);
}

/** Settings and mappings are in the config, state and progress in the replication: DMS answers them apart. */
async function listServerless({ dms }: Dms, filters: Filters): Promise<readonly Replication[]> {
  const configs = await collectPages(async (token) => {
    const input = { Filters: [...toFilters(filters)], Marker: token };
    const answer = await callForMaybe('dms:DescribeReplicationConfigs', () =>
      dms.send(new DescribeReplicationConfigsCommand(input)),
    );
    return { items: answer?.ReplicationConfigs, next: answer?.Marker };
  });
  if (configs.length === 0) return [];
  const running = await collectPages(async (token) => {
    const input = { Filters: [...toFilters(filters)], Marker: token };
    const answer = await callForMaybe('dms:DescribeReplications', () =>
      dms.send(new DescribeReplicationsCommand(input)),
    );
    return { items: answer?.Replications, next: answer?.Marker };
  });
  const byArn = new Map(running.map((replication) => [replication.ReplicationConfigArn, replication]));
  return configs.map((config) => fromConfig(config, byArn.get(config.ReplicationConfigArn)));
}

function fromTask(task: ReplicationTask): Replication {
  const status = task.Status ?? '';
  return {
    kind: 'task',
    arn: need(task.ReplicationTaskArn, 'ReplicationTaskArn'),
    identifier: need(task.ReplicationTaskIdentifier, 'ReplicationTaskIdentifier'),
    migrationType: task.MigrationType ?? 'full-load-and-cdc',
    state: replicationState(status),
    status,
    stopReason: stopReason(task.StopReason),
    everStarted: task.ReplicationTaskStartDate !== undefined || task.ReplicationTaskStats?.StartDate !== undefined,
    progress: toProgress(task.ReplicationTaskStats),
    settings: task.ReplicationTaskSettings ?? '{}',
    tableMappings: task.TableMappings ?? '{}',
    sourceEndpointArn: task.SourceEndpointArn ?? '',
    targetEndpointArn: task.TargetEndpointArn ?? '',
    instanceArn: task.ReplicationInstanceArn,
    capacityUnits: undefined,
    provisionState: undefined,
    failures: task.LastFailureMessage === undefined || task.LastFailureMessage === '' ? [] : [task.LastFailureMessage],
    recoveryCheckpoint: task.RecoveryCheckpoint,
    cdcStartPosition: task.CdcStartPosition,
    cdcStopPosition: task.CdcStopPosition,
  };
}

function fromConfig(config: ReplicationConfig, run: ServerlessReplication | undefined): Replication {
  const status = run?.Status ?? 'created';
  const state = replicationState(status);
  const stats = run?.ReplicationStats;
  return {
    kind: 'serverless',
    arn: need(config.ReplicationConfigArn, 'ReplicationConfigArn'),
    identifier: need(config.ReplicationConfigIdentifier, 'ReplicationConfigIdentifier'),
    migrationType: config.ReplicationType ?? 'full-load-and-cdc',
    state,
    status,
    stopReason: stopReason(run?.StopReason),
    everStarted:
      run?.StartReplicationType !== undefined ||
      stats?.StartDate !== undefined ||
      state === 'running' ||
      state === 'stopped',
    progress: toProgress(stats),
    settings: config.ReplicationSettings ?? '{}',
    tableMappings: config.TableMappings ?? '{}',
    sourceEndpointArn: config.SourceEndpointArn ?? '',
    targetEndpointArn: config.TargetEndpointArn ?? '',
    instanceArn: undefined,
    capacityUnits: run?.ProvisionData?.ProvisionedCapacityUnits,
    provisionState: run?.ProvisionData?.ProvisionState,
    failures: [...(run?.FailureMessages ?? [])].reverse(),
    recoveryCheckpoint: run?.RecoveryCheckpoint,
    cdcStartPosition: run?.CdcStartPosition,
    cdcStopPosition: run?.CdcStopPosition,
  };
}

function toProgress(stats: ReplicationStats | ReplicationTaskStats | undefined): ReplicationProgress | undefined {
  if (stats === undefined) return undefined;
  return {
    fullLoadPercent: stats.FullLoadProgressPercent ?? 0,
    tablesLoaded: stats.TablesLoaded ?? 0,
    tablesLoading: stats.TablesLoading ?? 0,
    tablesQueued: stats.TablesQueued ?? 0,
    tablesErrored: stats.TablesErrored ?? 0,
    startedAt: stats.StartDate,
    stoppedAt: stats.StopDate,
    fullLoadFinishedAt: stats.FullLoadFinishDate,
  };
}
