import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, describe, expect, it } from 'vitest';
import { startPgliteProcess, startPostgresServer } from '@drayage/testing';
import { change, createTable, dropTable, wrapped } from '../testing/messages.js';
import { runDray, type DrayOptions } from '../testing/run-dray.js';
import { useTarget } from '../testing/use-target.js';

const target = useTarget(startPgliteProcess);
beforeEach(async () => {
  for (const schema of ['drayage', 'shop']) await query(`DROP SCHEMA IF EXISTS ${schema} CASCADE`);
});

const query = (sql: string) => target().query(sql);

const orders = () => query('SELECT id, name, amount FROM shop.orders ORDER BY id');
const letters = () =>
  query('SELECT code, "table", message, payload, "position" FROM drayage.dead_letters ORDER BY message');

async function replay(source: readonly string[] | string, args: readonly string[] = [], options: DrayOptions = {}) {
  const path = typeof source === 'string' ? source : await target().folder.write('capture.ndjson', source);
  const run = await runDray(['replay', path, '--to', target().url, '--output', 'json', ...args], {
    cwd: target().folder.path,
    ...options,
  });
  return {
    ...run,
    summary: run.stdout === '' ? undefined : (JSON.parse(run.stdout) as Readonly<Record<string, unknown>>),
  };
}

const ROWS = [
  change('insert', { id: 1, name: 'one', amount: 1.5 }, { at: 1 }),
  change('insert', { id: 2, name: 'two', amount: null }, { at: 2 }),
  change('update', { id: 1, name: 'ONE' }, { at: 3 }),
  change('insert', { id: 3, name: 'three', amount: 3 }, { at: 4 }),
  change('delete', { id: 2 }, { at: 5 }),
];
const CAPTURE = [createTable(), ...ROWS];
const WRITTEN = [
  ['1', 'ONE', '1.50'],
  ['3', 'three', '3.00'],
];

