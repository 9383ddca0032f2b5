import { CreateStackCommand } from '@aws-sdk/client-cloudformation';
import {
  CreateEndpointCommand,
  CreateReplicationInstanceCommand,
  CreateReplicationTaskCommand,
} from '@aws-sdk/client-database-migration-service';
import { CreateRoleCommand } from '@aws-sdk/client-iam';
import { CreateStreamCommand } from '@aws-sdk/client-kinesis';
import { CreateEventSourceMappingCommand, CreateFunctionCommand } from '@aws-sdk/client-lambda';
import { createAwsClients, type OwnedAwsClients } from '@drayage/aws-ops';
import { startMotoServer, type MotoServer } from '@drayage/testing';
import { afterAll, beforeAll } from 'vitest';
import { runDray, type DrayOptions, type DrayRun } from './run-dray.js';

export interface MotoPipeline {
  readonly endpoint: string;
  readonly clients: OwnedAwsClients;
  /** Runs a command against it. */
  readonly dray: (args: readonly string[], options?: DrayOptions) => Promise<DrayRun>;
}

/** The first run installs moto. */
const INSTALL_TIMEOUT_MS = 300_000;
const REGION = 'eu-central-1';

/**
 * A pipeline in a moto of this test file: the task `shop-task` (never started) with its endpoints, the stream
 * `shop-changes`, the function `shop-sink` that is fed from it, and the stack `shop`.
 */
export function useMotoPipeline(): () => MotoPipeline {
  let moto: MotoServer;
  let clients: OwnedAwsClients;
  beforeAll(async () => {
    moto = await startMotoServer();
    clients = createAwsClients({ endpoint: moto.endpoint, region: REGION, environment: {} });
    await build(clients);
  }, INSTALL_TIMEOUT_MS);
  afterAll(async () => {
    clients.destroy();
    await moto.stop();
  });
  return () => ({
    endpoint: moto.endpoint,
    clients,
    dray: (args, options) => runDray([...args, '--endpoint-url', moto.endpoint, '--region', REGION], options),
  });
}

async function build({ dms, kinesis, iam, lambda, cloudFormation }: OwnedAwsClients): Promise<void> {
  await kinesis.send(new CreateStreamCommand({ StreamName: 'shop-changes', ShardCount: 2 }));
  const stream = `arn:aws:kinesis:${REGION}:123456789012:stream/shop-changes`;
  const source = await dms.send(
    new CreateEndpointCommand({
      EndpointIdentifier: 'shop-source',
      EndpointType: 'source',
      EngineName: 'postgres',
      ServerName: 'shop.c1abc2def3gh.eu-central-1.rds.amazonaws.com',
      Port: 5432,
      DatabaseName: 'shop',
      Username: 'dms',
      Password: 'planted-password',
    }),
  );
  const target = await dms.send(
    new CreateEndpointCommand({
      EndpointIdentifier: 'shop-target',
      EndpointType: 'target',
      EngineName: 'kinesis',
      KinesisSettings: { StreamArn: stream },
    }),
  );
  const instance = await dms.send(
    new CreateReplicationInstanceCommand({
      ReplicationInstanceIdentifier: 'shop-instance',
      ReplicationInstanceClass: 'dms.t3.medium',
    }),
  );
  await dms.send(
    new CreateReplicationTaskCommand({
      ReplicationTaskIdentifier: 'shop-task',
      SourceEndpointArn: source.Endpoint?.EndpointArn,
      TargetEndpointArn: target.Endpoint?.EndpointArn,
      ReplicationInstanceArn: instance.ReplicationInstance?.ReplicationInstanceArn,
      MigrationType: 'full-load-and-cdc',
      TableMappings: '{"rules":[]}',
      ReplicationTaskSettings: '{}',
    }),
  );
  const trust = {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: 'lambda.amazonaws.com' }, Action: 'sts:AssumeRole' }],
  };
  const role = await iam.send(
    new CreateRoleCommand({ RoleName: 'sink', AssumeRolePolicyDocument: JSON.stringify(trust) }),
  );
  const image = `123456789012.dkr.ecr.${REGION}.amazonaws.com/shop-sink:1.0.0`;
  await lambda.send(
    new CreateFunctionCommand({
      FunctionName: 'shop-sink',
      Role: role.Role?.Arn,
      PackageType: 'Image',
      Code: { ImageUri: image },
    }),
  );
  await lambda.send(
    new CreateEventSourceMappingCommand({
      FunctionName: 'shop-sink',
      EventSourceArn: stream,
      StartingPosition: 'TRIM_HORIZON',
      FunctionResponseTypes: ['ReportBatchItemFailures'],
    }),
  );
  const TemplateBody = JSON.stringify({
    Resources: { Alarms: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'shop-alarms' } } },
    Outputs: { AlarmTopic: { Value: { Ref: 'Alarms' }, Description: 'Where alarms go.' } },
  });
  await cloudFormation.send(new CreateStackCommand({ StackName: 'shop', TemplateBody }));
}
