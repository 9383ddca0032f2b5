import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createSelfSignedCertificate,
  freePort,
  startPostgresServer,
  TcpProxy,
  type PostgresServer,
} from '@drayage/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';

import { openSinkDatabase, type SinkDatabaseOptions } from './open-sink-database.js';
import { parseTargetUrl } from './parse-target-url.js';
import type { SinkDatabase } from './sink-database.js';
import { readsBinaryArraysAsTheirTexts } from './testing/binary-arrays.js';

const certificate = createSelfSignedCertificate('localhost');
const cleanUps: (() => unknown)[] = [];
let server: PostgresServer;
let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-test-'));
  await writeFile(join(folder, 'ca.pem'), certificate.certificate);
  server = await startPostgresServer({ tls: certificate, settings: { timezone: 'Asia/Tokyo', datestyle: 'SQL, DMY' } });
});

afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).reverse()) {
    await cleanUp();
  }
});

afterAll(async () => {
  await server.stop();
  await rm(folder, { recursive: true });
});

async function open(url: string, options: Partial<SinkDatabaseOptions> = {}): Promise<SinkDatabase> {
  const database = await openSinkDatabase({
    address: parseTargetUrl(url),
    lanes: 1,
    applicationName: 'drayage-test',
    ...options,
  });
  cleanUps.push(() => database.close());
  return database;
}

/** A database behind a proxy, and the proxy. */
async function openThroughProxy(
  options: Partial<SinkDatabaseOptions> = {},
): Promise<{ database: SinkDatabase; proxy: TcpProxy }> {
  const proxy = await TcpProxy.start(server);
  cleanUps.push(() => proxy.stop());
  return { proxy, database: await open(urlAt(proxy.port), options) };
}

function urlAt(port: number, { password = server.password, host = '127.0.0.1', rest = '/postgres' } = {}): string {
  return `postgresql://${server.user}:${password}@${host}:${port}${rest}`;
}

async function valueOf(database: SinkDatabase, sql: string, lane?: number): Promise<string | null | undefined> {
  return (await database.execute({ sql, parameters: [] }, lane)).rows[0]?.[0];
}

async function createTable(database: SinkDatabase, name: string): Promise<void> {
  await database.execute({ sql: `CREATE TABLE ${name} (id integer PRIMARY KEY, v text NOT NULL)`, parameters: [] });
  cleanUps.push(async () => {
    const cleaner = await openSinkDatabase({
      address: parseTargetUrl(server.url),
      lanes: 1,
      applicationName: 'clean-up',
    });
    await cleaner.execute({ sql: `DROP TABLE ${name}`, parameters: [] });
    await cleaner.close();
  });
}

