import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { findMariadbBinaries } from './find-mariadb-binaries.ts';
import { freePort } from './free-port.ts';
import { unprivilegedUser, type UnprivilegedUser } from './unprivileged-user.ts';

export interface MariadbServerOptions {
  /** Options of `mariadbd`, without dashes. Default: binary logs in rows, as AWS DMS wants them. */
  readonly options?: readonly string[];
}

/** A MariaDB of its own: empty, on a random port, gone with `stop`. */
export interface MariadbServer {
  /** `mariadb://root@127.0.0.1:…/`, an administrator without a password. */
  readonly url: string;
  readonly port: number;
  /** Shuts the server down and removes its files. */
  stop(): Promise<void>;
}

const DEFAULT_OPTIONS = ['log-bin=binlog', 'binlog-format=ROW', 'server-id=1'];
/** For tests: small, and nothing survives a crash of the machine. */
const SMALL = ['innodb-buffer-pool-size=16M', 'innodb-flush-log-at-trx-commit=0', 'innodb-log-file-size=8M', 'performance-schema=OFF', 'skip-name-resolve'];

/**
 * Starts a real MariaDB in a temporary folder; for root, which it refuses to be, as an unprivileged user of the machine.
 *
 * @throws Error that says what to install when there is no MariaDB: a test then fails, and is not skipped.
 */
export async function startMariadbServer({ options = DEFAULT_OPTIONS }: MariadbServerOptions = {}): Promise<MariadbServer> {
  const binaries = await findMariadbBinaries();
  const user = await unprivilegedUser();
  const folder = await mkdtemp(join(tmpdir(), 'drayage-mariadb-'));
  try {
    if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
    await install(binaries.install, folder, user);
    const port = await freePort();
    const server = spawn(
      binaries.server,
      ['--no-defaults', `--datadir=${join(folder, 'data')}`, `--socket=${join(folder, 'socket')}`, '--bind-address=127.0.0.1', `--port=${port}`, ...[...SMALL, ...options].map((option) => `--${option}`)],
      { ...user, cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] },
    );
    const onExit = (): void => {
      server.kill('SIGKILL');
      rmSync(folder, { recursive: true, force: true });
    };
    process.once('exit', onExit);
    await accepting(server);
    return {
      url: `mariadb://root@127.0.0.1:${port}/`,
      port,
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

async function install(program: string, folder: string, user: UnprivilegedUser): Promise<void> {
  const installing = spawn(
    program,
    ['--no-defaults', `--datadir=${join(folder, 'data')}`, '--auth-root-authentication-method=normal', '--skip-test-db', '--skip-name-resolve'],
    { ...user, cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  const said: string[] = [];
  for (const stream of [installing.stdout, installing.stderr]) stream.on('data', (bytes: Buffer) => said.push(bytes.toString()));
  const [code] = (await once(installing, 'close')) as [number | null];
  if (code !== 0) throw new Error(`mariadb-install-db failed: ${said.join('')}`);
}

/** Resolves when the server says that it is ready. Its log is read on, as it would block otherwise. */
async function accepting(server: ChildProcess): Promise<void> {
  const log: string[] = [];
  await new Promise<void>((resolve, reject) => {
    if (server.stderr !== null) {
      createInterface({ input: server.stderr }).on('line', (line) => {
        log.push(line);
        log.splice(0, log.length - 50);
        if (line.includes('ready for connections')) resolve();
      });
    }
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`MariaDB did not start:\n${log.join('\n')}`)));
  });
}

async function shutDown(server: ChildProcess): Promise<void> {
  if (server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  server.kill('SIGTERM');
  await exit;
}
