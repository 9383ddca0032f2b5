import { PGlite } from '@electric-sql/pglite';
import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { servePglite, type PgliteServer } from './serve-pglite.ts';

const LARGE = 'x'.repeat(300_000);

describe('servePglite', () => {
  let db: PGlite;
  let server: PgliteServer;
  const open: Client[] = [];

  async function connect(): Promise<Client> {
    const client = new Client({ host: '127.0.0.1', port: server.port, user: 'postgres', database: 'postgres' });
    client.on('error', () => undefined);
    await client.connect();
    open.push(client);
    return client;
  }

  beforeAll(async () => {
    db = await PGlite.create();
    server = await servePglite(db, 0);
    await db.exec('CREATE TABLE boxes (id text PRIMARY KEY, content text)');
  });

  afterAll(async () => {
    await Promise.all(open.map((client) => client.end()));
    await server.close();
    await db.close();
  });

  it('never mixes up the statements of clients that work at the same time', async () => {
    const clients = await Promise.all([0, 1, 2, 3].map(connect));
    const rounds = clients.map(async (client, who) => {
      for (let round = 0; round < 30; round += 1) {
        const result = await client.query<{ who: number; value: string }>(
          `SELECT ${who} AS who, $1::text AS value, length($2::text) AS size`,
          [`${who}-${round}`, LARGE],
        );
        expect(result.rows).toEqual([{ who, value: `${who}-${round}`, size: LARGE.length }]);
        await expect(client.query('SELECT 1 / $1::int', [0])).rejects.toMatchObject({ code: '22012' });
        await expect(client.query('SELEC $1', [round])).rejects.toMatchObject({ code: '42601' });
      }
    });
    await Promise.all(rounds);
  });

  it('keeps the others out of a transaction until it ends', async () => {
    const [first, second] = await Promise.all([connect(), connect()]);
    await first.query('BEGIN');
    await first.query('INSERT INTO boxes VALUES ($1, $2)', ['mine', LARGE]);
    const seen = second.query('SELECT count(*)::int AS boxes FROM boxes');
    await first.query('ROLLBACK');
    expect((await seen).rows).toEqual([{ boxes: 0 }]);
  });

  it('goes on after a client that vanished within a transaction, and undoes what it did', async () => {
    const [lost, other] = await Promise.all([connect(), connect()]);
    await lost.query('BEGIN');
    await lost.query("INSERT INTO boxes VALUES ('lost', '')");
    const seen = other.query('SELECT count(*)::int AS boxes FROM boxes');
    await lost.end();
    expect((await seen).rows).toEqual([{ boxes: 0 }]);
  });

  it('takes the next port when one is taken', async () => {
    const next = await servePglite(db, server.port);
    expect(next.port).toBeGreaterThan(server.port);
    await next.close();
  });
});
