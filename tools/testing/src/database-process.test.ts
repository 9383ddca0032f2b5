import { chmod, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type DatabaseProcessOptions, runInFolder, startDatabaseProcess } from './database-process.ts';

let temporary: string;
beforeEach(async () => {
  temporary = await mkdtemp(join(tmpdir(), 'database-process-'));
  // For the unprivileged user that the server runs as.
  await chmod(temporary, 0o755);
  vi.stubEnv('TMPDIR', temporary);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(temporary, { recursive: true, force: true });
});

const shell = (script: string) => ({ path: '/bin/sh', args: ['-c', script] });
const start = (options: Pick<DatabaseProcessOptions, 'prepare' | 'server'>) =>
  startDatabaseProcess({ name: 'Toy', readyLine: 'ready', stopSignal: 'SIGTERM', ...options });

it('serves the folder that was prepared, and removes it', async () => {
  const toy = await start({
    prepare: (folder) => runInFolder(folder, 'touch', shell('touch made')),
    server: (folder, port) => shell(`[ -f '${folder}/made' ] && [ ${port} -gt 0 ] && echo ready >&2 && exec sleep 60`),
  });
  expect(await readdir(temporary)).toEqual([expect.stringMatching(/^drayage-toy-/u)]);
  await toy.stop();
  expect(await readdir(temporary)).toEqual([]);
});

it('tells the log of a server that does not start, and leaves no folder', async () => {
  await expect(
    start({ prepare: () => Promise.resolve(), server: () => shell('echo broken >&2; exit 1') }),
  ).rejects.toThrow('Toy did not start:\nbroken');
  expect(await readdir(temporary)).toEqual([]);
});

it('tells what a preparation that fails has said, and leaves no folder', async () => {
  const prepare: DatabaseProcessOptions['prepare'] = (folder) =>
    runInFolder(folder, 'initdb', shell('echo no locale; exit 1'));
  await expect(start({ prepare, server: () => shell('exec sleep 60') })).rejects.toThrow('initdb failed: no locale');
  expect(await readdir(temporary)).toEqual([]);
});
