import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { deadLetterId, type SinkDatabase } from '@drayage/cratedb-writer';
import type { CaptureFolder } from './capture-folder.js';
import { change, createTable, type MessageOptions } from './messages.js';
import { runDray, type DrayOptions, type DrayRun } from './run-dray.js';

export interface LetterTarget {
  readonly url: string;
  readonly database: SinkDatabase;
  readonly folder: CaptureFolder;
  /** Of the source and of the target. */
  readonly schema: string;
  readonly pipeline: string;
}

interface Listed {
  readonly total: number;
  readonly letters: readonly {
    readonly id: string;
    readonly code: string;
    readonly state: string;
    readonly key: string | null;
    readonly attempts: number;
    readonly table: string;
  }[];
}

interface Retried {
  readonly retried: number;
  readonly superseded: number;
  readonly open: number;
  readonly letters: readonly {
    readonly id: string;
    readonly outcome: string;
    readonly code: string | null;
    readonly message: string;
  }[];
}

/** What `dray dead-letters` does, whatever the database. */
export function deadLetterCommandBehaviours(target: () => LetterTarget): void {
  const env = (more: Readonly<Record<string, string>> = {}) => ({
    SINK_URL: target().url,
    PIPELINE: target().pipeline,
    ...more,
  });
  const dray = (args: readonly string[], options: DrayOptions = {}): Promise<DrayRun> =>
    runDray(['dead-letters', ...args], { cwd: target().folder.path, ...options, env: env(options.env) });
  const json = async (args: readonly string[], options: DrayOptions = {}): Promise<unknown> =>
    JSON.parse((await dray([...args, '--output', 'json'], options)).stdout);
  const list = async (args: readonly string[] = []): Promise<Listed> => (await json(['list', ...args])) as Listed;
  const retry = async (
    args: readonly string[],
    options: DrayOptions = {},
  ): Promise<{ readonly code: number; readonly answer: Retried }> => {
    const { code, stdout } = await dray(['retry', ...args, '--output', 'json'], options);
    return { code, answer: JSON.parse(stdout) as Retried };
  };
  const replay = async (
    lines: readonly string[],
    args: readonly string[] = [],
    more: Readonly<Record<string, string>> = {},
  ): Promise<DrayRun> => {
    const path = await target().folder.write('capture.ndjson', lines);
    const { url, pipeline } = target();
    // The same stream each time: a line is the same record in whatever file it is.
    return runDray(['replay', path, '--to', url, '--pipeline', pipeline, ...args], {
      cwd: target().folder.path,
      env: more,
    });
  };
  const of = (at: number, table = 'orders'): MessageOptions => ({ schema: target().schema, table, at });
  const create = (at = 0, table = 'orders'): string => createTable(of(at, table));
  const query = async (sql: string) => {
    const { database, schema } = target();
    return (await database.execute({ sql: sql.replace('{orders}', `"${schema}"."orders"`), parameters: [] })).rows;
  };
  const orders = async () => {
    if (target().database.dialect === 'cratedb') await query('REFRESH TABLE {orders}');
    return query('SELECT id, name, amount FROM {orders} ORDER BY id');
  };
  const amountAsText = (more: Readonly<Record<string, string>> = {}): Readonly<Record<string, string>> => ({
    ...more,
    COLUMN_TYPES: JSON.stringify({ [`${target().schema}.orders`]: { amount: 'text' } }),
  });
  /** One letter, two that wait behind it, and a row that went in. */
  const poison = (): readonly string[] => [
    create(),
    change('insert', { id: 1, name: 'secret-name', amount: 'ten' }, of(1)),
    change('update', { id: 1, name: 'b' }, of(2)),
    change('update', { id: 1, name: 'c' }, of(3)),
    change('insert', { id: 2, name: 'fine', amount: 2 }, of(4)),
  ];
  /** The cause is mended: the table is made anew with another type. */
  const mend = () => query('DROP TABLE {orders}');

  it('lists letters in their order, without the values of keys unless asked for', async () => {
    expect((await replay(poison())).code).toBe(3);
    const { total, letters } = await list();
    expect({ total, letters: letters.map(({ code, key, state, attempts }) => [code, key, state, attempts]) }).toEqual({
      total: 3,
      letters: [
        ['value-not-castable', '{"id":"<number>"}', 'open', 1],
        ['parked', '{"id":"<number>"}', 'open', 1],
        ['parked', '{"id":"<number>"}', 'open', 1],
      ],
    });
    expect((await list(['--show-values'])).letters[0]?.key).toBe('{"id":1}');
    expect(await list(['--code', 'parked', '--table', `${target().schema}.orders`, '--limit', '1'])).toMatchObject({
      total: 2,
      letters: [{ code: 'parked' }],
    });
    expect(await list(['--table', `${target().schema}.other`])).toEqual({ total: 0, letters: [] });
    expect(await list(['--state', 'discarded'])).toEqual({ total: 0, letters: [] });
    const { code, stdout } = await dray(['list']);
    expect(code).toBe(0);
    expect(stdout).toMatch(/^id +table +code +column +operation +key +state +attempts +last at\n/u);
    expect(stdout).toContain('3 dead letters\n');
    expect((await dray(['list', '--code', 'malformed'])).stdout).toBe('No dead letters.\n');
  });

  it('shows a letter with its remedy and the structure of its record, and the record as it came where asked for', async () => {
    const lines = poison();
    await replay(lines);
    const id = (await list()).letters[0]!.id;
    const { code, stdout } = await dray(['show', id]);
    expect(code).toBe(0);
    expect(stdout).toContain(`table       ${target().schema}.orders\n`);
    expect(stdout).toMatch(/^remedy {6}Give the column another type/mu);
    expect(stdout).toContain('"name": "<text of 11 characters>"');
    expect(stdout).toContain('"operation": "insert"');
    expect(stdout).not.toContain('secret-name');
    expect((await dray(['show', id, '--show-values'])).stdout).toContain(`payload\n${lines[1]!}\n`);
    expect(await json(['show', id, '--show-values'])).toMatchObject({ id, key: '{"id":1}', payload: lines[1] });
    expect(await json(['show', id])).toMatchObject({
      payload: { data: { id: '<number>', amount: '<text of 3 characters>' } },
    });
    expect(await dray(['show', 'none'])).toMatchObject({
      code: 2,
      stdout: '',
      stderr: expect.stringContaining('No such dead letter: none.') as string,
    });
  });

  it('keeps a letter open with its reason and one more attempt while its cause is not mended', async () => {
    await replay(poison());
    const { code, answer } = await retry(['--all']);
    expect({ code, ...answer, letters: answer.letters.map(({ outcome, code: why }) => [outcome, why]) }).toEqual({
      code: 3,
      retried: 0,
      superseded: 0,
      open: 3,
      letters: [
        ['open', 'value-not-castable'],
        ['open', 'parked'],
        ['open', 'parked'],
      ],
    });
    expect((await list()).letters.map(({ code: why, attempts }) => [why, attempts])).toEqual([
      ['value-not-castable', 2],
      ['parked', 2],
      ['parked', 2],
    ]);
  });

  it('retries the first letter of a key with those behind it, in their order, once its cause is mended; then they are gone', async () => {
    await replay(poison());
    await mend();
    const [first, second] = (await list()).letters;
    // The second alone: it waits behind the first.
    expect((await retry([second!.id], { env: amountAsText() })).answer).toMatchObject({
      open: 2,
      letters: [{ outcome: 'open', code: 'parked' }, { outcome: 'open' }],
    });
    const { code, answer } = await retry([first!.id], { env: amountAsText() });
    expect({ code, ...answer }).toMatchObject({ code: 0, retried: 3, superseded: 0, open: 0 });
    expect(await orders()).toEqual([['1', 'c', 'ten']]);
    expect(await list()).toEqual({ total: 0, letters: [] });
    expect((await list(['--all'])).letters.map(({ state }) => state)).toEqual(['retried', 'retried', 'retried']);
    const again = await retry([first!.id], { env: amountAsText() });
    expect({ code: again.code, ...again.answer }).toMatchObject({
      code: 0,
      retried: 0,
      open: 0,
      letters: [{ outcome: 'closed', message: 'It is retried already.' }],
    });
    expect((await dray(['retry', '--all'], { env: amountAsText() })).stdout).toBe('No dead letters.\n');
    expect(await orders()).toEqual([['1', 'c', 'ten']]);
  });

  it('takes the old key of a letter from under the name that the sink is told', async () => {
    const row = change('insert', { id: 1, name: 'a', amount: 1 }, of(1));
    const moved = change('update', { id: 9, name: 'a', amount: 'ten' }, { ...of(2), old: { was: { id: 1 } } });
    const told = amountAsText({ DRAYAGE_KINESIS_BEFORE_IMAGE_FIELD: 'was' });
    await replay([create(), row, moved], [], { DRAYAGE_KINESIS_BEFORE_IMAGE_FIELD: 'was' });
    await mend();
    await replay([create(), row], [], told);
    expect(await orders()).toEqual([['1', 'a', '1']]);
    expect((await retry(['--all'], { env: told })).answer).toMatchObject({ retried: 1, open: 0 });
    expect(await orders()).toEqual([['9', 'a', 'ten']]);
  });

  it('never overwrites what is newer: the letter is closed as superseded', async () => {
    await replay([create(), change('insert', { id: 1, name: 'old', amount: 'ten' }, of(1))]);
    await mend();
    // Under another name of its stream, a writer that knows nothing of the letter.
    await replay(
      [create(), change('insert', { id: 1, name: 'new', amount: 'x' }, of(9))],
      ['--dead-letters', 'other.ndjson'],
      amountAsText(),
    );
    const { code, answer } = await retry(['--all'], { env: amountAsText() });
    expect({ code, ...answer }).toMatchObject({
      code: 0,
      retried: 0,
      superseded: 1,
      open: 0,
      letters: [{ outcome: 'superseded' }],
    });
    expect(await orders()).toEqual([['1', 'new', 'x']]);
    expect((await list(['--all'])).letters).toMatchObject([{ state: 'superseded' }]);
  });

  it('holds back with ordering arrival what would overwrite a row, unless forced, and applies the rest in order', async () => {
    const arrival = amountAsText({ ORDERING: 'arrival' });
    await replay(
      [
        create(),
        change('insert', { id: 1, name: 'a', amount: 1 }, of(1)),
        change('update', { id: 1, amount: 'ten' }, of(2)),
        change('insert', { id: 2, name: 'b', amount: 'two' }, of(3)),
        change('update', { id: 2, name: 'c' }, of(4)),
      ],
      [],
      { ORDERING: 'arrival' },
    );
    await query('ALTER TABLE {orders} DROP COLUMN amount');
    const { code, answer } = await retry(['--all'], { env: arrival });
    expect(code).toBe(3);
    expect(answer).toMatchObject({
      retried: 2,
      open: 1,
      letters: [
        {
          outcome: 'held',
          message: expect.stringContaining('nothing tells whether the row in the target is newer') as string,
        },
        { outcome: 'retried' },
        { outcome: 'retried' },
      ],
    });
    expect(await orders()).toEqual([
      ['1', 'a', null],
      ['2', 'c', 'two'],
    ]);
    expect((await retry(['--all', '--force'], { env: arrival })).answer).toMatchObject({ retried: 1, open: 0 });
    expect((await orders())[0]).toEqual(['1', 'a', 'ten']);
  });

  it('discards one letter at once and several on --yes, and a discarded one stays so', async () => {
    const lines = [...poison(), '{"not":"dms"}'];
    await replay(lines);
    const broken = (await list(['--code', 'not-dms'])).letters[0]!;
    expect(await dray(['discard', broken.id])).toMatchObject({ code: 0, stdout: '1 discarded\n' });
    expect(await dray(['discard', '--table', `${target().schema}.orders`])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Discard 3 dead letters? There is no terminal to ask on.') as string,
    });
    expect(await json(['discard', '--code', 'parked', '--yes'])).toMatchObject({ discarded: 2 });
    await replay(lines);
    expect((await list()).letters.map(({ code }) => code)).toEqual(['value-not-castable']);
    expect(await dray(['discard', '--all'])).toMatchObject({ code: 0, stdout: '1 discarded\n' });
    expect((await list(['--all'])).letters.map(({ state }) => state)).toEqual([
      'discarded',
      'discarded',
      'discarded',
      'discarded',
    ]);
  });

  it('applies a letter of a control record before the rows that its failure suspended', async () => {
    const rows = [
      change('insert', { id: 1, name: 'a', amount: 1 }, of(5)),
      change('insert', { id: 2, name: 'b', amount: 2 }, of(6)),
    ];
    const byName = JSON.stringify([{ table: '*', primaryKey: ['nowhere'] }]);
    await replay([create(), ...rows], [], { DRAYAGE_WRITE_TABLES: byName });
    expect((await list()).letters.map(({ code }) => code)).toEqual([
      'ddl-failed',
      'table-suspended',
      'table-suspended',
    ]);
    expect((await retry(['--table', `${target().schema}.orders`])).answer).toMatchObject({ retried: 3, open: 0 });
    expect(await orders()).toHaveLength(2);
  });

  it('takes a table up that had too many letters, and suspends it again while it has', async () => {
    const limit = { SUSPEND_AFTER: '2' };
    const state = async (): Promise<string | null | undefined> => {
      if (target().database.dialect === 'cratedb') await query('REFRESH TABLE drayage.tables');
      return (await query(`SELECT state FROM drayage.tables WHERE pipeline = '${target().pipeline}'`))[0]?.[0];
    };
    await replay(
      [
        create(),
        change('insert', { id: 1, name: 'a', amount: 'one' }, of(1)),
        change('insert', { id: 2, name: 'a', amount: 'two' }, of(2)),
      ],
      [],
      limit,
    );
    expect(await state()).toBe('suspended');
    expect((await retry(['--all'], { env: limit })).answer).toMatchObject({
      open: 2,
      letters: [{ code: 'value-not-castable' }, { code: 'value-not-castable' }],
    });
    expect(await state()).toBe('suspended');
    await mend();
    expect((await retry(['--all'], { env: amountAsText(limit) })).answer).toMatchObject({ retried: 2, open: 0 });
    expect(await state()).not.toBe('suspended');
    expect(await orders()).toHaveLength(2);
  });

  it('keeps letters of a replay in a file, and retries them from there', async () => {
    const file = join(target().folder.path, `${target().pipeline}.ndjson`);
    const run = await replay(poison(), ['--dead-letters', file]);
    expect(run.code).toBe(3);
    expect((await replay(poison(), ['--dead-letters', file])).code).toBe(3);
    expect(await list()).toEqual({ total: 0, letters: [] });
    const lines = (await readFile(file, 'utf8'))
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { id: string; state?: string });
    expect(lines.filter(({ state }) => state === 'open')).toHaveLength(3);
    expect(new Set(lines.map(({ id }) => id)).size).toBe(3);
    await mend();
    const { code, answer } = await retry(['--all', '--from', file], { env: amountAsText() });
    expect({ code, ...answer }).toMatchObject({ code: 0, retried: 3, open: 0 });
    expect(await orders()).toEqual([['1', 'c', 'ten']]);
    expect((await retry(['--all', '--from', file], { env: amountAsText() })).answer).toMatchObject({
      retried: 0,
      letters: [],
    });
  });

  it('applies a letter at its own position, also where its line tells another one', async () => {
    const { folder, url, pipeline } = target();
    const path = await folder.write('capture.ndjson', [
      create(),
      change('insert', { id: 1, name: 'a', amount: 'ten' }, of(1)),
    ]);
    await runDray(['replay', path, '--to', url, '--pipeline', pipeline, '--stream-name', 'changes'], { env: {} });
    const [letter] = (await list()).letters;
    const shown = (await json(['show', letter!.id])) as {
      position: { stream: string; shardId: string; sequenceNumber: string };
    };
    expect(shown.position).toMatchObject({ stream: 'changes', sequenceNumber: '2' });
    expect(deadLetterId(pipeline, shown.position)).toBe(letter!.id);
    await mend();
    expect((await retry([letter!.id], { env: amountAsText() })).answer).toMatchObject({ retried: 1 });
  });
}
