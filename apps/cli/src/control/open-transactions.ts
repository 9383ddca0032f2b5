import type { OwnedAwsClients, Replication } from '@drayage/aws-ops';
import { listOpenTransactions, type SourceSession } from '@drayage/source-database';
import { addressOfEndpoint } from '../source/endpoint-address.js';
import { withSource } from '../source/read-source.js';
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
  { signal, minimumSeconds = LONG_SECONDS }: { readonly signal: AbortSignal; readonly minimumSeconds?: number },
): Promise<LongTransactions> {
  try {
    const address =
      (await sourceAddressOf(clients, config)) ?? (await addressOfEndpoint(clients, replication.sourceEndpointArn));
    if (address === undefined)
      return { kind: 'unknown', why: 'the source endpoint names no secret; give --source-url' };
    const read = (session: SourceSession): Promise<readonly LongTransaction[]> =>
      listOpenTransactions(session, minimumSeconds);
    return { kind: 'read', transactions: await withSource(address, read, signal) };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}
