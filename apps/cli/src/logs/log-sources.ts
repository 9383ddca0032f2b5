import {
  databaseLogPlace,
  describeEndpoints,
  describeReplication,
  describeReplicationInstance,
  functionLogPlace,
  readSecret,
  replicationLogPlace,
  type LogPlace,
  type OwnedAwsClients,
  type Replication,
} from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import { parseSecretFields } from '@drayage/source-database';
import { UsageError } from '@drayage/terminal';
import { needName, needReplication } from '../aws/open-aws.js';
import { sourceAddressOf } from '../source/source-address.js';

export const LOG_SOURCES = ['dms', 'rds', 'lambda', 'sink'] as const;
export type LogSource = (typeof LOG_SOURCES)[number];

/** Where one part of the pipeline logs. @throws UsageError where nothing says it. */
export async function logPlaceOf(
  clients: OwnedAwsClients,
  config: DrayageConfig,
  source: LogSource,
): Promise<LogPlace> {
  const group = config.aws.logGroups[source];
  if (group !== undefined) return { group };
  switch (source) {
    case 'dms':
      return dmsPlace(clients, await describeReplication(clients, await needReplication(clients, config)));
    case 'rds':
      return rdsPlace(clients, config, await describeReplication(clients, await needReplication(clients, config)));
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

/** The endpoint's own address; where that stands in a secret, the configuration's, and then the secret's. */
async function rdsPlace(
  clients: OwnedAwsClients,
  config: DrayageConfig,
  { sourceEndpointArn }: Replication,
): Promise<LogPlace> {
  const [endpoint] = await describeEndpoints(clients, { arns: [sourceEndpointArn] });
  if (endpoint === undefined) throw unknownGroup('rds', 'The source endpoint of the replication is gone.');
  const server =
    endpoint.server ??
    (await sourceAddressOf(clients, config))?.host ??
    (await hostInSecret(clients, endpoint.secretId));
  const place = databaseLogPlace({ ...endpoint, server });
  if (place !== undefined) return place;
  throw unknownGroup(
    'rds',
    server === undefined
      ? 'Neither the source endpoint nor the configuration tells where the source is.'
      : `${server} is no address of RDS.`,
  );
}

/** Only the host is taken of it: a secret that DMS cannot connect with still tells where the log is. */
async function hostInSecret(clients: OwnedAwsClients, secretId: string | undefined): Promise<string | undefined> {
  if (secretId === undefined) return undefined;
  const { host } = parseSecretFields(await readSecret(clients, secretId));
  return typeof host === 'string' ? host : undefined;
}

function unknownGroup(source: LogSource, message: string): UsageError {
  return new UsageError(message, `Give --group NAME, or aws.logGroups.${source} in the configuration file.`);
}
