import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { createServer, type AddressInfo, type Socket } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { describe, expect, it, vi } from 'vitest';
import { generateCreateTable, generateMessages, type MessageOptions } from '@drayage/dms-simulator';
import { startPgliteProcess } from '@drayage/testing';
import { change, createTable } from './testing/messages.js';
import { runDray } from './testing/run-dray.js';
import { useTarget } from './testing/use-target.js';

const MAIN = fileURLToPath(new URL('./main.ts', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
/** Says at the exit, on the line of its own, how much memory the process had at most. */
const TELL_PEAK = `data:text/javascript,process.on('exit',()=>process.stderr.write('PEAK '+process.resourceUsage().maxRSS+'\\n'))`;
/** V8 collects when it likes: bounded like this, it keeps no rubbish, and what grows ends the process or is seen. */
const BOUNDED_HEAP = ['--max-old-space-size=96', '--max-semi-space-size=8'];
const PEAK_LIMIT_MIB = 250;

const target = useTarget(startPgliteProcess);

function start(args: readonly string[], options: readonly string[] = []): ChildProcessWithoutNullStreams {
  const node = ['--conditions=@drayage/source', '--import', TSX, ...options];
  return spawn(process.execPath, [...node, MAIN, ...args], {
    cwd: target().folder.path,
    env: { ...process.env, PIPELINE: '' },
  });
}

async function ended(
  child: ChildProcessWithoutNullStreams,
): Promise<{ code: number | null; stdout: string; stderr: string }> {
  let stdout = '';
  let stderr = '';
  child.stdout.on('data', (data: Buffer) => (stdout += data.toString()));
  child.stderr.on('data', (data: Buffer) => (stderr += data.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

async function generate(name: string, options: MessageOptions): Promise<string> {
  const path = join(target().folder.path, name);
  const lines = function* (): Iterable<string> {
    yield `${generateCreateTable().data}\n`;
    for (const { data } of generateMessages(options)) yield `${data}\n`;
  };
  await pipeline(Readable.from(lines()), createWriteStream(path));
  return path;
}

async function count(): Promise<number> {
  const rows = await target()
    .query('SELECT count(*) FROM bench.readings')
    .catch(() => []);
  return Number(rows[0]?.[0] ?? 0);
}

describe('the program dray', () => {
  // A fifth of the limit is left over. The lines take 80 MiB, the records that are read from them several times as much.
  it('keeps its memory flat over 200,000 lines', { timeout: 120_000 }, async () => {
    const path = await generate('long.ndjson', { count: 200_000, hotKeys: 500 });
    const { code, stdout, stderr } = await ended(
      start(['replay', path, '--to', target().url, '--output', 'json'], [...BOUNDED_HEAP, '--import', TELL_PEAK]),
    );
    expect(code).toBe(0);
    expect((JSON.parse(stdout) as { records: number }).records).toBe(200_001);
    expect(Number(/PEAK (\d+)/.exec(stderr)?.[1]) / 1024).toBeLessThan(PEAK_LIMIT_MIB);
  });

  it('answers 130 when interrupted, and the next run loses nothing', { timeout: 120_000 }, async () => {
    await target().query('DROP SCHEMA IF EXISTS bench CASCADE');
    const records = 60_000;
    const path = await generate('interrupted.ndjson', { count: records });
    const child = start(['replay', path, '--to', target().url]);
    const end = ended(child);
    await vi.waitUntil(async () => (await count()) > 0, { timeout: 60_000, interval: 20 });
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    expect({ code, stdout }).toEqual({ code: 130, stdout: '' });
    expect(stderr).toContain('Interrupted. What was written stays; run the same command again to go on.');
    expect(await count()).toBeLessThan(records);

    expect((await runDray(['replay', path, '--to', target().url])).code).toBe(0);
    expect(await count()).toBe(records);
  });

  it('ends at once where a source does not answer', { timeout: 120_000 }, async () => {
    const silent = createServer().listen(0, '127.0.0.1');
    await once(silent, 'listening');
    const port = String((silent.address() as AddressInfo).port);
    const asked = once(silent, 'connection');
    const url = `postgresql://u@127.0.0.1:${port}/shop?sslmode=disable`;
    const child = start(['doctor', '--only', 'source', '--source-url', url]);
    const end = ended(child);
    const [socket] = (await asked) as [Socket];
    const since = performance.now();
    child.kill('SIGINT');
    const { code, stdout, stderr } = await end;
    expect({ code, stdout, said: stderr.startsWith('Interrupted.') }).toEqual({ code: 130, stdout: '', said: true });
    // Connections are given up after ten seconds.
    expect(performance.now() - since).toBeLessThan(4_000);
    socket.destroy();
    silent.close();
  });

  it('tells by its exit code whether letters are still open', { timeout: 120_000 }, async () => {
    const to = ['--to', target().url, '--pipeline', 'replay', '--output', 'json'];
    const lines = [createTable(), change('insert', { id: 1, name: 'one', amount: 'ten' }, { at: 1 })];
    const path = await target().folder.write('letter.ndjson', lines);
    expect((await ended(start(['replay', path, ...to]))).code).toBe(3);
    expect(await ended(start(['dead-letters', 'retry', '--all', ...to]))).toMatchObject({
      code: 3,
      stdout: expect.stringContaining('"open":1') as string,
    });
    // Neither standard input nor standard error is a terminal here; one letter is discarded without being asked.
    expect(await ended(start(['dead-letters', 'discard', '--all', ...to]))).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`{"discarded":1,`) as string,
      stderr: '',
    });
    expect(await ended(start(['dead-letters', 'list', ...to]))).toEqual({
      code: 0,
      stdout: '{"total":0,"letters":[]}\n',
      stderr: '',
    });
  });

  it('keeps rows in a directory that it makes, and leaves no lock behind', { timeout: 120_000 }, async () => {
    const child = start(['replay', '-', '--to', 'pglite:deep/down', '--output', 'json']);
    child.stdin.end(`${createTable()}\n${change('insert', { id: 1, name: 'one' }, { at: 1 })}`);
    const { code, stdout, stderr } = await ended(child);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(JSON.parse(stdout)).toMatchObject({ records: 2, rowsUpserted: 1 });
    const files = await readdir(join(target().folder.path, 'deep/down'));
    expect(files).toContain('PG_VERSION');
    expect(files).not.toContain('drayage.lock');
  });
});
