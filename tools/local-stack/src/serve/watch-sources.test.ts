import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { watchSources, type SourceWatcher } from './watch-sources.ts';

let root: string;
let watcher: SourceWatcher;

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'drayage-watch-'));
  await mkdir(join(root, 'src/deep'), { recursive: true });
  watcher = await watchSources([join(root, 'src'), join(root, 'missing')]);
});

afterEach(async () => {
  watcher.close();
  await rm(root, { recursive: true });
});

it('tells of a change in a folder below', async () => {
  const change = watcher.nextChange();
  await writeFile(join(root, 'src/deep/file.ts'), '1');
  await change;
});

it('finds a folder that appears later', async () => {
  const first = watcher.nextChange();
  await mkdir(join(root, 'src/new'));
  await writeFile(join(root, 'src/file.ts'), '1');
  await first;
  const second = watcher.nextChange();
  await writeFile(join(root, 'src/new/file.ts'), '1');
  await second;
});

it('tells of several changes at once as of one, and not of files that are no source', async () => {
  let told = 0;
  void watcher.nextChange().then(() => (told += 1));
  await writeFile(join(root, 'src/notes.swp'), '1');
  const change = watcher.nextChange();
  await Promise.all(['a', 'b', 'c'].map((name) => writeFile(join(root, `src/${name}.ts`), '1')));
  await change;
  expect(told).toBe(1);
});
