import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import mysql from 'mysql2';
import { expect, it } from 'vitest';
import { openMysql } from './open-mysql.js';

it('closes its connection where the session cannot be set, and says why', async () => {
  const server = mysql.createServer();
  const closed = new Promise<void>((resolve) => {
    server.on('connection', (connection) => {
      connection.serverHandshake({
        protocolVersion: 10,
        serverVersion: '8.4.0',
        connectionId: 1,
        statusFlags: 2,
        characterSet: 8,
        capabilityFlags: 0xff_ff_ff & ~0x8_00,
      });
      connection.on('query', () => {
        connection.writeError({ code: 1227, message: 'Access denied; you need SUPER' });
      });
      connection.on('end', resolve);
      connection.on('error', () => undefined);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server._server, 'listening');
  const { port } = server._server.address() as AddressInfo;
  try {
    await expect(
      openMysql({
        engine: 'mysql',
        host: '127.0.0.1',
        port,
        user: 'dray',
        password: undefined,
        database: '',
        tls: 'off',
        rootCertificatePath: undefined,
      }),
    ).rejects.toMatchObject({ name: 'SourceError', code: 'source-permission' });
    await closed;
  } finally {
    server.close();
  }
});
