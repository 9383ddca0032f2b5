import { Client } from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { streamEnvironment } from '../serve/demo-environment.ts';
import { isRunning } from '../testing/is-running.ts';
import { until } from '../testing/until.ts';
import { forkProgram } from './fork-program.ts';
import { readLines } from './read-lines.ts';
import { startChild, type Child } from './start-child.ts';

const programOf = (name: string): URL => new URL(`../children/${name}.ts`, import.meta.url);
const children: Child[] = [];

async function start(name: string, args: readonly string[] = [], env = process.env): Promise<Child> {
  const child = await startChild({ name, program: programOf(name), args, env });
  children.push(child);
  return child;
}

afterEach(async () => {
  await Promise.all(children.splice(0).map((child) => child.stop()));
});

async function query(port: number, sql: string): Promise<unknown> {
  const client = new Client(`postgresql://postgres@127.0.0.1:${port}/postgres`);
  await client.connect();
  const { rows } = await client.query<Record<string, unknown>>(sql).finally(() => client.end());
  return rows;
}

describe('the processes of the stack', { timeout: 90_000 }, () => {
  it('start a database that answers, and stop it', async () => {
    const database = await start('database');
    expect(await query(database.port, 'SELECT 6 * 7 AS answer')).toEqual([{ answer: 42 }]);
    await database.stop();
    expect(isRunning(database.pid)).toBe(false);
  });

  it('start a stream and a shop that loads it, and stop both', async () => {
    const kinesis = await start('kinesis');
    const endpoint = `http://127.0.0.1:${kinesis.port}`;
    const shop = await start('shop', ['--stream=shop'], streamEnvironment(process.env, endpoint));
    expect((await fetch(`${endpoint}/healthcheck`)).status).toBe(200);
    expect(isRunning(shop.pid)).toBe(true);
    await Promise.all([shop.stop(), kinesis.stop()]);
    expect([shop, kinesis].filter(({ pid }) => isRunning(pid))).toEqual([]);
  });

  it('say why one of them did not start', async () => {
    await expect(start('shop', ['--no-such-option'])).rejects.toThrow(/shop ended with exit code 1.*no-such-option/s);
  });

  it('end when their parent is killed', async () => {
    const parent = forkProgram({ program: new URL('../testing/start-two-children.ts', import.meta.url) });
    const pids = await new Promise<readonly number[]>((resolve) => {
      readLines(parent.stdout, (line) => resolve(JSON.parse(line) as readonly number[]));
    });
    const before = pids.map(isRunning);
    parent.kill('SIGKILL');
    expect(before).toEqual([true, true]);
    await until('the children to end', () => (pids.some(isRunning) ? undefined : true));
  });
});
