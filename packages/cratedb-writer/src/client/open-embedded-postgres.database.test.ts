import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';

import { openSinkDatabase } from './open-sink-database.js';
import { parseTargetUrl } from './parse-target-url.js';
import type { SinkDatabase } from './sink-database.js';

/** PGlite makes a new database in one second on an idle machine, in ten on a busy one. */
vi.setConfig({ testTimeout: 90_000 });

let folder = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-test-'));
});

afterEach(() => {
  vi.doUnmock('@electric-sql/pglite');
});

afterAll(() => rm(folder, { recursive: true }));

function open(directory: string, statementTimeoutMs = 30_000): Promise<SinkDatabase> {
  return openSinkDatabase({
    address: parseTargetUrl(`pglite:${directory}`),
    lanes: 4,
    applicationName: 'drayage-test',
    statementTimeoutMs,
  });
}

test('serves a database in memory, by one lane', async () => {
  const database = await open('');
  expect(database).toMatchObject({ dialect: 'postgresql', lanes: 1 });
  await database.execute({ sql: 'CREATE TABLE t (id integer PRIMARY KEY, v text NOT NULL)', parameters: [] });
  const sql = 'INSERT INTO t VALUES ($1, $2)';
  await expect(
    database.executeBatch(sql, [
      [1, 'a'],
      [2, null],
      [3, 'c'],
    ]),
  ).rejects.toMatchObject({ code: 'value-missing' });
  expect(
    await database.executeBatch(sql, [
      [1, 'a'],
      [2, 'b'],
    ]),
  ).toMatchObject({ rowCounts: [1, 1] });
  const { rows } = await database.execute({ sql: 'SELECT v FROM t ORDER BY id', parameters: [] });
  expect(rows).toEqual([['a'], ['b']]);
  await database.close();
});

test('keeps a directory, and gives it to one process at a time', async () => {
  const directory = join(folder, 'some', 'parents', 'data');
  const first = await open(directory);
  await first.execute({ sql: 'CREATE TABLE t (v text)', parameters: [] });
  await first.execute({ sql: 'INSERT INTO t VALUES ($1)', parameters: ['kept'] });
  await expect(open(directory)).rejects.toMatchObject({ code: 'target-in-use', reaction: 'halt' });
  await first.close();
  expect(await readdir(directory)).not.toContain('drayage.lock');

  const second = await open(directory);
  expect((await second.execute({ sql: 'SELECT v FROM t', parameters: [] })).rows).toEqual([['kept']]);
  await second.close();

  await writeFile(join(directory, 'PG_VERSION'), '12\n');
  await expect(open(directory)).rejects.toMatchObject({
    code: 'target-invalid',
    message: expect.stringContaining('holds a database of PostgreSQL 12 that cannot be opened') as string,
  });
  expect(await readdir(directory)).not.toContain('drayage.lock');
});

test('leaves a directory alone that holds something else', async () => {
  const directory = join(folder, 'photos');
  await mkdir(directory);
  await writeFile(join(directory, 'cat.jpg'), 'meow');
  await expect(open(directory)).rejects.toMatchObject({
    code: 'target-invalid',
    message: expect.stringContaining('is not empty') as string,
  });
  expect(await readdir(directory)).toEqual(['cat.jpg']);
});

test('says when the path is a file', async () => {
  const file = join(folder, 'file');
  await writeFile(file, '');
  await expect(open(file)).rejects.toMatchObject({ code: 'target-invalid' });
});

test('says what to install when the optional packages are missing', async () => {
  vi.doMock('@electric-sql/pglite', () => {
    throw new Error('Cannot find package');
  });
  await expect(open('')).rejects.toMatchObject({
    code: 'target-invalid',
    remedy: expect.stringContaining('npm install') as string,
  });
});
