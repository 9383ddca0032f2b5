import { readFile, rm, writeFile } from 'node:fs/promises';
import { UsageError } from '@drayage/terminal';

/**
 * Takes a file for this process, by one beside it that holds the number of the process; what a process left that is no more
 * is taken over. Answers how it is given back.
 *
 * @throws UsageError while another process has it.
 */
export async function lockFile(path: string): Promise<() => Promise<void>> {
  try {
    await writeFile(path, `${process.pid}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code: unknown = error instanceof Error ? Reflect.get(error, 'code') : undefined;
    if (code !== 'EEXIST')
      throw new UsageError(
        `The file ${path} cannot be written.`,
        'Give a file in a folder that is there and can be written.',
      );
    const owner = Number(await readFile(path, 'utf8'));
    if (isAlive(owner)) {
      throw new UsageError(
        `Process ${owner} writes this capture.`,
        `Wait until it has ended, or give another file. If that is no dray: remove ${path}.`,
      );
    }
    await rm(path, { force: true });
    return lockFile(path);
  }
  return () => rm(path, { force: true });
}

function isAlive(pid: number): boolean {
  if (!Number.isInteger(pid) || pid < 1) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // Somebody else's process may not be signalled; it is there all the same.
    return error instanceof Error && Reflect.get(error, 'code') === 'EPERM';
  }
}
