import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

import type { PGlite } from '@electric-sql/pglite';

import { SinkError } from '../sink-error.js';
import { lockDirectory, type DirectoryLock } from './directory-lock.js';
import type { EmbeddedAddress, ServerAddress } from './target-address.js';

/** The port is a part of the socket's name only; nothing listens on the network. */
const SOCKET_PORT = 5432;

/** One lane, and room for its next connection while the server still forgets the last one. */
const MAX_CONNECTIONS = 4;

/** A PostgreSQL in this process, reachable by `pg` through a Unix socket that other users cannot open. */
export interface EmbeddedPostgres {
  readonly address: ServerAddress;
  /** Writes everything to disk, and frees the directory. */
  close(): Promise<void>;
}

/**
 * Starts PGlite in memory or on a directory, which is created with its parents and locked against other processes.
 *
 * @throws SinkError `target-invalid` (packages missing, directory unusable) or `target-in-use`.
 */
export async function openEmbeddedPostgres({ directory }: EmbeddedAddress): Promise<EmbeddedPostgres> {
  const packages = await loadPackages();
  if (directory === undefined) {
    return serve(packages, await packages.PGlite.create());
  }
  const path = resolve(directory);
  const lock = await takeDirectory(path);
  try {
    const database = await openDirectory(packages, path);
    return await serve(packages, database, lock);
  } catch (error) {
    await lock.release();
    throw error;
  }
}

type Packages = Awaited<ReturnType<typeof loadPackages>>;

async function loadPackages() {
  try {
    const { PGlite } = await import('@electric-sql/pglite');
    const { PGLiteSocketServer } = await import('@electric-sql/pglite-socket');
    return { PGlite, PGLiteSocketServer };
  } catch (error) {
    throw new SinkError('target-invalid', {
      message: 'A pglite: target needs two packages that are not installed here.',
      remedy:
        'Run npm install @electric-sql/pglite @electric-sql/pglite-socket, or name a server by crate:// or postgresql://.',
      cause: error,
    });
  }
}

async function takeDirectory(path: string): Promise<DirectoryLock> {
  try {
    await mkdir(path, { recursive: true });
    const entries = await readdir(path);
    if (entries.length > 0 && !entries.some((name) => name === 'PG_VERSION' || name === 'drayage.lock')) {
      throw unusable(path, 'is not empty, and holds no database', 'Name an empty or a new directory.');
    }
    return await lockDirectory(path);
  } catch (error) {
    if (error instanceof SinkError) {
      throw error;
    }
    throw unusable(
      path,
      'cannot be created or written',
      'Check its permissions, and that it is a directory on a writable volume.',
      error,
    );
  }
}

async function openDirectory({ PGlite }: Packages, path: string): Promise<PGlite> {
  const version = await readFile(join(path, 'PG_VERSION'), 'utf8').catch(() => undefined);
  try {
    return await PGlite.create(path);
  } catch (error) {
    throw unusable(
      path,
      version === undefined
        ? 'could not be made into a database'
        : `holds a database of PostgreSQL ${version.trim()} that cannot be opened: of another version, or damaged`,
      'Restore it from a copy, open it with the version that made it, or name a new directory and load again.',
      error,
    );
  }
}

async function serve(
  { PGLiteSocketServer }: Packages,
  database: PGlite,
  lock?: DirectoryLock,
): Promise<EmbeddedPostgres> {
  // The folder belongs to this user alone (mode 0700), so the socket needs no password.
  const folder = await mkdtemp(join(tmpdir(), 'drayage-'));
  const server = new PGLiteSocketServer({
    db: database,
    path: join(folder, `.s.PGSQL.${SOCKET_PORT}`),
    maxConnections: MAX_CONNECTIONS,
  });
  await server.start();
  return {
    address: {
      kind: 'server',
      dialect: 'postgresql',
      host: folder,
      port: SOCKET_PORT,
      user: 'postgres',
      password: undefined,
      database: 'postgres',
      tls: 'off',
      rootCertificatePath: undefined,
      warnings: [],
    },
    close: async () => {
      await server.stop();
      await database.close();
      await rm(folder, { recursive: true, force: true });
      await lock?.release();
    },
  };
}

function unusable(path: string, what: string, remedy: string, cause?: unknown): SinkError {
  return new SinkError('target-invalid', { message: `The directory ${path} ${what}.`, remedy, cause });
}
