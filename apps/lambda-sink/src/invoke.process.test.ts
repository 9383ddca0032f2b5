import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { openSinkDatabase, parseTargetUrl } from '@drayage/cratedb-writer';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { kinesisEvent } from './testing/kinesis-event.js';
import { recordAt, sequenceAt } from './testing/messages.js';

const DRAY = fileURLToPath(new URL('../../cli/src/main.ts', import.meta.url));
const SAMPLE = fileURLToPath(new URL('../samples/kinesis-event.json', import.meta.url));
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const TIMEOUT_MS = 120_000;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'drayage-invoke-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

async function dray(args: readonly string[], env: Readonly<Record<string, string>>) {
  const child = spawn(
    process.execPath,
    ['--no-warnings', '--conditions=@drayage/source', '--import', TSX, DRAY, ...args],
    {
      cwd: folder,
      env: { PATH: process.env['PATH'], ...env },
    },
  );
  let [stdout, stderr] = ['', ''];
  child.stdout.on('data', (text: Buffer) => (stdout += text.toString()));
  child.stderr.on('data', (text: Buffer) => (stderr += text.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  return { code, stdout, stderr };
}

async function eventFile(name: string, event: unknown): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, JSON.stringify(event));
  return path;
}

describe('dray lambda invoke with the function’s own bundle', () => {
  it(
    'writes the sample event into an embedded database, twice the same, and prints the answer alone',
    { timeout: TIMEOUT_MS },
    async () => {
      for (let times = 0; times < 2; times += 1) {
        const { code, stdout, stderr } = await dray(['lambda', 'invoke', '--event', SAMPLE], {
          SINK_URL: 'pglite:./scratch',
        });
        expect({ code, stdout }).toEqual({ code: 0, stdout: '{"batchItemFailures":[]}\n' });
        expect(stderr).toContain('"msg":"batch written"');
      }
      const database = await openSinkDatabase({
        address: parseTargetUrl(`pglite:${join(folder, 'scratch')}`),
        lanes: 1,
        applicationName: 'test',
      });
      const { rows } = await database.execute({
        sql: 'SELECT id, name, height_m, lit FROM coast.lighthouses ORDER BY id',
        parameters: [],
      });
      await database.close();
      expect(rows).toEqual([
        ['1', 'Gull Rock', '32', 't'],
        ['3', 'North Teeth', '44.25', 't'],
      ]);
    },
  );

  it('exits 3 when records became dead letters', { timeout: TIMEOUT_MS }, async () => {
    const file = await eventFile('broken.json', kinesisEvent([recordAt(1, 'no message')]));
    expect(await dray(['lambda', 'invoke', '--event', file], { SINK_URL: 'pglite:./scratch' })).toMatchObject({
      code: 3,
      stdout: '{"batchItemFailures":[]}\n',
    });
  });

  it('exits 1 when records are handed back', { timeout: TIMEOUT_MS }, async () => {
    const file = await eventFile('fine.json', kinesisEvent([recordAt(1, 'no message')]));
    const { code, stdout } = await dray(['lambda', 'invoke', '--event', file], {
      SINK_URL: 'postgresql://u@127.0.0.1:1/db',
    });
    expect({ code, stdout }).toEqual({
      code: 1,
      stdout: `{"batchItemFailures":[{"itemIdentifier":"${sequenceAt(1)}"}]}\n`,
    });
  });

  it(
    'exits 1 for an event that is none of Kinesis, and 2 for a wrong configuration',
    { timeout: TIMEOUT_MS },
    async () => {
      const file = await eventFile('sqs.json', { Records: [{ eventSource: 'aws:sqs' }] });
      expect(await dray(['lambda', 'invoke', '--event', file], { SINK_URL: 'pglite:' })).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringContaining(
          'Error (event-not-kinesis): Record 0 of the event comes from "aws:sqs"',
        ) as string,
      });
      expect(await dray(['lambda', 'invoke', '--event', SAMPLE], { ON_ERROR: 'explode' })).toMatchObject({
        code: 2,
        stdout: '',
        stderr: expect.stringContaining('The target is missing') as string,
      });
    },
  );
});
