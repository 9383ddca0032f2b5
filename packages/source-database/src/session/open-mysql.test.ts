import { once } from 'node:events';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { afterEach, expect, it, vi } from 'vitest';
import { openMysql } from './open-mysql.js';

const PROTOCOL_41 = 0x2_00;
const SECURE_CONNECTION = 0x80_00;
const PLUGIN_AUTH = 0x8_00_00;
const CAPABILITIES = PROTOCOL_41 | SECURE_CONNECTION | PLUGIN_AUTH;

const uint16 = (value: number): readonly number[] => [value & 0xff, (value >> 8) & 0xff];
const text = (value: string): readonly number[] => [...Buffer.from(`${value}\0`)];

const GREETING = [
  10,
  ...text('8.4.0'),
  ...[1, 0, 0, 0],
  ...text('12345678'),
  ...uint16(CAPABILITIES),
  ...[45, 2, 0],
  ...uint16(CAPABILITIES >> 16),
  21,
  ...Array.from({ length: 10 }, () => 0),
  ...text('123456789012'),
  ...text('mysql_native_password'),
];
const OK = [0, 0, 0, 2, 0, 0, 0];
const DENIED = [0xff, ...uint16(1227), ...Buffer.from('#42000Access denied; you need SUPER')];

function send(socket: Socket, sequence: number, payload: readonly number[]): void {
  socket.write(Buffer.from([...uint16(payload.length), 0, sequence, ...payload]));
}

const sockets: Socket[] = [];
/** A server that takes every login and refuses every statement. */
const server = createServer((socket) => {
  sockets.push(socket);
  socket.on('error', () => undefined);
  send(socket, 0, GREETING);
  socket.once('data', () => {
    send(socket, 2, OK);
    socket.on('data', () => {
      send(socket, 1, DENIED);
    });
  });
});

afterEach(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

it('leaves no connection open where the server refuses how the session is set', async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const opened = openMysql({
    engine: 'mysql',
    host: '127.0.0.1',
    port: (server.address() as AddressInfo).port,
    user: 'dms',
    password: undefined,
    database: '',
    tls: 'off',
    rootCertificatePath: undefined,
  });
  await expect(opened).rejects.toMatchObject({
    code: 'source-permission',
    message: 'The source denies it (ER_SPECIFIC_ACCESS_DENIED_ERROR): Access denied; you need SUPER',
  });
  expect(sockets).toHaveLength(1);
  await vi.waitFor(() => {
    expect(sockets[0]!.destroyed).toBe(true);
  });
});