describe('statements', () => {
  test('find the dialect, and answer in text, in UTC and ISO style', async () => {
    const database = await open(server.url);
    expect(database).toMatchObject({ dialect: 'postgresql', lanes: 1 });
    const { rows } = await database.execute({
      sql: `SELECT $1::bigint, $2::numeric, $3::timestamptz, date '2024-02-03', ARRAY[[1, 2]], NULL, true, '{"a": 1}'::jsonb`,
      parameters: ['9223372036854775807', '1.50', '2024-02-03T04:05:06.789Z'],
    });
    expect(rows).toEqual([
      ['9223372036854775807', '1.50', '2024-02-03 04:05:06.789+00', '2024-02-03', '{{1,2}}', null, 't', '{"a": 1}'],
    ]);
    expect(await valueOf(database, `SELECT current_setting('application_name')`)).toBe('drayage-test');
  });

  test('carry every text through an array', async () => {
    const database = await open(server.url);
    const texts = [
      '',
      'NULL',
      'null',
      ' x ',
      '{}',
      'a,b',
      '"',
      '\\',
      '\\"',
      "'",
      'line\nend\t',
      'ä😀',
      '\\N',
      '{"a": [1, "b"]}',
    ];
    const { rows } = await database.execute({
      sql: 'SELECT * FROM unnest($1::text[])',
      parameters: [[...texts, null]],
    });
    expect(rows.map(([text]) => text)).toEqual([...texts, null]);
  });

  test('run one after another on a lane, in call order', async () => {
    const database = await open(server.url);
    await database.execute({ sql: 'CREATE TEMPORARY SEQUENCE s', parameters: [] });
    const answers = await Promise.all(Array.from({ length: 20 }, () => valueOf(database, `SELECT nextval('s')`)));
    expect(answers).toEqual(Array.from({ length: 20 }, (_, index) => String(index + 1)));
  });

  test('run side by side on different lanes', async () => {
    const holder = await open(server.url);
    await valueOf(holder, 'SELECT pg_advisory_lock(1)');
    const database = await open(server.url, { lanes: 2 });
    const waiting = valueOf(database, 'SELECT 1 FROM pg_advisory_lock(1)', 0);
    expect(await valueOf(database, 'SELECT 2', 1)).toBe('2');
    await valueOf(holder, 'SELECT pg_advisory_unlock(1)');
    expect(await waiting).toBe('1');
  });

  test('go on after an error', async () => {
    const database = await open(server.url);
    const pid = await valueOf(database, 'SELECT pg_backend_pid()');
    await expect(database.execute({ sql: 'SELECT $1::integer', parameters: ['S3CR3T'] })).rejects.toMatchObject({
      code: 'value-not-castable',
    });
    await expect(valueOf(database, 'SELECT * FROM nowhere')).rejects.toMatchObject({ code: 'relation-unknown' });
    expect(await valueOf(database, 'SELECT pg_backend_pid()')).toBe(pid);
  });

  test('refuse a lane that does not exist', async () => {
    const database = await open(server.url);
    await expect(valueOf(database, 'SELECT 1', 1)).rejects.toThrow(RangeError);
  });
});

describe('batches', () => {
  test('answer one row count for each set of parameters', async () => {
    const database = await open(server.url);
    await createTable(database, 'batch_good');
    const sets = Array.from({ length: 5_000 }, (_, id) => [id, 'x'.repeat(100)]);
    const { rowCounts } = await database.executeBatch('INSERT INTO batch_good VALUES ($1, $2)', sets);
    expect(rowCounts).toEqual(sets.map(() => 1));
    expect(await database.executeBatch('DELETE FROM batch_good WHERE id = $1', [[1], [-1]])).toMatchObject({
      rowCounts: [1, 0],
    });
    expect(await database.executeBatch('DELETE FROM batch_good WHERE id = $1', [])).toEqual({
      rowCounts: [],
      rows: [],
    });
  });

  test('fail as a whole, and the lane goes on', async () => {
    const database = await open(server.url);
    await createTable(database, 'batch_bad');
    const sql = 'INSERT INTO batch_bad VALUES ($1, $2)';
    await expect(
      database.executeBatch(sql, [
        [1, 'a'],
        [2, null],
        [3, 'c'],
      ]),
    ).rejects.toMatchObject({ code: 'value-missing', column: 'v' });
    await expect(
      database.executeBatch(sql, [
        [1, 'a'],
        ['x', 'b'],
      ]),
    ).rejects.toMatchObject({ code: 'value-not-castable' });
    expect(await valueOf(database, 'SELECT count(*) FROM batch_bad')).toBe('0');
  });
});

describe('time-outs', () => {
  test('a statement that takes too long is given up, by the server too', async () => {
    const database = await open(server.url, { statementTimeoutMs: 200 });
    await expect(valueOf(database, 'SELECT pg_sleep(3600)')).rejects.toMatchObject({
      code: 'statement-timeout',
      reaction: 'retry',
    });
    expect(await valueOf(database, 'SELECT 1')).toBe('1');
    await expect
      .poll(() =>
        valueOf(
          database,
          `SELECT count(*) FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sleep%' AND state = 'active'`,
        ),
      )
      .toBe('0');
  });

  test('a server that never answers is given up', async () => {
    const { database, proxy } = await openThroughProxy({ statementTimeoutMs: 200 });
    proxy.fail({ kind: 'hold-answers' });
    await expect(valueOf(database, 'SELECT 1')).rejects.toMatchObject({ code: 'statement-timeout' });
    await proxy.heal();
    expect(await valueOf(database, 'SELECT 2')).toBe('2');
  });
});

