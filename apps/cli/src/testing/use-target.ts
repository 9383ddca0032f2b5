import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { afterAll, beforeAll } from 'vitest';
import { makeCaptureFolder, type CaptureFolder } from './capture-folder.js';

/** A server of the test file's own; without `stop`, one that was there before. */
export interface TargetServer {
  readonly url: string;
  stop?(): Promise<void>;
}

type Rows = readonly (readonly (string | null)[])[];

export interface TestTarget<Server extends TargetServer> {
  readonly server: Server;
  readonly url: string;
  /** For looking at what a command left there. */
  readonly database: SinkDatabase;
  readonly query: (sql: string, parameters?: readonly string[]) => Promise<Rows>;
  readonly folder: CaptureFolder;
}

/** A target for the commands of this test file, or of this `describe`, and a folder for their captures. */
export function useTarget<Server extends TargetServer>(start: () => Promise<Server>): () => TestTarget<Server> {
  let target: TestTarget<Server>;
  beforeAll(async () => {
    const server = await start();
    const database = await openSinkDatabase({ address: parseTargetUrl(server.url), lanes: 1, applicationName: 'test' });
    const query = async (sql: string, parameters: readonly string[] = []): Promise<Rows> =>
      (await database.execute({ sql, parameters })).rows;
    target = { server, url: server.url, database, query, folder: await makeCaptureFolder() };
  });
  afterAll(async () => {
    await target.database.close();
    await target.server.stop?.();
    await target.folder.remove();
  });
  return () => target;
}
