import { readFile, rename, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type DrayageConfig, parseTablesLock, type TablesLock } from '@drayage/config';
import type { CliEnvironment } from '../cli-environment.js';
import { UsageError } from '../usage-error.js';

const MAKE = 'Make it: dray mappings generate.';

/** Where the lock file is: beside the configuration file, in the working directory. */
export function lockPath({ tables }: DrayageConfig, { cwd }: CliEnvironment): string {
  return resolve(cwd, tables.lockFile);
}

/** The lock file; `undefined` where there is none. @throws UsageError where it is broken */
export async function readLock(path: string): Promise<TablesLock | undefined> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  }
  const parsed = parseTablesLock(text);
  if (parsed.ok) return parsed.lock;
  throw new UsageError(`${path}: ${parsed.message}`, MAKE);
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
