import { readFile, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type DrayageConfig, parseTablesLock, type TablesLock } from '@drayage/config';
import { UsageError } from '@drayage/terminal';
import type { CliEnvironment } from '../cli-environment.js';

const MAKE = 'Make it: dray mappings generate.';
const MAKE_ANEW = 'Make it anew: dray mappings generate.';

/** Where the lock file is: beside the configuration file, in the working directory. */
export function lockPath({ tables }: DrayageConfig, { cwd }: Pick<CliEnvironment, 'cwd'>): string {
  return resolve(cwd, tables.lockFile);
}

/** A lock file that is there and says nothing, as it is cut, edited or of another version. */
export interface BrokenLock {
  readonly message: string;
}

/** The lock file, broken or not; `undefined` where there is none. */
export async function lookAtLock(path: string): Promise<TablesLock | BrokenLock | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = parseTablesLock(text);
  return parsed.ok ? parsed.lock : { message: parsed.message };
}

export function isBroken(lock: TablesLock | BrokenLock | undefined): lock is BrokenLock {
  return lock !== undefined && 'message' in lock;
}

/** The lock file; `undefined` where there is none. @throws UsageError where it is broken */
export async function readLock(path: string): Promise<TablesLock | undefined> {
  const lock = await lookAtLock(path);
  if (isBroken(lock)) throw new UsageError(`${path}: ${lock.message}`, MAKE_ANEW);
  return lock;
}

/** @throws UsageError where there is none. */
export async function needLock(path: string): Promise<TablesLock> {
  const lock = await readLock(path);
  if (lock !== undefined) return lock;
  throw new UsageError(`There is no lock file ${path}.`, MAKE);
}

/** Whoever reads it meanwhile sees the old one or the new one, whole. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const temporary = `${path}.${process.pid}.tmp`;
  await writeFile(temporary, text);
  await rename(temporary, path);
}