describe('losses', () => {
  test('a connection cut in a statement is a loss, and comes back with the server', async () => {
    const { database, proxy } = await openThroughProxy();
    proxy.fail({ kind: 'hold-answers' });
    const intercepted = proxy.answerIntercepted();
    const running = valueOf(database, 'SELECT 1');
    const waiting = valueOf(database, 'SELECT 2');
    const outcomes = Promise.allSettled([running, waiting]);
    await intercepted;
    proxy.fail({ kind: 'refuse' });
    proxy.reset();
    await expect(outcomes).resolves.toMatchObject([
      { reason: { code: 'connection-lost', reaction: 'retry' } },
      { reason: { code: 'connection-refused', reaction: 'retry' } },
    ]);
    await proxy.heal();
    expect(await valueOf(database, 'SELECT 3')).toBe('3');
  });

  test('a lost answer does not mean that the statement was not executed', async () => {
    const { database, proxy } = await openThroughProxy();
    await createTable(database, 'answer_lost');
    const upsert = {
      sql: `INSERT INTO answer_lost VALUES ($1, $2) ON CONFLICT (id) DO UPDATE SET v = excluded.v`,
      parameters: [1, 'a'],
    };
    proxy.fail({ kind: 'lose-answers', afterBytes: 5 });
    const intercepted = proxy.answerIntercepted();
    const outcome = Promise.allSettled([database.execute(upsert)]);
    await intercepted;
    proxy.reset();
    await expect(outcome).resolves.toMatchObject([{ reason: { code: 'connection-lost' } }]);
    await proxy.heal();
    expect(await valueOf(database, 'SELECT v FROM answer_lost')).toBe('a');
    expect(await database.execute(upsert)).toMatchObject({ rowCount: 1 });
  });

  test('a connection lost while idle is replaced', async () => {
    const { database, proxy } = await openThroughProxy();
    proxy.reset();
    await expect.poll(() => valueOf(database, 'SELECT 1').catch(() => 'lost')).toBe('1');
  });

  test('a session that the server ends is a loss', async () => {
    const database = await open(server.url, { lanes: 2 });
    const pid = await valueOf(database, 'SELECT pg_backend_pid()', 0);
    const killed = Promise.allSettled([valueOf(database, 'SELECT pg_sleep(3600)', 0)]);
    await expect
      .poll(() =>
        valueOf(database, `SELECT state FROM pg_stat_activity WHERE pid = ${String(pid)} AND query LIKE '%sleep%'`, 1),
      )
      .toBe('active');
    await valueOf(database, `SELECT pg_terminate_backend(${String(pid)})`, 1);
    await expect(killed).resolves.toMatchObject([{ reason: { code: 'connection-lost' } }]);
    expect(await valueOf(database, 'SELECT 1', 0)).toBe('1');
  });

  test('a closed database refuses statements', async () => {
    const database = await open(server.url);
    await database.close();
    await expect(valueOf(database, 'SELECT 1')).rejects.toMatchObject({ code: 'connection-lost' });
  });

  test('closing does not wait for an answer that never comes', async () => {
    const { database, proxy } = await openThroughProxy();
    proxy.fail({ kind: 'hold-answers' });
    const intercepted = proxy.answerIntercepted();
    const outcome = Promise.allSettled([valueOf(database, 'SELECT 1'), valueOf(database, 'SELECT 2')]);
    await intercepted;
    await database.close();
    await expect(outcome).resolves.toMatchObject([
      { reason: { code: 'connection-lost' } },
      { reason: { code: 'connection-lost' } },
    ]);
  });
});

