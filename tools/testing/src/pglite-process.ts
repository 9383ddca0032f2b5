import { PGlite } from '@electric-sql/pglite';
import { PGLiteSocketServer } from '@electric-sql/pglite-socket';

/** What the child process tells its parent once it listens. */
export interface PgliteReady {
  readonly port: number;
}

/** Runs as a child process: serves one PGlite in memory until the parent goes. */
const database = await PGlite.create();
const server = new PGLiteSocketServer({ db: database, port: 0, host: '127.0.0.1', maxConnections: 32 });
await server.start();
process.on('disconnect', () => process.exit(0));
process.send?.({ port: Number(server.getServerConn().split(':').at(-1)) } satisfies PgliteReady);
