import { describeEndpoints, readSecret, type OwnedAwsClients, type Replication } from '@drayage/aws-ops';
import { addressFromSecret, listOpenTransactions, openSource, type SourceAddress } from '@drayage/source-database';
import { sourceAddressOf, type SourcePlace } from '../source/source-address.js';

/** A transaction that a starting replication waits for. */
export type LongTransaction = Awaited<ReturnType<typeof listOpenTransactions>>[number];

/** What is known of them; `unknown`: the source could not be asked, which holds nothing up. */
export type LongTransactions =
  | { readonly kind: 'read'; readonly transactions: readonly LongTransaction[] }
  | { readonly kind: 'unknown'; readonly why: string };

/** From then on one is worth telling. */
const LONG_SECONDS = 60;

/**
 * Transactions at the source that have been open for a minute: DMS waits for them before a full load (ten minutes, then
 * it goes on without what they write), and PostgreSQL makes no slot until they have ended.
 *
 * @param config where the source is, by its URL or its secret; where it tells neither, the secret that DMS itself reads is used.
 */
export async function findLongTransactions(
  clients: OwnedAwsClients,
  replication: Pick<Replication, 'sourceEndpointArn'>,
  config: SourcePlace,
  minimumSeconds = LONG_SECONDS,
): Promise<LongTransactions> {
  try {
    const address =
      (await sourceAddressOf(clients, config)) ?? (await addressOfEndpoint(clients, replication.sourceEndpointArn));
    if (address === undefined)
      return { kind: 'unknown', why: 'the source endpoint names no secret; give --source-url' };
    const session = await openSource(address);
    try {
      return { kind: 'read', transactions: await listOpenTransactions(session, minimumSeconds) };
    } finally {
      await session.close();
    }
  } catch (error) {
    return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}

async function addressOfEndpoint(clients: OwnedAwsClients, arn: string): Promise<SourceAddress | undefined> {
  const [endpoint] = await describeEndpoints(clients, { arns: [arn] });
  if (endpoint?.secretId === undefined) return undefined;
  const { engine, server, port, database } = endpoint;
  const secret = await readSecret(clients, endpoint.secretId);
  return addressFromSecret(secret, { engine: engineOf(engine), host: server, port, database });
}

function engineOf(engine: string): SourceAddress['engine'] {
  if (engine.includes('postgres')) return 'postgresql';
  return engine === 'mariadb' ? 'mariadb' : 'mysql';
}
