import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';

import { findPostgresBinaries } from './find-postgres-binaries.ts';

let folder = '';

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-test-'));
});

afterEach(() => rm(folder, { recursive: true }));

test('takes the folder that is configured', async () => {
  await writeFile(join(folder, 'initdb'), '', { mode: 0o755 });
  await writeFile(join(folder, 'postgres'), '', { mode: 0o755 });
  await expect(findPostgresBinaries({ DRAYAGE_POSTGRES_BIN: folder })).resolves.toBe(folder);
});

test('says which folder is wrong', async () => {
  await expect(findPostgresBinaries({ DRAYAGE_POSTGRES_BIN: folder })).rejects.toThrow(
    `DRAYAGE_POSTGRES_BIN is ${folder}`,
  );
});