describe('connecting', () => {
  const refusal = (url: string, options: Partial<SinkDatabaseOptions> = {}) => expect(open(url, options)).rejects;

  test('with a wrong password', async () => {
    await refusal(urlAt(server.port, { password: 'wrong' })).toMatchObject({
      code: 'authentication-failed',
      reaction: 'halt',
    });
  });

  test('without a password, whatever the environment holds', async () => {
    await refusal(`postgresql://${server.user}@127.0.0.1:${server.port}`).toMatchObject({
      code: 'authentication-failed',
      message: expect.stringContaining('asks for a password') as string,
    });
  });

  test('to a database that does not exist', async () => {
    await refusal(urlAt(server.port, { rest: '/nowhere' })).toMatchObject({ code: 'target-invalid' });
  });

  test('to a PostgreSQL by a crate:// URL', async () => {
    const url = `crate://${server.user}:${server.password}@127.0.0.1/postgres?pgport=${server.port}`;
    await refusal(url).toMatchObject({
      code: 'target-invalid',
      message: expect.stringContaining('is not CrateDB') as string,
    });
  });

  test('to a port where nothing listens', async () => {
    await refusal(urlAt(await freePort())).toMatchObject({ code: 'connection-refused', reaction: 'retry' });
  });

  test('to a host that is unknown', async () => {
    await refusal(urlAt(5432, { host: 'drayage.invalid' })).toMatchObject({ code: 'host-unknown', reaction: 'retry' });
  });

  test('to a server that speaks something else', async () => {
    const silent = createServer((socket) => cleanUps.push(() => socket.destroy())).listen(0, '127.0.0.1');
    await once(silent, 'listening');
    cleanUps.push(() => silent.close());
    const { port } = silent.address() as AddressInfo;
    await refusal(urlAt(port), { connectTimeoutMs: 200 }).toMatchObject({
      code: 'connection-refused',
      message: expect.stringContaining('within 200 ms') as string,
    });
  });
});

describe('TLS', () => {
  const tlsUrl = (host: string, mode: string, withAuthority: boolean) =>
    urlAt(server.port, {
      host,
      rest: `/postgres?sslmode=${mode}${withAuthority ? `&sslrootcert=${join(folder, 'ca.pem')}` : ''}`,
    });
  const isEncrypted = (database: SinkDatabase) =>
    valueOf(database, 'SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()');

  test.each([
    ['localhost', 'verify-full', true],
    ['127.0.0.1', 'verify-ca', true],
    ['127.0.0.1', 'require', true],
    ['127.0.0.1', 'require', false],
    ['127.0.0.1', 'no-verify', false],
  ])('connects to %s with %s (authority: %s)', async (host, mode, withAuthority) => {
    expect(await isEncrypted(await open(tlsUrl(host, mode, withAuthority)))).toBe('t');
  });

  test.each([
    ['localhost', 'verify-full', false, 'certificate of an unknown authority'],
    ['127.0.0.1', 'verify-full', true, 'certificate of another host'],
  ])('refuses %s with %s (authority: %s): %s', async (host, mode, withAuthority) => {
    await expect(open(tlsUrl(host, mode, withAuthority))).rejects.toMatchObject({
      code: 'tls-refused',
      reaction: 'halt',
    });
  });

  test('says when the server has none', async () => {
    const plain = await startPostgresServer();
    cleanUps.push(() => plain.stop());
    await expect(open(`${plain.url}?sslmode=verify-full`)).rejects.toMatchObject({
      code: 'tls-refused',
      message: expect.stringContaining('does not offer TLS') as string,
    });
  });

  test('says when the file of authorities cannot be read', async () => {
    await expect(
      open(urlAt(server.port, { rest: '/postgres?sslmode=verify-full&sslrootcert=/nowhere.pem' })),
    ).rejects.toMatchObject({
      code: 'target-invalid',
    });
  });
});

test('reads an array in binary form as it reads its text', async () => {
  await readsBinaryArraysAsTheirTexts(await open(server.url));
});
