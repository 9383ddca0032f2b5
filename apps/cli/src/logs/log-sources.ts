import {
  databaseLogPlace,
  describeEndpoints,
  describeReplication,
  describeReplicationInstance,
  functionLogPlace,
  replicationLogPlace,
  type LogPlace,
  type OwnedAwsClients,
  type Replication,
} from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import { needName } from '../aws/open-aws.js';
import { UsageError } from '../usage-error.js';

export const LOG_SOURCES = ['dms', 'rds', 'lambda', 'sink'] as const;
export type LogSource = (typeof LOG_SOURCES)[number];

/** Where one part of the pipeline logs. @throws UsageError where nothing says it. */
export async function logPlaceOf(clients: OwnedAwsClients, config: DrayageConfig, source: LogSource): Promise<LogPlace> {
  const group = config.aws.logGroups[source];
  if (group !== undefined) return { group };
  switch (source) {
    case 'dms':
      return dmsPlace(clients, await describeReplication(clients, needName(config, 'replication')));
    case 'rds':
      return rdsPlace(clients, await describeReplication(clients, needName(config, 'replication')));
    case 'lambda':
      return functionLogPlace(needName(config, 'function'));
    case 'sink':
      throw unknownGroup('sink', 'The log group of the container is not named.');
  }
}

async function dmsPlace(clients: OwnedAwsClients, replication: Replication): Promise<LogPlace> {
  const { instanceArn } = replication;
  const instance = instanceArn === undefined ? undefined : await describeReplicationInstance(clients, instanceArn);
  const place = replicationLogPlace(replication, instance?.identifier);
  if (place === undefined) throw unknownGroup('dms', 'The task does not tell where it logs, and its instance is gone.');
  return place;
}

async function rdsPlace(clients: OwnedAwsClients, { sourceEndpointArn }: Replication): Promise<LogPlace> {
  const [endpoint] = await describeEndpoints(clients, { arns: [sourceEndpointArn] });
  const place = endpoint === undefined ? undefined : databaseLogPlace(endpoint);
  if (place === undefined) throw unknownGroup('rds', 'The address of the source endpoint is not one of RDS.');
  return place;
}

function unknownGroup(source: LogSource, message: string): UsageError {
  return new UsageError(message, `Give --group NAME, or aws.logGroups.${source} in the configuration file.`);
}
