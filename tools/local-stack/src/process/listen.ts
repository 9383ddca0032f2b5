import { createServer, type Server } from 'node:net';

const LOOPBACK = '127.0.0.1';
/** How many ports in a row are tried before the system is left to choose. */
const ATTEMPTS = 20;

/** Listens on `port`, or on the next port that is free; returns which one it became. 0: any. */
export async function listen(server: Server, port: number, host: string = LOOPBACK): Promise<number> {
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
    const candidate = port === 0 ? 0 : port + attempt;
    if (await tryListen(server, candidate, host)) return portOf(server);
  }
  await tryListen(server, 0, host);
  return portOf(server);
}

/** The port itself if it is free on that host, else the next one that is. It may be taken before it is used. */
export async function findFreePort(port: number, host: string = LOOPBACK): Promise<number> {
  const server = createServer();
  const found = await listen(server, port, host);
  await new Promise((resolve) => server.close(resolve));
  return found;
}

function tryListen(server: Server, port: number, host: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const onError = (error: NodeJS.ErrnoException) => {
      server.off('listening', onListening);
      if (error.code === 'EADDRINUSE' || error.code === 'EACCES') resolve(false);
      else reject(error);
    };
    const onListening = () => {
      server.off('error', onError);
      resolve(true);
    };
    server.once('error', onError);
    server.once('listening', onListening);
    server.listen(port, host);
  });
}

function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server does not listen on a port.');
  return address.port;
}
