import { beforeEach, describe, expect, it } from 'vitest';
import { startPgliteProcess } from '@drayage/testing';
import { change, createTable } from '../testing/messages.js';
import { runDray } from '../testing/run-dray.js';
import { useTarget } from '../testing/use-target.js';

const target = useTarget(startPgliteProcess);
beforeEach(async () => {
  for (const schema of ['drayage', 'shop', 'store']) await query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
  const config = await target().folder.write('sink.yaml', [
    'pipeline: shop-changes',
    'write:',
    '  renameSchemas:',
    '    shop: store',
  ]);
  const reloads = ['orders', 'items'].flatMap((table, index) => [
    createTable({ table, at: index }),
    change('load', { id: 1, name: 'gone' }, { table, at: 10 }),
    createTable({ table, at: 20 }),
    change('load', { id: 2, name: 'kept' }, { table, at: 21 }),
  ]);
  const capture = await target().folder.write('capture.ndjson', reloads);
  const replayed = await runDray(['replay', capture, '--to', target().url, '--config', config], {
    cwd: target().folder.path,
  });
  expect(replayed.code, replayed.stderr).toBe(0);
});

const query = (sql: string) => target().query(sql);

const reload = (...args: readonly string[]) =>
  runDray(['reload', '--to', target().url, '--pipeline', 'shop-changes', ...args], { cwd: target().folder.path });
const ids = (table: string) => query(`SELECT id FROM store.${table} ORDER BY id`);
const states = () => query('SELECT source_table, state, load_completed_at IS NOT NULL FROM drayage.tables ORDER BY 1');

describe('dray reload --complete', () => {
  it('removes what the load did not bring, without the configuration of the sink, and changes nothing the second time', async () => {
    expect(await reload('--complete', 'shop.orders', '--output', 'json')).toEqual({
      code: 0,
      stderr: '',
      stdout: `${JSON.stringify({ pipeline: 'shop-changes', tables: [{ schema: 'shop', name: 'orders', result: 'completed', rowsSwept: 1, message: '' }] })}\n`,
    });
    expect(await ids('orders')).toEqual([['2']]);
    expect(await ids('items')).toEqual([['1'], ['2']]);
    expect(await states()).toEqual([
      ['items', 'loading', 'f'],
      ['orders', 'live', 't'],
    ]);
    const second = await reload('--complete', 'store.orders');
    expect(second).toMatchObject({ code: 0, stderr: '' });
    expect(second.stdout.split('\n')).toEqual([
      'table        result     rows removed  why',
      'shop.orders  unchanged             0  It is live: its last load is complete.',
      '',
    ]);
    expect(await query("SELECT schema_name FROM information_schema.schemata WHERE schema_name = 'shop'")).toEqual([]);
  });

  it('takes all that load', async () => {
    expect(await reload('--complete', '--all')).toMatchObject({ code: 0 });
    expect(await states()).toEqual([
      ['items', 'live', 't'],
      ['orders', 'live', 't'],
    ]);
    expect((await reload('--complete', '--all')).stdout).toBe('No table of this pipeline loads.\n');
  });

  it('refuses a table that lacks rows, and answers 1', async () => {
    await query("UPDATE drayage.tables SET state = 'incomplete', reason = 'A gap.' WHERE source_table = 'orders'");
    const run = await reload('--complete', 'shop.orders', 'shop.items');
    expect(run.code).toBe(1);
    expect(run.stdout).toContain('It is incomplete: A gap. Load it again with DMS.');
    expect(await ids('orders')).toEqual([['1'], ['2']]);
    expect(await ids('items')).toEqual([['2']]);
  });

  it('refuses while the sink is behind its stream, unless told to', async () => {
    await query(
      "INSERT INTO drayage.checkpoints (pipeline, stream, shard_id, sequence_number, arrival_time) VALUES ('shop-changes', 'arn', 'a', '5', now() - interval '1 hour'), ('shop-changes', 'arn', 'b', 'SHARD_END', now() - interval '2 hours')",
    );
    const behind = await reload('--complete', '--all');
    expect(behind).toMatchObject({ code: 1, stdout: '' });
    expect(behind.stderr).toMatch(
      /^Error \(sink-behind\): The sink has applied the stream up to .*\nRemedy: .*--force.*\n$/,
    );
    expect(await ids('orders')).toEqual([['1'], ['2']]);
    expect(await reload('--complete', '--all', '--force')).toMatchObject({ code: 0 });
    expect(await ids('orders')).toEqual([['2']]);
  });
});

describe('dray reload answers 2, and touches nothing, when', () => {
  it.each<[string, readonly string[], string]>([
    ['it shall start a load', ['shop.orders'], 'belong to --complete or --all.'],
    ['no table is named', ['--complete'], 'Name the tables, or say --all.'],
    ['tables are named and all are meant', ['--complete', '--all', 'shop.orders'], 'Name the tables, or say --all.'],
    ['the table is unknown', ['--complete', 'shop.none'], 'The pipeline shop-changes has no table shop.none.'],
  ])('%s', async (_, args, complaint) => {
    const run = await reload(...args);
    expect(run).toMatchObject({ code: 2, stdout: '' });
    expect(run.stderr).toContain(complaint);
    expect(await states()).toEqual([
      ['items', 'loading', 'f'],
      ['orders', 'loading', 'f'],
    ]);
  });

  it('nobody says whose tables are meant, or nobody has written there', async () => {
    const nobody = await runDray(['reload', '--complete', '--all', '--to', target().url], {
      cwd: target().folder.path,
    });
    expect(nobody).toMatchObject({ code: 2, stdout: '' });
    expect(nobody.stderr).toContain('The name of the pipeline is missing.');
    await query('DROP SCHEMA drayage CASCADE');
    expect(await reload('--complete', 'shop.orders')).toMatchObject({ code: 2 });
  });
});
