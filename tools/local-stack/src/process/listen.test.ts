import { createServer, type Server } from 'node:net';
import { afterEach, expect, it } from 'vitest';
import { findFreePort, listen } from './listen.ts';

const servers: Server[] = [];

afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => new Promise((resolve) => server.close(resolve))));
});

async function occupy(port: number): Promise<number> {
  const server = createServer();
  servers.push(server);
  return listen(server, port);
}

it('takes the port that was asked for when it is free', async () => {
  const port = await findFreePort(0);
  expect(await occupy(port)).toBe(port);
});

it('goes on to the next port when one is taken', async () => {
  const taken = await occupy(0);
  expect(await findFreePort(taken)).toBeGreaterThan(taken);
  expect(await occupy(taken)).toBeGreaterThan(taken);
});
