import { createConnection } from 'mysql2/promise';
import type { SourceAddress } from '../address/source-address.js';
import { mapSourceError } from './map-source-error.js';
import type { SourceRow, SourceSession } from './source-session.js';
import { tlsSettings } from './tls-settings.js';

const CONNECT_TIMEOUT_MS = 10_000;
const STATEMENT_TIMEOUT_MS = 30_000;

/** Opens one connection to MySQL or MariaDB. @throws SourceError */
export async function openMysql(address: SourceAddress): Promise<SourceSession> {
  const guard = async <T>(work: () => Promise<T>): Promise<T> => {
    try {
      return await work();
    } catch (error) {
      throw mapSourceError(error, address);
    }
  };
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
  // Literals are written with backslashes escaped and names in backticks: the session has to read, and tell, them so.
  await guard(() => connection.query("SET SESSION sql_mode = '', sql_quote_show_create = 1"));
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
