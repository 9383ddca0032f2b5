import type {
  Connection as SdkConnection,
  DatabaseMigrationServiceClient,
  DescribeConnectionsCommandOutput,
} from '@aws-sdk/client-database-migration-service';
import { fakeSdkClient } from '@drayage/testing';
import { describe, expect, it } from 'vitest';
import { startWhenConnected } from './start-when-connected.js';
import { connectionsInWords } from './test-connections.js';

const $metadata = {};
const TASK = {
  kind: 'task',
  arn: 'task-arn',
  instanceArn: 'instance-arn',
  sourceEndpointArn: 'source-arn',
  targetEndpointArn: 'target-arn',
} as const;
const UNPROVEN =
  'Test connection for replication instance and endpoint should be successful for starting the replication task';

const test = (endpoint: 'source' | 'target', Status: string, LastFailureMessage?: string): SdkConnection => ({
  EndpointArn: `${endpoint}-arn`,
  EndpointIdentifier: `shop-${endpoint}`,
  ReplicationInstanceArn: 'instance-arn',
  Status,
  ...(LastFailureMessage === undefined ? {} : { LastFailureMessage }),
});
const both = (source: string, target: string): readonly SdkConnection[] => [
  test('source', source),
  test('target', target),
];

interface Scripted {
  /** What is listed at one look after another; the last one stays. */
  readonly looks: readonly (readonly SdkConnection[])[];
  /** What a call throws, by its class and in turn; then it is taken. */
  readonly refused?: Readonly<Record<string, readonly string[]>>;
}

/** A start that was asked for over these looks: the calls that changed something, what was told, and how it ended. */
async function start({ looks, refused = {} }: Scripted, replication: Parameters<typeof startWhenConnected>[1] = TASK) {
  let look = 0;
  const left = new Map(Object.entries(refused).map(([name, messages]) => [name, [...messages]]));
  const take = (name: string) => () => {
    const message = left.get(name)?.shift();
    if (message !== undefined) throw Object.assign(new Error(message), { name: 'InvalidResourceStateFault' });
    return { $metadata };
  };
  const { client, calls } = fakeSdkClient<Pick<DatabaseMigrationServiceClient, 'send'>>({
    DescribeConnectionsCommand: (): DescribeConnectionsCommandOutput => {
      const Connections = [...(looks[Math.min(look, looks.length - 1)] ?? [])];
      look += 1;
      return { $metadata, Connections };
    },
    TestConnectionCommand: take('TestConnectionCommand'),
    StartReplicationTaskCommand: take('StartReplicationTaskCommand'),
    StartReplicationCommand: take('StartReplicationCommand'),
  });
  const told: string[] = [];
  let pauses = 0;
  const pause = (): Promise<void> => {
    pauses += 1;
    return pauses > 20 ? Promise.reject(new Error('it takes too long')) : Promise.resolve();
  };
  const onLook = (seen: Parameters<typeof connectionsInWords>[0]): void => {
    const words = connectionsInWords(seen);
    if (told.at(-1) !== words) told.push(words);
  };
  const failure: unknown = await startWhenConnected({ dms: client }, replication, 'resume-processing', {
    pause,
    onLook,
  }).catch((error: unknown) => error);
  const changes = calls.filter(({ name }) => !name.startsWith('Describe')).map(({ name, input }) => ({ name, input }));
  const acts = changes.map(({ name, input }) => {
    const endpoint: unknown = Reflect.get(input as object, 'EndpointArn');
    return typeof endpoint === 'string' ? `test ${endpoint}` : name.replace(/Command$/u, '');
  });
  return { acts, told, failure, changes, calls };
}

