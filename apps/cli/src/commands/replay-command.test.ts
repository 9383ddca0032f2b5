import { mkdir, readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { freePort } from '@drayage/testing';
import { makeCaptureFolder, type CaptureFolder } from '../testing/capture-folder.js';
import { change, createTable } from '../testing/messages.js';
import { runDray } from '../testing/run-dray.js';

let folder: CaptureFolder;
let capture: string;
beforeAll(async () => {
  folder = await makeCaptureFolder();
  capture = await folder.write('orders.ndjson', [
    createTable(),
    change('insert', { id: 1, name: 'one', amount: 1.5 }, { at: 1 }),
  ]);
});
afterAll(() => folder.remove());

const replay = (args: readonly string[], options: Parameters<typeof runDray>[1] = {}) =>
  runDray(['replay', ...args], { cwd: folder.path, ...options });

describe('dray replay answers 2, and touches nothing, when', () => {
  it.each([
    ['mysql://localhost/x', 'does not begin with crate://, postgresql:// or pglite:'],
    ['crate://crate:se/cret@localhost:4200/', 'cannot be understood'],
    ['postgresql://localhost/x?sslmode=maybe', 'sslmode has an unknown value'],
    ['pglite://scratch', 'holds nothing but a directory'],
  ])('the target is %s', async (url, complaint) => {
    const { code, stderr } = await replay([capture, '--to', url]);
    expect(code).toBe(2);
    expect(stderr).toContain(complaint);
    expect(stderr).toContain('Remedy: ');
    expect(stderr).not.toContain('se/cret');
  });

  it('the file does not exist, or is a folder', async () => {
    const missing = await replay([join(folder.path, 'missing.ndjson'), '--to', 'pglite:']);
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toMatch(
      /^Error: The file .*missing\.ndjson cannot be read: it does not exist\.\nRemedy: .*\n$/,
    );
    const directory = await replay([folder.path, '--to', 'pglite:']);
    expect(directory).toMatchObject({ code: 2, stdout: '' });
    expect(directory.stderr).toContain('it is a directory');
  });

  it('the file, or standard input, is compressed', async () => {
    const compressed = gzipSync('{}\n');
    const path = await folder.write('orders.ndjson.gz', compressed);
    for (const run of [
      await replay([path, '--to', 'pglite:']),
      await replay(['-', '--to', 'pglite:'], { stdin: compressed }),
    ]) {
      expect(run).toMatchObject({ code: 2, stdout: '' });
      expect(run.stderr).toContain('zcat FILE | dray replay -');
    }
  });

  it.each(['0', '-1', '1.5', 'many', '65'])('--connections is %s', async (connections) => {
    const { code, stderr } = await replay([capture, '--to', 'pglite:', '--connections', connections]);
    expect(code).toBe(2);
    expect(stderr).toContain('--connections is not a whole number from 1 to 64');
  });

  it('the configuration has mistakes, and lists them all', async () => {
    const config = await folder.write(
      'wrong.yaml',
      'write:\n  mapping: sideways\n  deleteMode: gentle\nerrors:\n  onErr: halt\n',
    );
    const { code, stderr } = await replay([capture, '--to', 'pglite:kept', '--config', config]);
    expect(code).toBe(2);
    for (const place of ['write.mapping', 'write.deleteMode', 'onErr']) expect(stderr).toContain(place);
    expect(stderr.match(/wrong\.yaml:\d/g)).toHaveLength(3);
    expect(await readdir(folder.path)).not.toContain('kept');
  });

  it('the configuration file does not exist', async () => {
    const { code, stderr } = await replay([capture, '--to', 'pglite:', '--config', 'absent.yaml']);
    expect(code).toBe(2);
    expect(stderr).toContain('absent.yaml');
  });
});

describe('dray replay answers 1 with one clear error when', () => {
  it('the target cannot be reached', async () => {
    const port = await freePort();
    const { code, stdout, stderr } = await replay([
      capture,
      '--to',
      `postgresql://postgres@127.0.0.1:${port}/postgres`,
    ]);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Error \(connection-refused\): .*\nRemedy: .*\n$/);
  });

  it('the directory holds something else, is a file, or is in use', async () => {
    const full = join(folder.path, 'full');
    await mkdir(full);
    await writeFile(join(full, 'letter.txt'), 'dear');
    const used = join(folder.path, 'used');
    await mkdir(used);
    await writeFile(join(used, 'PG_VERSION'), '17');
    const { pid } = process;
    const holder = { pid, startedAt: await startOf(pid), hostname: (await import('node:os')).hostname() };
    await writeFile(join(used, 'drayage.lock'), JSON.stringify(holder));
    const complaints = {
      [full]: 'holds no database',
      [capture]: 'cannot be created or written',
      [used]: 'Another process',
    };
    for (const [path, complaint] of Object.entries(complaints)) {
      const { code, stdout, stderr } = await replay([capture, '--to', `pglite:${path}`]);
      expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
      expect(stderr).toMatch(/^Error \(target-[a-z-]+\): .*\nRemedy: .*\n$/);
      expect(stderr).toContain(complaint);
    }
    expect(await readdir(full)).toEqual(['letter.txt']);
  });
});

/** As the lock of a directory writes it. */
async function startOf(pid: number): Promise<string> {
  const { readFile } = await import('node:fs/promises');
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
  return text.split(') ').at(-1)?.split(' ')[19] ?? '';
}
