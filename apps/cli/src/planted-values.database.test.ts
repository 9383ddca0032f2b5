import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import { startPostgresServer, type PostgresServer } from '@drayage/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { makeCaptureFolder, type CaptureFolder } from './testing/capture-folder.js';
import { change, createTable, type MessageOptions } from './testing/messages.js';
import { type DrayRun, runDray } from './testing/run-dray.js';

/** In every value and password of these tests, and in nothing else. */
const PLANT = 'planted-8f3a';

let server: PostgresServer;
let database: SinkDatabase;
let folder: CaptureFolder;
beforeAll(async () => {
  server = await startPostgresServer();
  database = await openSinkDatabase({ address: parseTargetUrl(server.url), lanes: 1, applicationName: 'test' });
  folder = await makeCaptureFolder();
});
afterAll(async () => {
  await database.close();
  await server.stop();
  await folder.remove();
});

const of = (at: number): MessageOptions => ({ schema: 'shop', table: 'orders', at });
const capture = (): readonly string[] => [
  createTable(of(0)),
  change('insert', { id: 1, name: `${PLANT}-name`, amount: `${PLANT}-amount` }, of(1)),
  change('update', { id: 1, name: `${PLANT}-parked` }, of(2)),
  change('insert', { id: 2, name: `${PLANT}-fine`, amount: 2 }, of(3)),
  change('insert', { name: `${PLANT}-no-key` }, of(4)),
  `${PLANT} is no JSON`,
  `{"data": {"name": "${PLANT}-broken`,
];

async function dray(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<DrayRun> {
  const run = await runDray(args, { cwd: folder.path, env: { SINK_URL: server.url, PIPELINE: 'planted', LOG_LEVEL: 'trace', ...env } });
  const printed = `${run.stdout}\n${run.stderr}`;
  expect(printed.split('\n').filter((line) => line.includes(PLANT)), args.join(' ')).toEqual([]);
  expect(printed).not.toContain(server.password);
  return run;
}

it('prints no value of a row and no password, whatever the command and however it ends', { timeout: 120_000 }, async () => {
  const file = await folder.write('planted.ndjson', capture());
  const replay = ['replay', file, '--to', server.url, '--pipeline', 'planted'];
  expect((await dray([...replay, '--dry-run'])).code).toBe(3);
  expect((await dray(replay)).code).toBe(3);
  expect((await dray([...replay, '--output', 'json'])).code).toBe(3);
  expect((await dray(replay, { ON_ERROR: 'halt' })).code).toBe(1);

  const { letters } = JSON.parse((await dray(['dead-letters', 'list', '--output', 'json'])).stdout) as { readonly letters: readonly { readonly id: string }[] };
  expect(letters.length).toBeGreaterThanOrEqual(4);
  await dray(['dead-letters', 'list']);
  for (const { id } of letters) {
    expect((await dray(['dead-letters', 'show', id])).code).toBe(0);
    expect((await dray(['dead-letters', 'show', id, '--output', 'json'])).code).toBe(0);
  }
  await dray(['dead-letters', 'retry', '--all']);
  await dray(['dead-letters', 'retry', '--all', '--output', 'json']);
  await dray(['dead-letters', 'discard', '--all', '--yes']);

  const { host, port, user } = server;
  for (const url of [
    `postgresql://${user}:${PLANT}@${host}:${port}/postgres`,
    `postgresql://${user}:${PLANT}@${host}:${port}/nowhere`,
    `postgresql://${user}:${PLANT}@127.0.0.1:1/postgres`,
    `nosuch://${user}:${PLANT}@${host}:${port}/postgres`,
  ]) {
    expect((await dray(['replay', file, '--to', url, '--pipeline', 'planted'])).code).not.toBe(0);
    expect((await dray(['dead-letters', 'list'], { SINK_URL: url })).code).not.toBe(0);
  }
});
