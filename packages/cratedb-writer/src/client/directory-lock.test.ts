import { mkdtemp, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { lockDirectory } from './directory-lock.js';

let directory = '';

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'drayage-lock-'));
});

afterEach(() => rm(directory, { recursive: true }));

const path = (): string => join(directory, 'drayage.lock');

test('refuses a second holder until the first lets go', async () => {
  const lock = await lockDirectory(directory);
  await expect(lockDirectory(directory)).rejects.toMatchObject({ code: 'target-in-use' });
  await lock.release();
  const next = await lockDirectory(directory);
  await next.release();
  await expect(stat(path())).rejects.toThrow('ENOENT');
});

test('takes over the lock of a process that has ended', async () => {
  await writeFile(path(), JSON.stringify({ pid: 2 ** 22 + 1, startedAt: '1', hostname: hostname() }));
  const lock = await lockDirectory(directory);
  expect(JSON.parse(await readFile(path(), 'utf8'))).toMatchObject({ pid: process.pid });
  await lock.release();
});

test('takes over the lock of an earlier process with the number of this one', async () => {
  await writeFile(path(), JSON.stringify({ pid: process.pid, startedAt: 'earlier', hostname: hostname() }));
  await (await lockDirectory(directory)).release();
});

test('believes the lock of another machine while its heartbeat is young', async () => {
  await writeFile(path(), JSON.stringify({ pid: 1, startedAt: '1', hostname: 'elsewhere' }));
  await expect(lockDirectory(directory)).rejects.toMatchObject({ code: 'target-in-use' });
  const longAgo = new Date(Date.now() - 60_000);
  await utimes(path(), longAgo, longAgo);
  await (await lockDirectory(directory)).release();
});
