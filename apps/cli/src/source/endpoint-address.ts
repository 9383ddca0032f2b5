import { describeEndpoints, type DmsEndpoint, readSecret, type OwnedAwsClients } from '@drayage/aws-ops';
import { addressFromSecret, type SourceAddress } from '@drayage/source-database';

/** Where the source is by the secret that DMS itself reads; `undefined` where the endpoint has none. */
export async function addressOfEndpoint(
  clients: Pick<OwnedAwsClients, 'dms' | 'secrets'>,
  arn: string,
): Promise<SourceAddress | undefined> {
  const [endpoint] = await describeEndpoints(clients, { arns: [arn] });
  return endpoint === undefined ? undefined : addressBySecretOf(clients, endpoint);
}

/** The same for an endpoint that is known already. */
export async function addressBySecretOf(
  clients: Pick<OwnedAwsClients, 'secrets'>,
  {
    secretId,
    engine,
    server,
    port,
    database,
  }: Pick<DmsEndpoint, 'secretId' | 'engine' | 'server' | 'port' | 'database'>,
): Promise<SourceAddress | undefined> {
  if (secretId === undefined) return undefined;
  const secret = await readSecret(clients, secretId);
  return addressFromSecret(secret, { engine: engineOfEndpoint(engine), host: server, port, database });
}

/** What the source is, by the word of DMS: `aurora-postgresql`, `mariadb`, `aurora`, … */
export function engineOfEndpoint(engine: string): SourceAddress['engine'] {
  if (engine.includes('postgres')) return 'postgresql';
  return engine === 'mariadb' ? 'mariadb' : 'mysql';
}
