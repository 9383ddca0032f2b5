import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';

/** Where a running demo can be found, for other programs of this repository. */
export interface StackAddresses {
  readonly pid: number;
  readonly page: string;
  readonly databaseUrl: string;
  readonly kinesisEndpoint: string;
  readonly stream: string;
}

/** Below the workspace's root; ignored by git. */
export const STACK_FILE = '.drayage/local-stack.json';

/** Says where the demo of this process is. A second demo takes the place of the first. */
export async function writeStackFile(path: string, addresses: StackAddresses): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await writeFile(path, `${JSON.stringify(addresses, undefined, 2)}\n`);
}

/** `undefined` when no demo has left its addresses there; one that was killed may have. */
export async function readStackFile(path: string): Promise<StackAddresses | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as StackAddresses;
  } catch {
    return undefined;
  }
}

/** Takes the addresses away, if they still are those of the process `pid`. */
export async function removeStackFile(path: string, pid: number): Promise<void> {
  const found = await readStackFile(path);
  if (found?.pid === pid) await rm(path, { force: true });
}
