import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { ECRClient } from '@aws-sdk/client-ecr';
import { ECSClient } from '@aws-sdk/client-ecs';
import { IAMClient } from '@aws-sdk/client-iam';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { AwsClients } from './aws-clients.js';
import { clientSettings, type AwsClientOptions } from './client-settings.js';

/** The SDK's clients, and what closes their connections. */
export interface OwnedAwsClients extends AwsClients {
  destroy(): void;
}

/** Clients of one account and region. Nothing is called yet, and no credentials are looked for. */
export function createAwsClients(options: AwsClientOptions): OwnedAwsClients {
  const settings = clientSettings(options);
  const clients = {
    cloudFormation: new CloudFormationClient(settings),
    cloudWatch: new CloudWatchClient(settings),
    dms: new DatabaseMigrationServiceClient(settings),
    ecr: new ECRClient(settings),
    ecs: new ECSClient(settings),
    iam: new IAMClient(settings),
    // A stand-in's stream may live elsewhere than its control plane.
    kinesis: new KinesisClient(clientSettings({ ...options, endpoint: options.kinesisEndpoint ?? options.endpoint })),
    lambda: new LambdaClient(settings),
    logs: new CloudWatchLogsClient(settings),
    secrets: new SecretsManagerClient(settings),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
  };
}
