import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { rmSync } from 'node:fs';
import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

import { freePort } from './free-port.ts';
import { unprivilegedUser, type UnprivilegedUser } from './unprivileged-user.ts';

/** A temporary folder that belongs to a database server, and whom it runs as. */
export interface DatabaseFolder {
  readonly path: string;
  readonly user: UnprivilegedUser;
}

export interface Program {
  readonly path: string;
  readonly args: readonly string[];
}

export interface DatabaseProcessOptions {
  /** In names of folders, and in errors. */
  readonly name: string;
  /** Fills the empty folder. */
  readonly prepare: (folder: DatabaseFolder) => Promise<void>;
  /** What serves the folder on this port of loopback. */
  readonly server: (folder: string, port: number) => Program;
  /** In the line of standard error by which the server says that it takes connections. */
  readonly readyLine: string;
  /** The signal by which it shuts down without waiting for its clients. */
  readonly stopSignal: NodeJS.Signals;
}

export interface DatabaseProcess {
  readonly port: number;
  /** Shuts the server down and starts it again, on the same folder and port. */
  readonly restart: () => Promise<void>;
  /** Shuts the server down and removes its folder. */
  readonly stop: () => Promise<void>;
}

/**
 * Runs a database server, which refuses to be root, in a temporary folder; resolves once it takes connections. The server
 * is killed, and the folder removed, when this process exits without `stop`.
 *
 * @throws Error with the end of the server's log if it does not start; nothing is left behind then.
 */
export async function startDatabaseProcess({
  name,
  prepare,
  server,
  readyLine,
  stopSignal,
}: DatabaseProcessOptions): Promise<DatabaseProcess> {
  const user = await unprivilegedUser();
  const path = await mkdtemp(join(tmpdir(), `drayage-${name.toLowerCase()}-`));
  let running: ChildProcess | undefined;
  const onExit = (): void => {
    running?.kill('SIGKILL');
    rmSync(path, { recursive: true, force: true });
  };
  process.once('exit', onExit);
  const remove = async (): Promise<void> => {
    process.removeListener('exit', onExit);
    await rm(path, { recursive: true, force: true });
  };
  try {
    await giveTo(user, path);
    await prepare({ path, user });
    const port = await freePort();
    const program = server(path, port);
    const start = async (): Promise<void> => {
      running = spawn(program.path, program.args, { ...user, cwd: path, stdio: ['ignore', 'ignore', 'pipe'] });
      await ready(running, name, readyLine);
    };
    await start();
    return {
      port,
      restart: async () => {
        await shutDown(running, stopSignal);
        await start();
      },
      stop: async () => {
        await shutDown(running, stopSignal);
        await remove();
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** Runs a program that prepares the folder to its end. */
export async function runInFolder({ path, user }: DatabaseFolder, name: string, program: Program): Promise<void> {
  const running = spawn(program.path, program.args, { ...user, cwd: path, stdio: ['ignore', 'pipe', 'pipe'] });
  const said: string[] = [];
  for (const stream of [running.stdout, running.stderr])
    stream.on('data', (bytes: Buffer) => said.push(bytes.toString()));
  const [code] = (await once(running, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${name} failed: ${said.join('')}`);
}

/** Whose file or folder it is; this process's own stays what it is. */
export async function giveTo({ uid, gid }: UnprivilegedUser, path: string): Promise<void> {
  if (uid !== undefined && gid !== undefined) await chown(path, uid, gid);
}

/** Its log is read on after that, as it would block otherwise. */
async function ready(server: ChildProcess, name: string, readyLine: string): Promise<void> {
  const log: string[] = [];
  await new Promise<void>((resolve, reject) => {
    if (server.stderr !== null) {
      createInterface({ input: server.stderr }).on('line', (line) => {
        log.push(line);
        log.splice(0, log.length - 50);
        if (line.includes(readyLine)) resolve();
      });
    }
    server.once('error', reject);
    server.once('exit', () => reject(new Error(`${name} did not start:\n${log.join('\n')}`)));
  });
}

async function shutDown(server: ChildProcess | undefined, signal: NodeJS.Signals): Promise<void> {
  if (server === undefined || server.exitCode !== null || server.signalCode !== null) return;
  const exit = once(server, 'exit');
  server.kill(signal);
  await exit;
}
