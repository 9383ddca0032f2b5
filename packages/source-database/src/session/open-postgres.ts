import pg from 'pg';
import type { SourceAddress } from '../address/source-address.js';
import { guardedBy } from './map-source-error.js';
import type { SourceRow, SourceSession } from './source-session.js';
import { CONNECT_TIMEOUT_MS, STATEMENT_TIMEOUT_MS } from './timeouts.js';
import { tlsSettings } from './tls-settings.js';

/** Opens one connection to PostgreSQL. @throws SourceError */
export async function openPostgres(address: SourceAddress): Promise<SourceSession> {
  const ssl = await tlsSettings(address);
  const client = new pg.Client({
    host: address.host,
    port: address.port,
    user: address.user,
    password: address.password,
    database: address.database,
    ssl: ssl ?? false,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    query_timeout: STATEMENT_TIMEOUT_MS + 5_000,
    application_name: 'dray',
  });
  // An idle connection that breaks is told by the next query.
  client.on('error', () => undefined);
  const guard = guardedBy(address);
  try {
    await guard(() => client.connect());
    // Not as an option of the connection: what sessions begin with could not be seen any more.
    await guard(() => client.query(`SET statement_timeout = ${STATEMENT_TIMEOUT_MS}`));
  } catch (error) {
    await client.end().catch(() => undefined);
    throw error;
  }
  return {
    engine: 'postgresql',
    user: address.user,
    query: (sql, parameters) =>
      guard(async () => (await client.query<SourceRow>(sql, parameters === undefined ? [] : [...parameters])).rows),
    close: () => guard(() => client.end()),
  };
}
