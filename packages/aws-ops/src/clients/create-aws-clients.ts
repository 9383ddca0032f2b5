import { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import { ECRClient } from '@aws-sdk/client-ecr';
import { IAMClient } from '@aws-sdk/client-iam';
import { KinesisClient } from '@aws-sdk/client-kinesis';
import { LambdaClient } from '@aws-sdk/client-lambda';
import { S3Client } from '@aws-sdk/client-s3';
import { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import { STSClient } from '@aws-sdk/client-sts';
import { callAws } from '../errors/call-aws.js';
import type { AwsClients } from './aws-clients.js';
import { clientSettings, type AwsClientOptions } from './client-settings.js';

/** The SDK's clients, and what closes their connections. */
export interface OwnedAwsClients extends AwsClients {
  destroy(): void;
  /** The one that calls go to, wherever the SDK has it from. @throws AwsOpsError `no-region` */
  region(): Promise<string>;
}

/** Clients of one account and region. Nothing is called yet, and no credentials are looked for. */
export function createAwsClients(options: AwsClientOptions): OwnedAwsClients {
  const settings = clientSettings(options);
  const clients = {
    cloudFormation: new CloudFormationClient(settings),
    cloudWatch: new CloudWatchClient(settings),
    dms: new DatabaseMigrationServiceClient(settings),
    ecr: new ECRClient(settings),
    iam: new IAMClient(settings),
    // A stand-in's stream may live elsewhere than its control plane.
    kinesis: new KinesisClient(clientSettings({ ...options, endpoint: options.kinesisEndpoint ?? options.endpoint })),
    lambda: new LambdaClient(settings),
    logs: new CloudWatchLogsClient(settings),
    // A stand-in has no name for each bucket.
    s3: new S3Client({ ...settings, forcePathStyle: options.endpoint !== undefined }),
    secrets: new SecretsManagerClient(settings),
    sts: new STSClient(settings),
  };
  return {
    ...clients,
    destroy: () => {
      for (const client of Object.values(clients)) client.destroy();
    },
    region: () => callAws('sts', () => clients.sts.config.region()),
  };
}