describe('dray replay', () => {
  it('reads before-images under the name that it is told, and warns of another', async () => {
    const moved = change('update', { id: 9, name: 'one', amount: 1.5 }, { at: 2, old: { was: { id: 1 } } });
    const lines = [createTable(), change('insert', { id: 1, name: 'one', amount: 1.5 }, { at: 1 }), moved];
    const unread = await replay(lines);
    expect(unread.stderr).toContain('set kinesis.beforeImageField of the sink to "was"');
    expect((await orders()).map(([id]) => id)).toEqual(['1', '9']);
    await query('DROP SCHEMA shop CASCADE');
    await query('DROP SCHEMA drayage CASCADE');
    const read = await replay(lines, [], { env: { DRAYAGE_KINESIS_BEFORE_IMAGE_FIELD: 'was' } });
    expect(read.stderr).toBe('');
    expect((await orders()).map(([id]) => id)).toEqual(['9']);
  });

  it('writes a capture, tells what it did, and changes nothing the second time', async () => {
    const first = await replay(CAPTURE);
    expect(first).toMatchObject({ code: 0, stderr: '' });
    expect(first.summary).toEqual({
      records: 6,
      rowsUpserted: 2,
      rowsDeleted: 1,
      // The whole row, the row that is merged with what stands, and the delete.
      statements: 3,
      deadLetters: 0,
      tables: [{ schema: 'shop', name: 'orders', rowsUpserted: 2, rowsDeleted: 1, deadLetters: 0 }],
      seconds: expect.any(Number) as number,
    });
    const stamped = () => query('SELECT * FROM shop.orders ORDER BY id');
    const before = await stamped();
    expect(await orders()).toEqual(WRITTEN);

    const second = await replay(CAPTURE);
    expect({ ...second.summary, seconds: 0 }).toEqual({ ...first.summary, seconds: 0 });
    expect(second.code).toBe(0);
    expect(await stamped()).toEqual(before);
  });

  it('writes the sample that stands in the repository, twice, without a letter or a word', async () => {
    const sample = fileURLToPath(new URL('../../../../examples/shop.ndjson', import.meta.url));
    for (let times = 0; times < 2; times += 1) {
      const run = await replay(sample);
      expect(run).toMatchObject({ code: 0, stderr: '' });
      expect(run.summary).toMatchObject({ records: 198, rowsUpserted: 133, rowsDeleted: 16, deadLetters: 0 });
      expect(await query('SELECT target_table, state FROM drayage.tables ORDER BY 1')).toEqual([
        ['customers', 'live'],
        ['events', 'live'],
        ['order_items', 'live'],
        ['orders', 'live'],
        ['products', 'live'],
      ]);
    }
  });

  it('tells the same numbers again where the capture holds an earlier life of the table', async () => {
    const capture = [
      createTable(),
      ROWS[0]!,
      ROWS[1]!,
      dropTable({ at: 10 }),
      createTable({ at: 11 }),
      change('load', { id: 7 }, { at: 12 }),
      change('insert', { id: 8 }, { at: 13 }),
    ];
    const loaded = [
      ['7', null, null],
      ['8', null, null],
    ];
    const first = await replay(capture);
    expect(await orders()).toEqual(loaded);
    const second = await replay(capture);
    expect({ ...second.summary, seconds: 0 }).toEqual({ ...first.summary, seconds: 0 });
    expect(await orders()).toEqual(loaded);
  });

  it('says which loads are not known to have ended, and keeps what they did not bring', async () => {
    const run = await replay([...CAPTURE, createTable({ at: 11 }), change('load', { id: 1 }, { at: 12 })]);
    expect(run).toMatchObject({ code: 0, summary: { deadLetters: 0 } });
    expect(run.stderr).toBe(
      'Note: the load of shop.orders is not known to have ended; rows of earlier loads stay. If it has: dray reload --complete --all --pipeline replay --to URL\n',
    );
    expect(await orders()).toHaveLength(2);
  });

  it('tells how far its tables are complete: through the newest message, and no further the second time', async () => {
    const through = () => query('SELECT state, extract(epoch FROM complete_through)::bigint FROM drayage.tables');
    await replay(CAPTURE);
    const newest = Date.UTC(2026, 0, 1) / 1000 + 5;
    expect(await through()).toEqual([['live', String(newest)]]);
    await replay(CAPTURE.slice(0, 3));
    expect(await through()).toEqual([['live', String(newest)]]);
  });

  it('prints a table to a reader', async () => {
    const path = await target().folder.write('capture.ndjson', CAPTURE);
    const { code, stdout } = await runDray(['replay', path, '--to', target().url], { cwd: target().folder.path });
    expect(code).toBe(0);
    expect(stdout.replace(/\d+\.\d s/, '0.0 s')).toMatchInlineSnapshot(`
      "table        rows upserted  rows deleted  dead letters
      shop.orders              2             1             0

      6 records, 2 rows upserted, 1 deleted, 3 statements, 0 dead letters, 0.0 s
      "
    `);
  });

  it.each([
    ['standard input', '\n'],
    ['lines that end as on Windows', '\r\n'],
  ])('reads %s', async (_, end) => {
    const { code, summary } = await replay('-', [], { stdin: CAPTURE.join(end) });
    expect(code).toBe(0);
    expect(summary).toMatchObject({ records: 6 });
    expect(await orders()).toEqual(WRITTEN);
  });

  it('reads a byte order mark, blank lines, and a last line without a newline', async () => {
    const path = await target().folder.write('capture.ndjson', `\uFEFF${CAPTURE.join('\n\n  \n')}`);
    const { code, summary } = await replay(path);
    expect(code).toBe(0);
    expect(summary).toMatchObject({ records: 6 });
    expect(await orders()).toEqual(WRITTEN);
  });

  it('says of an empty file that there was nothing', async () => {
    const { code, summary } = await replay([]);
    expect(code).toBe(0);
    expect(summary).toMatchObject({ records: 0, rowsUpserted: 0, statements: 0, tables: [] });
  });

  it('takes wrapped lines, bare ones, and both in one file', async () => {
    const lines = CAPTURE.map((line, index) =>
      index % 2 === 0 ? wrapped(line, { sequenceNumber: `10${index}`, streamName: 's' }) : line,
    );
    expect((await replay(lines)).summary).toMatchObject({ records: 6, rowsUpserted: 2, rowsDeleted: 1 });
    expect(await orders()).toEqual(WRITTEN);
  });

  it('writes a message of a mebibyte', async () => {
    const name = 'x'.repeat(1024 * 1024);
    const columns = { id: { type: 'INT64' }, name: { type: 'CLOB' } };
    const create = JSON.stringify({
      ...(JSON.parse(createTable()) as object),
      control: { 'table-def': { columns, 'primary-key': ['id'] } },
    });
    expect((await replay([create, change('insert', { id: 1, name }, { at: 1 })])).code).toBe(0);
    expect(await query('SELECT length(name) FROM shop.orders')).toEqual([[String(name.length)]]);
  });

  it('keeps a broken line as a dead letter with its number, writes the rest, and answers 3', async () => {
    const capture = [CAPTURE[0]!, '{"data":{"id":1', ...ROWS, 'hello', '{"id":1}'];
    const content = await readFile(await target().folder.write('broken.ndjson', capture));
    const hash = createHash('sha256').update(content).digest('hex');
    const first = await replay(join(target().folder.path, 'broken.ndjson'));
    expect(first).toMatchObject({ code: 3, summary: { records: 9, rowsUpserted: 2, deadLetters: 3 } });
    expect(await orders()).toEqual(WRITTEN);
    const at = (line: string) => expect.stringContaining(`"${line}"`) as string;
    const says = (text: string) => expect.stringMatching(text) as string;
    expect(await letters()).toEqual([
      ['malformed', '', says('^Line 2: '), '{"data":{"id":1', at('2')],
      ['malformed', '', says('^Line 8: '), 'hello', at('8')],
      ['not-dms', '', says('^Line 9: '), '{"id":1}', at('9')],
    ]);
    expect((await letters())[0]?.[4]).toContain(`file:${hash}`);

    const second = await replay(join(target().folder.path, 'broken.ndjson'));
    expect(second.code).toBe(3);
    expect({ ...second.summary, seconds: 0 }).toEqual({ ...first.summary, seconds: 0 });
    expect(await letters()).toHaveLength(3);
  });

  it('names the table of a row that does not fit, and answers 3', async () => {
    const { code, summary } = await replay([
      ...CAPTURE,
      change('insert', { id: 4, name: 'four', amount: 'much' }, { at: 6 }),
    ]);
    expect(code).toBe(3);
    expect(summary).toMatchObject({ deadLetters: 1, tables: [{ name: 'orders', rowsUpserted: 2, deadLetters: 1 }] });
    expect((await letters()).map((letter) => letter.slice(0, 2))).toEqual([['value-not-castable', 'orders']]);
  });

  it('halts at a bad record where asked to', async () => {
    const { code, stdout, stderr } = await replay([createTable(), '{"data":'], [], { env: { ON_ERROR: 'halt' } });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Error \(malformed\): Line 2: .*\nRemedy: .*\n$/);
  });

  it('writes rows that came before the create-table of their table', async () => {
    const late = createTable({ at: 0 });
    expect((await replay([...ROWS, late])).summary).toMatchObject({
      records: 6,
      rowsUpserted: 2,
      rowsDeleted: 1,
      deadLetters: 0,
    });
    expect(await orders()).toEqual(WRITTEN);
  });

  it('decides at the end of the file about rows of a table that nobody described', async () => {
    const { code, summary } = await replay(ROWS);
    expect(code).toBe(3);
    expect(summary).toMatchObject({ records: 5, rowsUpserted: 0, deadLetters: 5 });
    expect(new Set((await letters()).map(([letter]) => letter))).toEqual(new Set(['unknown-table']));
  });

  it('makes a table again that was dropped between two runs', async () => {
    await replay(CAPTURE);
    await query('DROP TABLE shop.orders');
    expect(await replay(ROWS)).toMatchObject({ code: 0, summary: { records: 5, rowsUpserted: 2, deadLetters: 0 } });
    expect(await orders()).toEqual(WRITTEN);
  });

  it('goes on with the next file where the last one ended', async () => {
    await replay(CAPTURE.slice(0, 3));
    expect((await replay(CAPTURE.slice(3))).code).toBe(0);
    expect(await orders()).toEqual(WRITTEN);
  });

  it('writes objects with --mapping universal', async () => {
    expect((await replay(CAPTURE, ['--mapping', 'universal'])).code).toBe(0);
    expect(await query('SELECT pk, data, aux FROM shop.orders ORDER BY pk')).toEqual([
      ['{"id": 1}', '{"name": "ONE", "amount": "1.5"}', '{}'],
      ['{"id": 3}', '{"name": "three", "amount": "3"}', '{}'],
    ]);
  });

  it('takes the mapping from the file, and the flag before it', async () => {
    await target().folder.write('universal.yaml', 'write:\n  mapping: universal\n');
    await replay(CAPTURE, ['--config', 'universal.yaml', '--mapping', 'direct']);
    expect(await orders()).toEqual(WRITTEN);
  });
});

