import type { OwnedAwsClients, Replication, TableStatistic } from '@drayage/aws-ops';
import type { DrayageConfig } from '@drayage/config';
import { estimateRows } from '@drayage/source-database';
import { addressOfEndpoint } from '../source/endpoint-address.js';
import { withSource } from '../source/read-source.js';
import { sourceAddressOf } from '../source/source-address.js';

/** Rows by `schema.table`, or why there are none. */
export type RowEstimates =
  | { readonly kind: 'read'; readonly rows: ReadonlyMap<string, number> }
  | { readonly kind: 'unknown'; readonly why: string };

export const NO_ESTIMATES: RowEstimates = { kind: 'read', rows: new Map() };

/**
 * Asks the source how many rows it believes its tables to have: at its URL or by its secret, else by the secret that DMS
 * reads. Never rejects: a source that cannot be reached from here is usual, and holds nothing up.
 */
export async function readRowEstimates(
  clients: OwnedAwsClients,
  config: DrayageConfig,
  { sourceEndpointArn }: Pick<Replication, 'sourceEndpointArn'>,
  { tables, signal }: { readonly tables: readonly TableStatistic[]; readonly signal: AbortSignal },
): Promise<RowEstimates> {
  try {
    const address = (await sourceAddressOf(clients, config)) ?? (await addressOfEndpoint(clients, sourceEndpointArn));
    if (address === undefined) return { kind: 'unknown', why: 'the source is not named; give --source-url' };
    const schemas = [...new Set(tables.map(({ schema }) => schema))];
    const estimates = await withSource(address, (session) => estimateRows(session, schemas), signal);
    return { kind: 'read', rows: new Map(estimates.map(({ schema, table, rows }) => [`${schema}.${table}`, rows])) };
  } catch (error) {
    signal.throwIfAborted();
    return { kind: 'unknown', why: error instanceof Error ? error.message : String(error) };
  }
}
