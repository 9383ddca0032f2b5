import { createServer } from 'node:net';
import type { PGlite } from '@electric-sql/pglite';
import { listen } from '../process/listen.ts';
import { serveConnection } from './serve-connection.ts';
import { createSessionLock } from './session-lock.ts';

export interface PgliteServer {
  /** The port on 127.0.0.1. */
  readonly port: number;
  /** Refuses new clients and drops those that are there; the database stays open. */
  close(): Promise<void>;
}

/**
 * Offers an embedded PostgreSQL on 127.0.0.1 to any number of clients. `port` is where to try first; when it is taken,
 * the next free one is used. Nobody has to log in.
 */
export async function servePglite(db: PGlite, port: number): Promise<PgliteServer> {
  await db.waitReady;
  const lock = createSessionLock();
  const server = createServer();
  const sockets = new Set<{ destroy(): unknown }>();
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serveConnection(socket, db, lock);
  });
  const actualPort = await listen(server, port);
  return {
    port: actualPort,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
        for (const socket of sockets) socket.destroy();
      }),
  };
}
