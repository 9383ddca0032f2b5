import type { CloudFormationClient } from '@aws-sdk/client-cloudformation';
import type { CloudWatchClient } from '@aws-sdk/client-cloudwatch';
import type { CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { DatabaseMigrationServiceClient } from '@aws-sdk/client-database-migration-service';
import type { ECRClient } from '@aws-sdk/client-ecr';
import type { IAMClient } from '@aws-sdk/client-iam';
import type { KinesisClient } from '@aws-sdk/client-kinesis';
import type { LambdaClient } from '@aws-sdk/client-lambda';
import type { S3Client } from '@aws-sdk/client-s3';
import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager';
import type { STSClient } from '@aws-sdk/client-sts';

/**
 * The services that a pipeline is made of. Every function of this package takes the ones that it calls
 * (`Pick<AwsClients, 'dms'>`), so that a caller passes all of them and a test passes one.
 */
export interface AwsClients {
  readonly cloudFormation: Pick<CloudFormationClient, 'send'>;
  readonly cloudWatch: Pick<CloudWatchClient, 'send'>;
  readonly dms: Pick<DatabaseMigrationServiceClient, 'send'>;
  readonly ecr: Pick<ECRClient, 'send'>;
  readonly iam: Pick<IAMClient, 'send'>;
  readonly kinesis: Pick<KinesisClient, 'send'>;
  readonly lambda: Pick<LambdaClient, 'send'>;
  readonly logs: Pick<CloudWatchLogsClient, 'send'>;
  readonly s3: Pick<S3Client, 'send'>;
  readonly secrets: Pick<SecretsManagerClient, 'send'>;
  readonly sts: Pick<STSClient, 'send'>;
}
