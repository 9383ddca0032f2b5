import { readFileSync, rmSync } from 'node:fs';
import { readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';

import { SinkError } from '../sink-error.js';

/** The holder touches the lock this often. */
const HEARTBEAT_MS = 5_000;

/** A lock of another machine or container, not touched for so long, is left over. */
const STALE_AFTER_MS = 30_000;

interface Holder {
  readonly pid: number;
  /** When the process began: tells a holder from a later process with the same number. */
  readonly startedAt: string;
  readonly hostname: string;
}

export interface DirectoryLock {
  release(): Promise<void>;
}

/**
 * Takes a directory for this process alone, by a file `drayage.lock` in it. The lock of a process that no longer runs is
 * taken over. Process numbers mean nothing across containers, so there the age of the last heartbeat decides.
 *
 * @throws SinkError `target-in-use`.
 */
export async function lockDirectory(directory: string): Promise<DirectoryLock> {
  const path = join(directory, 'drayage.lock');
  const text = JSON.stringify({
    pid: process.pid,
    startedAt: startOf(process.pid),
    hostname: hostname(),
  } satisfies Holder);
  if (!(await tryCreate(path, text))) {
    if (await isHeld(path)) {
      throw inUse(directory);
    }
    await rm(path, { force: true });
    if (!(await tryCreate(path, text))) {
      throw inUse(directory);
    }
  }
  const heartbeat = setInterval(() => void touch(path), HEARTBEAT_MS).unref();
  const onExit = (): void => rmSync(path, { force: true });
  process.once('exit', onExit);
  return {
    release: async () => {
      clearInterval(heartbeat);
      process.removeListener('exit', onExit);
      await rm(path, { force: true });
    },
  };
}

async function tryCreate(path: string, text: string): Promise<boolean> {
  try {
    await writeFile(path, text, { flag: 'wx' });
    return true;
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      return false;
    }
    throw error;
  }
}

async function isHeld(path: string): Promise<boolean> {
  const holder = await readHolder(path);
  if (holder !== undefined && holder.hostname === hostname()) {
    return isRunning(holder.pid) && holder.startedAt === startOf(holder.pid);
  }
  const touchedAt = await stat(path).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  return Date.now() - touchedAt < STALE_AFTER_MS;
}

/** `undefined`: gone, or not written by this program to its end. */
async function readHolder(path: string): Promise<Holder | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(path, 'utf8'));
    return isHolder(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

function isHolder(value: unknown): value is Holder {
  return (
    typeof value === 'object' &&
    value !== null &&
    'pid' in value &&
    typeof value.pid === 'number' &&
    'hostname' in value &&
    'startedAt' in value
  );
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** Clock ticks since boot at which a process began, where the system tells (Linux); else a constant. */
function startOf(pid: number): string {
  try {
    const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return fields[19] ?? '';
  } catch {
    return '';
  }
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}

function inUse(directory: string): SinkError {
  return new SinkError('target-in-use', {
    message: `Another process has the database in ${directory} open.`,
    remedy:
      'Stop the other process, or give this one a directory of its own. The embedded database serves one process at a time.',
  });
}
