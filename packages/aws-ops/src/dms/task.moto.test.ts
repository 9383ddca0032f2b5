import {
  CreateEndpointCommand,
  CreateReplicationInstanceCommand,
  CreateReplicationTaskCommand,
} from '@aws-sdk/client-database-migration-service';
import { beforeAll, expect, it } from 'vitest';
import { useMoto } from '../testing/use-moto.js';
import { describeConnectionTests, startConnectionTest } from './connection-tests.js';
import { startReplication, stopReplication } from './control-replication.js';
import { describeEndpoints } from './describe-endpoints.js';
import { describeReplicationInstance } from './describe-replication-instance.js';
import { describeReplication } from './describe-replication.js';
import { waitForReplication } from './wait-for-replication.js';

const clients = useMoto();
let source: string;
let target: string;
let instance: string;
let task: string;

beforeAll(async () => {
  const { dms } = clients();
  const made = await dms.send(
    new CreateEndpointCommand({
      EndpointIdentifier: 'shop-source',
      EndpointType: 'source',
      EngineName: 'postgres',
      ServerName: 'db.example',
      Port: 5432,
      DatabaseName: 'shop',
      Username: 'dms',
      Password: 'planted-password',
      PostgreSQLSettings: { CaptureDdls: true, Password: 'planted-password', SecretsManagerSecretId: 'shop-secret' },
    }),
  );
  source = made.Endpoint?.EndpointArn ?? '';
  const stream = 'arn:aws:kinesis:eu-central-1:123456789012:stream/shop-changes';
  const written = await dms.send(
    new CreateEndpointCommand({
      EndpointIdentifier: 'shop-target',
      EndpointType: 'target',
      EngineName: 'kinesis',
      KinesisSettings: { StreamArn: stream, MessageFormat: 'json-unformatted', IncludeNullAndEmpty: true },
    }),
  );
  target = written.Endpoint?.EndpointArn ?? '';
  const machine = await dms.send(
    new CreateReplicationInstanceCommand({
      ReplicationInstanceIdentifier: 'shop-instance',
      ReplicationInstanceClass: 'dms.t3.medium',
      EngineVersion: '3.5.4',
    }),
  );
  instance = machine.ReplicationInstance?.ReplicationInstanceArn ?? '';
  const created = await dms.send(
    new CreateReplicationTaskCommand({
      ReplicationTaskIdentifier: 'shop-task',
      SourceEndpointArn: source,
      TargetEndpointArn: target,
      ReplicationInstanceArn: instance,
      MigrationType: 'full-load-and-cdc',
      TableMappings: '{"rules":[]}',
      ReplicationTaskSettings: '{"Logging":{"EnableLogging":true}}',
    }),
  );
  task = created.ReplicationTask?.ReplicationTaskArn ?? '';
});

it('describes endpoints by ARN or identifier, without their passwords', async () => {
  const [found] = await describeEndpoints(clients(), { identifiers: ['shop-source'] });
  expect(found).toMatchObject({
    arn: source,
    direction: 'source',
    engine: 'postgres',
    server: 'db.example',
    port: 5432,
    database: 'shop',
    username: 'dms',
    secretId: 'shop-secret',
    postgresql: { CaptureDdls: true },
  });
  expect(JSON.stringify(found)).not.toContain('planted-password');
  expect(await describeEndpoints(clients(), { arns: [target] })).toMatchObject([
    {
      identifier: 'shop-target',
      direction: 'target',
      kinesis: { MessageFormat: 'json-unformatted', IncludeNullAndEmpty: true },
    },
  ]);
  expect(await describeEndpoints(clients(), { identifiers: ['nobody'] })).toEqual([]);
  expect((await describeEndpoints(clients())).map(({ identifier }) => identifier)).toEqual([
    'shop-source',
    'shop-target',
  ]);
});

it('describes the instance of a task', async () => {
  expect(await describeReplicationInstance(clients(), instance)).toMatchObject({
    identifier: 'shop-instance',
    instanceClass: 'dms.t3.medium',
    engineVersion: '3.5.4',
  });
  expect(await describeReplicationInstance(clients(), `${instance}-gone`)).toBeUndefined();
});

it('describes a task by its identifier or its ARN, starts it, waits for it, and stops it', async () => {
  const before = await describeReplication(clients(), 'shop-task');
  expect(before).toMatchObject({
    kind: 'task',
    arn: task,
    identifier: 'shop-task',
    // Moto leaves a new task in this state, where DMS makes it ready within a minute.
    state: 'changing',
    status: 'creating',
    migrationType: 'full-load-and-cdc',
    settings: '{"Logging":{"EnableLogging":true}}',
    tableMappings: '{"rules":[]}',
    sourceEndpointArn: source,
    targetEndpointArn: target,
    instanceArn: instance,
    failures: [],
  });
  await startReplication(clients(), before, 'start-replication');
  const looks: string[] = [];
  const pause = (): Promise<void> => Promise.resolve();
  const running = await waitForReplication(clients(), before, {
    until: 'running',
    pause,
    onLook: ({ state }) => looks.push(state),
  });
  expect(running.state).toBe('running');
  expect(looks.at(-1)).toBe('running');
  expect((await describeReplication(clients(), task)).identifier).toBe('shop-task');

  await stopReplication(clients(), running);
  expect((await waitForReplication(clients(), running, { until: 'stopped', pause })).state).toBe('stopped');
  await expect(stopReplication(clients(), running)).rejects.toMatchObject({ code: 'wrong-state' });
});

it('says that a task by that ARN does not exist', async () => {
  await expect(
    describeReplication(clients(), 'arn:aws:dms:eu-central-1:123456789012:task:NOBODY'),
  ).rejects.toMatchObject({
    code: 'not-found',
    message:
      'There is no replication arn:aws:dms:eu-central-1:123456789012:task:NOBODY, neither a task nor a serverless one.',
  });
});

it('tests the way from the instance to an endpoint', async () => {
  await startConnectionTest(clients(), { endpointArn: source, instanceArn: instance });
  const results = async (): Promise<readonly string[]> =>
    (await describeConnectionTests(clients(), { endpointArns: [source] })).map(({ result }) => result);
  await expect.poll(results).toEqual(['successful']);
  expect(await describeConnectionTests(clients(), { endpointArns: [source] })).toMatchObject([
    { endpointArn: source, endpointIdentifier: 'shop-source', instanceArn: instance, failure: undefined },
  ]);
});