describe('dray replay and the tables of others', () => {
  const FOREIGN = 'CREATE TABLE shop.orders (id BIGINT PRIMARY KEY, name TEXT, amount NUMERIC(12,2))';

  it('refuses a table that holds rows of somebody else, until --adopt', async () => {
    await query('CREATE SCHEMA shop');
    await query(FOREIGN);
    await query(`INSERT INTO shop.orders VALUES (9, 'nine', 9)`);
    const { code, stdout, stderr } = await replay(CAPTURE);
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Error \(foreign-table\): .*\nRemedy: .*adopt.*\n$/);
    expect(await orders()).toEqual([['9', 'nine', '9.00']]);

    expect((await replay(CAPTURE, ['--adopt'])).code).toBe(0);
    expect((await orders()).map(([id]) => id)).toEqual(expect.arrayContaining(['1', '3']));
  });

  it('keeps its own books for each --pipeline, PIPELINE or pipeline of the file', async () => {
    const pipelines = () => query('SELECT DISTINCT pipeline FROM drayage.tables ORDER BY 1');
    await replay(CAPTURE, ['--pipeline', 'flagged'], { env: { PIPELINE: 'variable' } });
    expect(await pipelines()).toEqual([['flagged']]);
    const other = await replay(CAPTURE, [], { env: { PIPELINE: 'variable' } });
    expect(other).toMatchObject({ code: 1 });
    expect(other.stderr).toContain('flagged');
  });

  it.each([
    ['the fixed name', {}, undefined, 'replay'],
    ['the variable', { PIPELINE: 'variable' }, 'pipeline: filed\n', 'variable'],
    [
      'the file',
      { KINESIS_STREAM: 'ignored', SINK_URL: 'crate://ignored/' },
      'pipeline: filed\nkinesis: { stream: ignored }\n',
      'filed',
    ],
    [
      'the fixed name, not the stream of a sink',
      { KINESIS_STREAM: 'ignored' },
      'kinesis: { stream: ignored }\n',
      'replay',
    ],
  ])('is called by %s', async (_, env, file, name) => {
    if (file !== undefined) await target().folder.write('named.yaml', file);
    await replay([createTable()], file === undefined ? [] : ['--config', 'named.yaml'], { env });
    expect(await query('SELECT pipeline FROM drayage.tables')).toEqual([[name]]);
  });

  it('places dead letters by --stream-name', async () => {
    await replay(
      ['{"data":', wrapped(change('insert', {}, { table: 'unknown' }), { sequenceNumber: '42', streamName: 's' })],
      ['--stream-name', 'orders'],
    );
    const positions = (await letters()).map(
      (letter) => JSON.parse(letter[4] ?? '') as { stream: string; shardId: string },
    );
    expect(positions.map(({ stream }) => stream)).toEqual(['orders', 'orders']);
    expect(positions.map(({ shardId }) => shardId).sort()).toEqual([
      expect.stringMatching(/^file:/) as string,
      'shardId-000000000001',
    ]);
  });
});

