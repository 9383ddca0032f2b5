import type { DmsEndpoint, OwnedAwsClients } from '@drayage/aws-ops';
import { type Read, valueOf } from '@drayage/doctor';
import type { SourceAddress } from '@drayage/source-database';
import { addressBySecretOf } from '../source/endpoint-address.js';
import { sourceAddressOf, type SourcePlace } from '../source/source-address.js';

/**
 * Where the source is: as the configuration says, else by the secret that AWS DMS itself reads; `undefined` where neither tells.
 *
 * @throws UsageError, SourceError
 */
export async function sourceOfPipeline(
  clients: Pick<OwnedAwsClients, 'secrets'>,
  config: SourcePlace,
  sourceEndpoint: Read<DmsEndpoint>,
): Promise<SourceAddress | undefined> {
  const endpoint = valueOf(sourceEndpoint);
  const said = await sourceAddressOf(clients, config);
  return said ?? (endpoint === undefined ? undefined : addressBySecretOf(clients, endpoint));
}