describe('a start (a fake with the types of the SDK: moto lets every task start)', () => {
  it('of a task whose connections were tested well is asked for at once', async () => {
    const { acts, told, failure, changes, calls } = await start({ looks: [both('successful', 'successful')] });
    expect({ acts, told, failure }).toEqual({
      acts: ['StartReplicationTask'],
      told: ['source successful, target successful'],
      failure: undefined,
    });
    expect(changes[0]?.input).toEqual({
      ReplicationTaskArn: 'task-arn',
      StartReplicationTaskType: 'resume-processing',
    });
    expect(calls[0]?.input).toMatchObject({
      Filters: [
        { Name: 'endpoint-arn', Values: ['source-arn', 'target-arn'] },
        { Name: 'replication-instance-arn', Values: ['instance-arn'] },
      ],
    });
  });

  it('waits for the test that AWS DMS began when an endpoint was changed', async () => {
    const { acts, told } = await start({
      looks: [both('successful', 'testing'), both('successful', 'testing'), both('successful', 'successful')],
    });
    expect(acts).toEqual(['StartReplicationTask']);
    expect(told).toEqual(['source successful, target testing', 'source successful, target successful']);
  });

  it('tests what was never tested, and what failed before', async () => {
    const { acts, failure } = await start({
      looks: [
        [test('target', 'failed')],
        [test('source', 'testing'), test('target', 'failed')],
        both('successful', 'failed'),
        both('successful', 'testing'),
        both('successful', 'successful'),
      ],
    });
    expect(acts).toEqual(['test source-arn', 'test target-arn', 'StartReplicationTask']);
    expect(failure).toBeUndefined();
  });

  it('is not asked for where a connection fails: it tells which, why, and what to do', async () => {
    const { acts, failure } = await start({
      looks: [
        [],
        both('testing', 'testing'),
        [test('source', 'failed', 'Connection timed out.'), test('target', 'failed')],
      ],
    });
    expect(acts).toEqual(['test source-arn', 'test target-arn']);
    expect(failure).toMatchObject({
      code: 'connection-failed',
      message:
        'The replication was not started. The test of the connection to the source shop-source failed (Connection timed out). DMS cannot reach the server: a security group, a route, or a missing VPC endpoint stands between. ' +
        'The test of the connection to the target shop-target failed (AWS DMS gives no reason).',
      remedy:
        'Let the database’s security group take 5432 or 3306 from DMS’s; give the subnets interface endpoints for Kinesis and Secrets Manager. ' +
        'See what AWS DMS logged: dray logs --source dms. Test again: dray test-connection.',
    });
  });

  it('believes a failure that stays after it tested again', async () => {
    const { acts, failure } = await start({ looks: [both('failed', 'successful')] });
    expect(acts).toEqual(['test source-arn']);
    expect(failure).toMatchObject({ code: 'connection-failed' });
  });

  it('waits until the instance takes a test', async () => {
    const { acts, told } = await start({
      looks: [[], [], both('testing', 'testing'), both('successful', 'successful')],
      refused: { TestConnectionCommand: ['Replication instance shop is not active.'] },
    });
    expect(acts).toEqual(['test source-arn', 'test target-arn', 'test source-arn', 'StartReplicationTask']);
    expect(told[0]).toBe(
      'source not tested yet: It is not in a state that allows this (dms:TestConnection): Replication instance shop is not active., target testing',
    );
  });

  it('that is refused for a test all the same is tried again, after both were tested anew', async () => {
    const { acts, failure } = await start({
      looks: [both('successful', 'successful')],
      refused: { StartReplicationTaskCommand: [UNPROVEN] },
    });
    expect(acts).toEqual(['StartReplicationTask', 'test source-arn', 'test target-arn', 'StartReplicationTask']);
    expect(failure).toBeUndefined();
  });

  it('that is refused for anything else is not tried again, and one that takes too long is given up', async () => {
    const other = await start({
      looks: [both('successful', 'successful')],
      refused: { StartReplicationTaskCommand: ['The task is being modified.'] },
    });
    expect(other.acts).toEqual(['StartReplicationTask']);
    expect(other.failure).toMatchObject({ code: 'wrong-state' });
    const endless = await start({ looks: [both('testing', 'successful')] });
    expect(endless.acts).toEqual([]);
    expect(endless.failure).toMatchObject({ message: 'it takes too long' });
  });

  it('of a serverless replication is asked for at once: it tests by itself', async () => {
    const { acts, calls } = await start(
      { looks: [] },
      { ...TASK, kind: 'serverless', arn: 'config-arn', instanceArn: undefined },
    );
    expect(acts).toEqual(['StartReplication']);
    expect(calls).toHaveLength(1);
  });
});