describe('dray replay --dry-run', () => {
  it('counts what a run would do, prints it, and writes nothing', async () => {
    const broken = [...CAPTURE, '{"data":'];
    const dry = await replay(broken, ['--dry-run']);
    expect(dry).toMatchObject({ code: 3, stderr: '' });
    expect(
      await query(`SELECT schema_name FROM information_schema.schemata WHERE schema_name IN ('drayage', 'shop')`),
    ).toEqual([]);

    const { plan, ...planned } = dry.summary as {
      readonly plan: readonly { readonly sql: string; readonly executions: number; readonly rows: number }[];
    };
    const real = await replay(broken);
    expect({ ...planned, seconds: 0 }).toEqual({ ...real.summary, statements: 0, seconds: 0 });
    const { sql } = plan.find((statement) => statement.sql.startsWith('CREATE TABLE IF NOT EXISTS "shop"'))!;
    expect(sql).toContain('"amount" NUMERIC(12,2)');
    expect(plan.find((statement) => statement.sql.startsWith('INSERT INTO "shop"."orders"'))).toMatchObject({
      executions: 1,
      rows: 1,
    });
    expect(plan.find((statement) => statement.sql.startsWith('INSERT INTO drayage.dead_letters'))).toMatchObject({
      rows: 1,
    });
  });

  it('prints it as text', async () => {
    const path = await target().folder.write('capture.ndjson', CAPTURE);
    const { code, stdout, stderr } = await runDray(['replay', path, '--to', target().url, '--dry-run'], {
      cwd: target().folder.path,
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('nothing was written');
    expect(stdout).toContain('CREATE TABLE IF NOT EXISTS "shop"."orders" ("id" BIGINT');
    expect(stdout).toMatch(/INSERT INTO "shop"\."orders" .*;\n {2}-- 1 x, 1 row\n/);
    expect(stdout).toMatch(/6 records, 2 rows upserted, 1 deleted, 0 statements, 0 dead letters, \d+\.\d s\n$/);
  });

  it('plans against the tables that are there, and leaves them as they are', async () => {
    await replay(CAPTURE);
    const before = await query('SELECT * FROM drayage.tables');
    const dry = await replay([change('insert', { id: 8, colour: 'red' }, { at: 9 })], ['--dry-run']);
    expect(dry).toMatchObject({ code: 0, summary: { records: 1, rowsUpserted: 1 } });
    expect(dry.stdout).toContain('ADD COLUMN IF NOT EXISTS');
    expect(dry.stdout).not.toContain('CREATE TABLE IF NOT EXISTS \\"shop\\"');
    expect(await orders()).toEqual(WRITTEN);
    expect(await query('SELECT * FROM drayage.tables')).toEqual(before);
  });

  it('makes no directory', async () => {
    const path = await target().folder.write('capture.ndjson', CAPTURE);
    const { code } = await runDray([
      'replay',
      path,
      '--to',
      `pglite:${join(target().folder.path, 'new', 'deep')}`,
      '--dry-run',
    ]);
    expect(code).toBe(0);
    expect(await readdir(target().folder.path)).not.toContain('new');
  });
});

describe('dray replay on a terminal', () => {
  it('shows its progress, and only there', async () => {
    let drawn = '';
    const { code, stdout } = await replay(CAPTURE, [], { onTerminal: (text) => (drawn += text) });
    expect(code).toBe(0);
    expect(stdout).not.toContain('%');
    expect(drawn).toContain('%');
    expect((await replay(CAPTURE)).stderr).toBe('');
  });
});

it('answers 1 with one clear error when the password is wrong', async () => {
  const server = await startPostgresServer();
  try {
    const path = await target().folder.write('capture.ndjson', CAPTURE);
    const url = server.url.replace(server.password, 'not-the-password');
    const { code, stdout, stderr } = await runDray(['replay', path, '--to', url], { cwd: target().folder.path });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^Error \(authentication-failed\): .*\nRemedy: .*\n$/);
    expect(stderr).not.toContain('not-the-password');
  } finally {
    await server.stop();
  }
});
