import { connect, createServer, type AddressInfo, type Socket } from 'node:net';
import { once } from 'node:events';
import { afterEach, describe, expect, test } from 'vitest';

import { startMariadbServer } from './mariadb-server.ts';
import { startPgliteProcess } from './pglite-server.ts';
import { startPostgresServer } from './postgres-server.ts';
import { TcpProxy } from './tcp-proxy.ts';

const cleanUps: (() => unknown)[] = [];

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) {
    await cleanUp();
  }
});

/** The first byte a PostgreSQL answers to a request for TLS: `S` or `N`. */
async function tlsAnswer(port: number): Promise<string> {
  const socket = connect({ host: '127.0.0.1', port });
  socket.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
  const [bytes] = (await once(socket, 'data')) as [Buffer];
  socket.destroy();
  return bytes.toString();
}

async function startEcho(): Promise<number> {
  const sockets = new Set<Socket>();
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).pipe(socket);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    sockets.forEach((socket) => socket.destroy());
    server.close();
  });
  return (server.address() as AddressInfo).port;
}

describe('startPostgresServer', () => {
  test('starts a server and removes it', async () => {
    const server = await startPostgresServer();
    cleanUps.push(() => server.stop());
    expect(await tlsAnswer(server.port)).toBe('N');
    await server.stop();
    await expect(tlsAnswer(server.port)).rejects.toThrow('ECONNREFUSED');
  });

  test('starts it again on the same port', async () => {
    const server = await startPostgresServer();
    cleanUps.push(() => server.stop());
    await server.restart();
    expect(await tlsAnswer(server.port)).toBe('N');
  });
});

describe('startMariadbServer', () => {
  test('starts a server and removes it', async () => {
    const server = await startMariadbServer();
    cleanUps.push(() => server.stop());
    const socket = connect({ host: '127.0.0.1', port: server.port });
    const [greeting] = (await once(socket, 'data')) as [Buffer];
    expect(greeting.toString()).toContain('MariaDB');
    socket.destroy();
    await server.stop();
    await expect(once(connect({ host: '127.0.0.1', port: server.port }), 'connect')).rejects.toThrow('ECONNREFUSED');
  });
});

describe('startPgliteProcess', () => {
  test('starts a server and stops it', async () => {
    const server = await startPgliteProcess();
    cleanUps.push(() => server.stop());
    expect(await tlsAnswer(server.port)).toBe('N');
    await server.stop();
    await expect(tlsAnswer(server.port)).rejects.toThrow('ECONNREFUSED');
  });
});

describe('TcpProxy', () => {
  const startProxy = async (): Promise<TcpProxy> => {
    const proxy = await TcpProxy.start({ host: '127.0.0.1', port: await startEcho() });
    cleanUps.push(() => proxy.stop());
    return proxy;
  };
  const dial = (proxy: TcpProxy): Socket => {
    const socket = connect({ host: proxy.host, port: proxy.port });
    cleanUps.push(() => socket.destroy());
    return socket;
  };
  const received = async (socket: Socket): Promise<string> => String(((await once(socket, 'data')) as [Buffer])[0]);

  test('passes bytes on', async () => {
    const socket = dial(await startProxy());
    socket.write('hello');
    expect(await received(socket)).toBe('hello');
  });

  test('holds answers until it is healed', async () => {
    const proxy = await startProxy();
    const socket = dial(proxy);
    proxy.fail({ kind: 'hold-answers' });
    const intercepted = proxy.answerIntercepted();
    socket.write('late');
    await intercepted;
    const answer = received(socket);
    await proxy.heal();
    expect(await answer).toBe('late');
  });

  test('loses answers after some bytes', async () => {
    const proxy = await startProxy();
    const socket = dial(proxy);
    proxy.fail({ kind: 'lose-answers', afterBytes: 3 });
    const intercepted = proxy.answerIntercepted();
    socket.write('hello');
    expect(await received(socket)).toBe('hel');
    await intercepted;
    await proxy.heal();
    socket.write('again');
    expect(await received(socket)).toBe('again');
  });

  test('delays answers', async () => {
    const proxy = await startProxy();
    const socket = dial(proxy);
    proxy.fail({ kind: 'delay-answers', delayMs: 20 });
    socket.write('slow');
    expect(await received(socket)).toBe('slow');
  });

  test('holds what one connection asks, and delivers it after its client has gone', async () => {
    const heard: string[] = [];
    const server = createServer((socket) => socket.on('data', (bytes) => heard.push(bytes.toString()))).listen(
      0,
      '127.0.0.1',
    );
    await once(server, 'listening');
    cleanUps.push(() => server.close());
    const proxy = await TcpProxy.start({ host: '127.0.0.1', port: (server.address() as AddressInfo).port });
    cleanUps.push(() => proxy.stop());
    const [stuck, other] = [dial(proxy), dial(proxy)];
    proxy.fail({ kind: 'hold-requests' });
    const intercepted = proxy.answerIntercepted();
    stuck.write('late');
    await intercepted;
    other.write('in time');
    await expect.poll(() => heard).toEqual(['in time']);
    stuck.destroy();
    await once(stuck, 'close');
    await proxy.deliver();
    expect(heard).toEqual(['in time', 'late']);
  });

  test('resets connections, refuses new ones, and comes back on the same port', async () => {
    const proxy = await startProxy();
    const socket = dial(proxy);
    socket.write('x');
    await received(socket);
    proxy.fail({ kind: 'refuse' });
    const lost = once(socket, 'error');
    proxy.reset();
    await expect(lost).resolves.toMatchObject([{ code: 'ECONNRESET' }]);
    await expect(once(dial(proxy), 'connect')).rejects.toThrow('ECONNREFUSED');
    await proxy.heal();
    const next = dial(proxy);
    next.write('back');
    expect(await received(next)).toBe('back');
  });
});
