import { describeEndpoints, readSecret, type OwnedAwsClients } from '@drayage/aws-ops';
import { addressFromSecret, type SourceAddress } from '@drayage/source-database';

/** Where the source is by the secret that DMS itself reads; `undefined` where the endpoint has none. */
export async function addressOfEndpoint(
  clients: Pick<OwnedAwsClients, 'dms' | 'secrets'>,
  arn: string,
): Promise<SourceAddress | undefined> {
  const [endpoint] = await describeEndpoints(clients, { arns: [arn] });
  if (endpoint?.secretId === undefined) return undefined;
  const { engine, server, port, database } = endpoint;
  const secret = await readSecret(clients, endpoint.secretId);
  return addressFromSecret(secret, { engine: engineOfEndpoint(engine), host: server, port, database });
}

/** What the source is, by the word of DMS: `aurora-postgresql`, `mariadb`, `aurora`, … */
export function engineOfEndpoint(engine: string): SourceAddress['engine'] {
  if (engine.includes('postgres')) return 'postgresql';
  return engine === 'mariadb' ? 'mariadb' : 'mysql';
}
