import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseTargetUrl } from '@drayage/cratedb-writer';
import { makeCaptureFolder, type CaptureFolder } from '../testing/capture-folder.js';
import { readOnlyAddress } from './read-only-address.js';

let folder: CaptureFolder;
beforeAll(async () => {
  folder = await makeCaptureFolder();
});
afterAll(() => folder.remove());

const embedded = (directory: string) => parseTargetUrl(`pglite:${directory}`);

describe('readOnlyAddress', () => {
  it('puts an empty database in memory in the place of one that is not there yet', async () => {
    const empty = join(folder.path, 'empty');
    await mkdir(empty);
    for (const directory of [join(folder.path, 'missing'), empty]) {
      expect(await readOnlyAddress(embedded(directory))).toMatchObject({ kind: 'embedded', directory: undefined });
    }
  });

  it('leaves every other target alone, wrong ones included', async () => {
    await writeFile(join(folder.path, 'file'), '');
    for (const address of [
      embedded(folder.path),
      embedded(join(folder.path, 'file')),
      embedded(''),
      parseTargetUrl('crate://localhost/'),
    ]) {
      expect(await readOnlyAddress(address)).toEqual(address);
    }
  });
});
