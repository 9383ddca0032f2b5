import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { unzipSync } from 'fflate';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { kinesisEvent } from './testing/kinesis-event.js';
import { recordAt, sequenceAt } from './testing/messages.js';

const run = promisify(execFile);
const dist = fileURLToPath(new URL('../dist/', import.meta.url));
const functionFolder = join(dist, 'function');

let task: string;
let files: Readonly<Record<string, Uint8Array>>;

/** Unpacks the zip where no folder above has a `node_modules`, as Lambda does. */
beforeAll(async () => {
  task = await mkdtemp(join(tmpdir(), 'drayage-lambda-'));
  files = unzipSync(await readFile(join(dist, 'lambda-sink.zip')));
  for (const [name, bytes] of Object.entries(files)) {
    await mkdir(dirname(join(task, name)), { recursive: true });
    await writeFile(join(task, name), bytes);
  }
});

afterAll(() => rm(task, { recursive: true, force: true }));

/** Calls the handler of the unpacked zip in a process with nothing but these variables. */
async function invoke(
  event: unknown,
  env: Readonly<Record<string, string>>,
): Promise<{ readonly answer: unknown; readonly output: string }> {
  const program = `
    const { handler } = await import(${JSON.stringify(pathToFileURL(join(task, 'index.mjs')).href)});
    const context = { awsRequestId: 'r', getRemainingTimeInMillis: () => 10_000 };
    const answer = await handler(${JSON.stringify(event)}, context).catch((error) => ({ code: error.code, message: error.message }));
    process.stderr.write(JSON.stringify(answer));
    process.exit(0);`;
  const { stdout, stderr } = await run(process.execPath, ['--no-warnings', '--input-type=module', '--eval', program], {
    cwd: task,
    env,
  });
  return { answer: JSON.parse(stderr), output: stdout };
}

describe('the zip', () => {
  it('holds the function at its root, the licence, and no embedded database', async () => {
    const names = Object.keys(files);
    expect(names).toEqual(expect.arrayContaining(['index.mjs', 'LICENSE', 'NOTICE']));
    expect(names.filter((name) => /\.wasm$|pglite|\.data$|invoke/u.test(name))).toEqual([]);
    const built = (await readdir(functionFolder, { recursive: true, withFileTypes: true })).filter((entry) =>
      entry.isFile(),
    );
    expect(names).toHaveLength(built.length);
  });

  it('is less than 1.5 MB unzipped', async () => {
    const bytes = Object.values(files).reduce((sum, { byteLength }) => sum + byteLength, 0);
    expect(bytes).toBeLessThan(1_500_000);
    expect((await stat(join(dist, 'lambda-sink.zip'))).size).toBeLessThan(600_000);
  });

  it('loads no client of AWS with the function: those are chunks of their own', () => {
    const textOf = (name: string): string => Buffer.from(files[name] ?? []).toString();
    const loaded = [...textOf('index.mjs').matchAll(/from"\.\/(chunks\/[^"]+)"/gu)].map(([, name = '']) => name);
    expect(loaded.filter((name) => (files[name]?.byteLength ?? 0) > 20_000)).toEqual([]);
    expect(['index.mjs', ...loaded].filter((name) => textOf(name).includes('AWS4-HMAC-SHA256'))).toEqual([]);
    expect(Object.keys(files).filter((name) => textOf(name).includes('AWS4-HMAC-SHA256'))).not.toEqual([]);
  });
});

describe('the function of the zip', () => {
  const event = kinesisEvent([recordAt(1, 'x'), recordAt(2, 'y')]);

  it('runs on its own, and hands everything back while its target is away', async () => {
    const { answer, output } = await invoke(event, { SINK_URL: 'postgresql://u@127.0.0.1:1/db' });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceAt(1) }] });
    expect(output).toContain('"reason":"connection-refused"');
  });

  it('refuses a password in a variable of a function', async () => {
    const { answer } = await invoke(event, {
      SINK_URL: 'postgresql://u:hunter2@127.0.0.1:1/db',
      AWS_LAMBDA_FUNCTION_NAME: 'sink',
    });
    expect(answer).toMatchObject({ code: 'configuration-wrong' });
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('says what a pglite: target needs, which is not in it', async () => {
    const { output } = await invoke(event, { SINK_URL: 'pglite:' });
    expect(output).toContain('needs two packages that are not installed here');
  });

  it('asks Secrets Manager by a client of its own', async () => {
    const SINK_URL_SECRET_ARN = 'arn:aws:secretsmanager:eu-central-1:111122223333:secret:cratedb-a1b2c3';
    const { answer, output } = await invoke(event, {
      SINK_URL_SECRET_ARN,
      AWS_ACCESS_KEY_ID: 'a',
      AWS_SECRET_ACCESS_KEY: 'b',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:1',
      AWS_MAX_ATTEMPTS: '1',
    });
    expect(answer).toEqual({ batchItemFailures: [{ itemIdentifier: sequenceAt(1) }] });
    expect(output).toContain('The secret of SINK_URL_SECRET_ARN cannot be read');
  });
});
