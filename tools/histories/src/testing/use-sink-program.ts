import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { startPostgresServer } from '@drayage/testing';
import { afterAll, beforeAll } from 'vitest';
import { bundleSinkProgram, type SinkProgram } from '../stop/bundle-sink-program.ts';

export interface SinkProgramSetup {
  readonly program: SinkProgram;
  /** Where it writes to. */
  readonly url: string;
  readonly database: SinkDatabase;
}

/** The program of the sink, and a target for it: the one at `url`, or a PostgreSQL of these tests' own. */
export function useSinkProgram(url?: string): () => SinkProgramSetup {
  let setup: SinkProgramSetup;
  let stopServer: (() => Promise<void>) | undefined;
  beforeAll(async () => {
    const [server, program] = await Promise.all([
      url === undefined ? startPostgresServer() : { url },
      bundleSinkProgram(),
    ]);
    if ('stop' in server) stopServer = () => server.stop();
    const database = await openSinkDatabase({ address: parseTargetUrl(server.url), lanes: 1, applicationName: 'test' });
    setup = { program, url: server.url, database };
  });
  afterAll(async () => {
    await setup.database.close();
    await Promise.all([stopServer?.(), setup.program.remove()]);
  });
  return () => setup;
}
