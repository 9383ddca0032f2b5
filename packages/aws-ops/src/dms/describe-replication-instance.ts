import { DescribeReplicationInstancesCommand } from '@aws-sdk/client-database-migration-service';
import type { AwsClients } from '../clients/aws-clients.js';
import { callForMaybe } from '../errors/call-aws.js';
import { need } from '../errors/need.js';
import { toFilters } from './describe-endpoints.js';

/** The machine that runs classic tasks. */
export interface ReplicationInstance {
  readonly arn: string;
  readonly identifier: string;
  /** A task can start only while it is `available`. */
  readonly status: string;
  readonly instanceClass: string | undefined;
  readonly engineVersion: string | undefined;
  readonly allocatedStorageGb: number | undefined;
  readonly multiAz: boolean;
}

/** `undefined` where there is no such instance. */
export async function describeReplicationInstance(
  { dms }: Pick<AwsClients, 'dms'>,
  arn: string,
): Promise<ReplicationInstance | undefined> {
  const input = { Filters: [...toFilters({ 'replication-instance-arn': [arn] })] };
  const answer = await callForMaybe('dms:DescribeReplicationInstances', () =>
    dms.send(new DescribeReplicationInstancesCommand(input)),
  );
  const instance = answer?.ReplicationInstances?.[0];
  if (instance === undefined) return undefined;
  return {
    arn: need(instance.ReplicationInstanceArn, 'ReplicationInstanceArn'),
    identifier: need(instance.ReplicationInstanceIdentifier, 'ReplicationInstanceIdentifier'),
    status: instance.ReplicationInstanceStatus ?? '',
    instanceClass: instance.ReplicationInstanceClass,
    engineVersion: instance.EngineVersion,
    allocatedStorageGb: instance.AllocatedStorage,
    multiAz: instance.MultiAZ === true,
  };
}
