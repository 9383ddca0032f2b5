import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { findMariadbBinaries } from './find-mariadb-binaries.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-test-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('takes the folder that is configured', async () => {
  for (const name of ['mariadbd', 'mariadb-install-db']) await writeFile(join(folder, name), '', { mode: 0o755 });
  await expect(findMariadbBinaries({ DRAYAGE_MARIADB_BIN: folder })).resolves.toEqual({
    server: join(folder, 'mariadbd'),
    install: join(folder, 'mariadb-install-db'),
  });
});

test('says which folder is wrong', async () => {
  await expect(findMariadbBinaries({ DRAYAGE_MARIADB_BIN: folder })).rejects.toThrow(
    `DRAYAGE_MARIADB_BIN is ${folder}`,
  );
});
