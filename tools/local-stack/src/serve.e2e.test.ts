import { type ChildProcess } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { forkProgram, whenEnded } from './process/fork-program.ts';
import { readStackFile, type StackAddresses } from './serve/stack-file.ts';
import { readShopState } from './shop/shop-state-file.ts';
import { sourceTables, targetTables } from './testing/compare-tables.ts';
import { until } from './testing/until.ts';

const PROGRAM = new URL('serve.ts', import.meta.url);
const TIMEOUT_MS = 180_000;

let folder: string;
let serve: ChildProcess;
let ended: Promise<number>;
let printed: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-serve-'));
});

afterEach(async () => {
  serve.kill('SIGKILL');
  await ended;
  await rm(folder, { recursive: true });
});

/** Starts the demo as a user would, at a port of its own. */
function start(...args: readonly string[]): void {
  const options = ['--demo', `--addresses=${join(folder, 'addresses.json')}`, ...args];
  serve = forkProgram({ program: PROGRAM, args: options, env: { ...process.env, PORT: '0' } });
  ended = whenEnded(serve);
  printed = '';
  serve.stdout?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
  serve.stderr?.on('data', (chunk: Buffer) => (printed += chunk.toString()));
}

async function whenPageAnswers(): Promise<StackAddresses> {
  return until(
    'the page',
    async () => {
      if (serve.exitCode !== null) throw new Error(`serve ended:\n${printed}`);
      const addresses = await readStackFile(join(folder, 'addresses.json'));
      return addresses !== undefined && (await answers(`${addresses.page}/status`)) ? addresses : undefined;
    },
    TIMEOUT_MS,
  );
}

async function answers(url: string): Promise<boolean> {
  return fetch(url).then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Everything that listened has gone: the sink, the stream and the database. */
async function nothingListens({ page, kinesisEndpoint, databaseUrl }: StackAddresses): Promise<true | undefined> {
  const addresses = [page, kinesisEndpoint, databaseUrl.replace('postgresql:', 'http:')];
  const refused = await Promise.all(addresses.map((address) => isRefused(new URL(address))));
  return refused.every(Boolean) ? true : undefined;
}

async function isRefused({ host }: URL): Promise<boolean> {
  return fetch(`http://${host}`, { signal: AbortSignal.timeout(2_000) }).then(
    () => false,
    (error: unknown) =>
      error instanceof Error &&
      error.cause instanceof Error &&
      'code' in error.cause &&
      error.cause.code === 'ECONNREFUSED',
  );
}

describe('serve, without configuration', { timeout: TIMEOUT_MS }, () => {
  it('carries the shop into the target, row by row, and ends cleanly', async () => {
    const stateFile = join(folder, 'shop.json');
    start('--rate=300', '--changes=700', `--state=${stateFile}`);
    const addresses = await whenPageAnswers();
    const state = await until('the shop to close', () => readShopState(stateFile), TIMEOUT_MS);
    const expected = sourceTables(state);
    const wanted = JSON.stringify(expected);
    let actual: unknown;
    await until('the target to catch up', async () => {
      actual = await targetTables(state, addresses.databaseUrl);
      return JSON.stringify(actual) === wanted ? true : undefined;
    }).catch(() => undefined);
    expect(actual).toEqual(expected);
    expect(printed).toContain(`Live page   ${addresses.page}`);

    serve.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(await nothingListens(addresses)).toBe(true);
    expect(await readStackFile(join(folder, 'addresses.json'))).toBeUndefined();
  });

  it('leaves nothing behind when it is killed', async () => {
    start();
    const addresses = await whenPageAnswers();
    serve.kill('SIGKILL');
    await ended;
    await until('the parts to end', () => nothingListens(addresses));
  });

  it('says what is wrong with its command line and ends', async () => {
    start('--rate=fast');
    expect(await ended).toBe(2);
    await until('the message', () => (printed.includes('--rate takes a number') ? true : undefined));
  });
});
