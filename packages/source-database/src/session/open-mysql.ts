import { createConnection } from 'mysql2/promise';
import type { SourceAddress } from '../address/source-address.js';
import { guardedBy } from './map-source-error.js';
import type { SourceRow, SourceSession } from './source-session.js';
import { CONNECT_TIMEOUT_MS, STATEMENT_TIMEOUT_MS } from './timeouts.js';
import { tlsSettings } from './tls-settings.js';

/** Literals are written with backslashes escaped and names in backticks: the session has to read, and tell, them so. */
const SESSION = "SET SESSION sql_mode = '', sql_quote_show_create = 1";

/** Opens one connection to MySQL or MariaDB. @throws SourceError */
export async function openMysql(address: SourceAddress): Promise<SourceSession> {
  const guard = guardedBy(address);
  const ssl = await tlsSettings(address);
  const connection = await guard(() =>
    createConnection({
      host: address.host,
      port: address.port,
      user: address.user,
      ...(address.password === undefined ? {} : { password: address.password }),
      ...(ssl === undefined ? {} : { ssl: ssl as { ca?: string; rejectUnauthorized?: boolean } }),
      connectTimeout: CONNECT_TIMEOUT_MS,
      supportBigNumbers: true,
      bigNumberStrings: true,
      dateStrings: true,
    }),
  );
  // An idle connection that breaks is told by the next query.
  connection.on('error', () => undefined);
  try {
    await guard(() => connection.query({ sql: SESSION, timeout: STATEMENT_TIMEOUT_MS }));
  } catch (error) {
    connection.destroy();
    throw error;
  }
  return {
    engine: address.engine,
    user: address.user,
    query: (sql, parameters) =>
      guard(async () => {
        const [rows] = await connection.query(
          { sql, timeout: STATEMENT_TIMEOUT_MS },
          parameters === undefined ? [] : [...parameters],
        );
        return Array.isArray(rows) ? (rows as readonly SourceRow[]) : [];
      }),
    close: () => guard(() => connection.end()),
  };
}
