import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { appendFile, chown, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { findPostgresBinaries } from './find-postgres-binaries.ts';
import { freePort } from './free-port.ts';
import type { SelfSignedCertificate } from './self-signed-certificate.ts';
import { unprivilegedUser, type UnprivilegedUser } from './unprivileged-user.ts';

export interface PostgresServerOptions {
  /** Lines of `postgresql.conf`, by name. */
  readonly settings?: Readonly<Record<string, string>>;
  /** Offers TLS with this certificate. */
  readonly tls?: SelfSignedCertificate;
}

/** A PostgreSQL of its own: empty, on a random port, gone with `stop`. */
export interface PostgresServer {
  /** `postgresql://postgres:…@127.0.0.1:…/postgres`, a superuser with a password. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  /** Shuts the server down and starts it again: settings that need it take effect. */
  restart(): Promise<void>;
  /** Shuts the server down and removes its files. */
  stop(): Promise<void>;
}

const USER = 'postgres';
const PASSWORD = 'drayage-test';

/** For tests: nothing survives a crash of the machine, and logical decoding works. */
const SETTINGS: Readonly<Record<string, string>> = {
  fsync: 'off',
  full_page_writes: 'off',
  listen_addresses: '127.0.0.1',
  max_connections: '50',
  shared_buffers: '32MB',
  synchronous_commit: 'off',
  unix_socket_directories: '',
  wal_level: 'logical',
};

/**
 * Starts a real PostgreSQL in a temporary folder. PostgreSQL refuses to run as root: for root it runs as an
 * unprivileged user of the machine.
 *
 * @throws Error that says what to install when there is no PostgreSQL: a test then fails, and is not skipped.
 */
export async function startPostgresServer(options: PostgresServerOptions = {}): Promise<PostgresServer> {
  const binaries = await findPostgresBinaries();
  const user = await unprivilegedUser();
  const folder = await mkdtemp(join(tmpdir(), 'drayage-postgres-'));
  try {
    const port = await freePort();
    await give(folder, user);
    await initialize(binaries, folder, user);
    const tls = options.tls === undefined ? {} : await tlsSettings(options.tls, folder, user);
    await configure(folder, { ...SETTINGS, ...tls, ...options.settings, port: String(port) });
    const start = (): ChildProcess =>
      spawn(join(binaries, 'postgres'), ['-D', join(folder, 'data')], { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let server = start();
    const onExit = (): void => {
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    };
    process.once('exit', onExit);
    await accepting(server);
    return {
      url: `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`,
      host: '127.0.0.1',
      port,
      user: USER,
      password: PASSWORD,
      restart: async () => {
        await shutDown(server);
        server = start();
        await accepting(server);
      },
      stop: async () => {
        await shutDown(server);
        process.removeListener('exit', onExit);
        await rm(folder, { recursive: true, force: true });
      },
    };
  } catch (error) {
    await rm(folder, { recursive: true, force: true });
    throw error;
  }
}

async function initialize(binaries: string, folder: string, user: UnprivilegedUser): Promise<void> {
  const passwordFile = await writeFor(user, join(folder, 'password'), PASSWORD);
  const initdb = spawn(
    join(binaries, 'initdb'),
    ['-D', join(folder, 'data'), '-U', USER, '--auth=scram-sha-256', `--pwfile=${passwordFile}`, '--encoding=UTF8', '--locale=C', '--no-sync'],
    { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
  );
  const complaints: string[] = [];
  initdb.stderr.on('data', (bytes: Buffer) => complaints.push(bytes.toString()));
  const [code] = (await once(initdb, 'close')) as [number | null];
  if (code !== 0) {
    throw new Error(`initdb failed: ${complaints.join('')}`);
  }
}

async function tlsSettings(tls: SelfSignedCertificate, folder: string, user: UnprivilegedUser): Promise<Readonly<Record<string, string>>> {
  return {
    ssl: 'on',
    ssl_cert_file: await writeFor(user, join(folder, 'server.crt'), tls.certificate),
    ssl_key_file: await writeFor(user, join(folder, 'server.key'), tls.privateKey),
  };
}

async function configure(folder: string, settings: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  await appendFile(join(folder, 'data', 'postgresql.conf'), lines.join(''));
}

/** A file that only the server's user may read, as PostgreSQL demands it of a private key. */
async function writeFor(user: UnprivilegedUser, path: string, text: string): Promise<string> {
  await writeFile(path, text, { mode: 0o600 });
  await give(path, user);
  return path;
}

async function give(path: string, { uid, gid }: UnprivilegedUser): Promise<void> {
  if (uid !== undefined && gid !== undefined) {
    await chown(path, uid, gid);
  }
}

/** Resolves when the server says that it is ready. Its log is read on, as it would block otherwise. */
async function accepting(server: ChildProcess): Promise<void> {
  const log: string[] = [];
  await new Promise<void>((resolve, reject) => {
    if (server.stderr !== null) {
      createInterface({ input: server.stderr }).on('line', (line) => {
        log.push(line);
        log.splice(0, log.length - 50);
        if (line.includes('database system is ready to accept connections')) {
          resolve();
        }
      });
    }
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`PostgreSQL did not start:\n${log.join('\n')}`)));
  });
}

/** SIGINT is PostgreSQL's fast shutdown: it does not wait for clients. */
async function shutDown(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) {
    return;
  }
  const exit = once(server, 'exit');
  server.kill('SIGINT');
  await exit;
}
