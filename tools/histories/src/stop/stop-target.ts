import { openSinkDatabase, parseTargetUrl, quoteIdentifier, type SinkDatabase } from '@drayage/cratedb-writer';
import { removeRun, type RunNames } from '../run/target-schemas.ts';

/** Where one run writes. */
export interface StopTarget {
  readonly url: string;
  readonly database: SinkDatabase;
  /** Removes what the run left, and disconnects. */
  remove(): Promise<void>;
}

/** Opens a place of its own for a run: on PostgreSQL an empty database, on CrateDB nothing but names. */
export type OpenStopTarget = (names: RunNames) => Promise<StopTarget>;

/** @param server - Open on the server at this URL, for making databases. */
export function stopTargetsOf(serverUrl: string, server: SinkDatabase): OpenStopTarget {
  const open = (url: string): Promise<SinkDatabase> =>
    openSinkDatabase({ address: parseTargetUrl(url), lanes: 1, applicationName: 'histories' });
  if (server.dialect === 'cratedb') {
    return async (names) => {
      const database = await open(serverUrl);
      const remove = async (): Promise<void> => {
        await removeRun(database, names);
        await database.close();
      };
      return { url: serverUrl, database, remove };
    };
  }
  return async ({ pipeline }) => {
    const name = quoteIdentifier(pipeline);
    await server.execute({ sql: `CREATE DATABASE ${name}`, parameters: [] });
    const address = new URL(serverUrl);
    address.pathname = `/${pipeline}`;
    const database = await open(address.href);
    const remove = async (): Promise<void> => {
      await database.close();
      await server.execute({ sql: `DROP DATABASE ${name} WITH (FORCE)`, parameters: [] });
    };
    return { url: address.href, database, remove };
  };
}
