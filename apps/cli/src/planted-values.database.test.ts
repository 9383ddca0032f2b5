import { startPostgresServer } from '@drayage/testing';
import { expect, it } from 'vitest';
import { change, createTable, type MessageOptions } from './testing/messages.js';
import { type DrayRun, runDray } from './testing/run-dray.js';
import { useTarget } from './testing/use-target.js';

/** In every value and password of these tests, and in nothing else. */
const PLANT = 'planted-8f3a';

const target = useTarget(startPostgresServer);

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
  const run = await runDray(args, {
    cwd: target().folder.path,
    env: { SINK_URL: target().url, PIPELINE: 'planted', LOG_LEVEL: 'trace', ...env },
  });
  const printed = `${run.stdout}\n${run.stderr}`;
  expect(
    printed.split('\n').filter((line) => line.includes(PLANT)),
    args.join(' '),
  ).toEqual([]);
  expect(printed).not.toContain(target().server.password);
  return run;
}

it(
  'prints no value of a row and no password, whatever the command and however it ends',
  { timeout: 120_000 },
  async () => {
    const file = await target().folder.write('planted.ndjson', capture());
    const replay = ['replay', file, '--to', target().url, '--pipeline', 'planted'];
    expect((await dray([...replay, '--dry-run'])).code).toBe(3);
    expect((await dray(replay)).code).toBe(3);
    expect((await dray([...replay, '--output', 'json'])).code).toBe(3);
    expect((await dray(replay, { ON_ERROR: 'halt' })).code).toBe(1);

    const { letters } = JSON.parse((await dray(['dead-letters', 'list', '--output', 'json'])).stdout) as {
      readonly letters: readonly { readonly id: string }[];
    };
    expect(letters.length).toBeGreaterThanOrEqual(4);
    await dray(['dead-letters', 'list']);
    for (const { id } of letters) {
      expect((await dray(['dead-letters', 'show', id])).code).toBe(0);
      expect((await dray(['dead-letters', 'show', id, '--output', 'json'])).code).toBe(0);
    }
    await dray(['dead-letters', 'retry', '--all']);
    await dray(['dead-letters', 'retry', '--all', '--output', 'json']);
    await dray(['dead-letters', 'discard', '--all', '--yes']);

    const { host, port, user } = target().server;
    for (const url of [
      `postgresql://${user}:${PLANT}@${host}:${port}/postgres`,
      `postgresql://${user}:${PLANT}@${host}:${port}/nowhere`,
      `postgresql://${user}:${PLANT}@127.0.0.1:1/postgres`,
      `nosuch://${user}:${PLANT}@${host}:${port}/postgres`,
    ]) {
      expect((await dray(['replay', file, '--to', url, '--pipeline', 'planted'])).code).not.toBe(0);
      expect((await dray(['dead-letters', 'list'], { SINK_URL: url })).code).not.toBe(0);
    }
  },
);
