import { appendFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { type DatabaseFolder, giveTo, runInFolder, startDatabaseProcess } from './database-process.ts';
import { findPostgresBinaries } from './find-postgres-binaries.ts';
import type { SelfSignedCertificate } from './self-signed-certificate.ts';

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
  const { port, restart, stop } = await startDatabaseProcess({
    name: 'PostgreSQL',
    prepare: async (folder) => {
      await initialize(join(binaries, 'initdb'), folder);
      const tls = options.tls === undefined ? {} : await tlsSettings(options.tls, folder);
      await configure(folder, { ...SETTINGS, ...tls, ...options.settings });
    },
    server: (folder, port) => ({
      path: join(binaries, 'postgres'),
      args: ['-D', join(folder, 'data'), '-p', String(port)],
    }),
    readyLine: 'database system is ready to accept connections',
    // The fast shutdown: it does not wait for clients.
    stopSignal: 'SIGINT',
  });
  return {
    url: `postgresql://${USER}:${PASSWORD}@127.0.0.1:${port}/postgres`,
    host: '127.0.0.1',
    port,
    user: USER,
    password: PASSWORD,
    restart,
    stop,
  };
}

async function initialize(initdb: string, folder: DatabaseFolder): Promise<void> {
  const passwordFile = await writeFor(folder, 'password', PASSWORD);
  const args = [
    '-D',
    join(folder.path, 'data'),
    '-U',
    USER,
    '--auth=scram-sha-256',
    `--pwfile=${passwordFile}`,
    '--encoding=UTF8',
    '--locale=C',
    '--no-sync',
  ];
  await runInFolder(folder, 'initdb', { path: initdb, args });
}

async function tlsSettings(
  tls: SelfSignedCertificate,
  folder: DatabaseFolder,
): Promise<Readonly<Record<string, string>>> {
  return {
    ssl: 'on',
    ssl_cert_file: await writeFor(folder, 'server.crt', tls.certificate),
    ssl_key_file: await writeFor(folder, 'server.key', tls.privateKey),
  };
}

async function configure({ path }: DatabaseFolder, settings: Readonly<Record<string, string>>): Promise<void> {
  const lines = Object.entries(settings).map(([name, value]) => `${name} = '${value}'\n`);
  await appendFile(join(path, 'data', 'postgresql.conf'), lines.join(''));
}

/** A file that only the server's user may read, as PostgreSQL demands it of a private key. */
async function writeFor(folder: DatabaseFolder, name: string, text: string): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, text, { mode: 0o600 });
  await giveTo(folder.user, path);
  return path;
}
