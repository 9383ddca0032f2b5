import { describeWithCratedb, TcpProxy } from '@drayage/testing';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';

import type { SinkErrorCode } from '../sink-error.js';
import type { Parameter } from '../statement.js';
import { openSinkDatabase, type SinkDatabaseOptions } from './open-sink-database.js';
import { parseTargetUrl } from './parse-target-url.js';
import type { SinkDatabase } from './sink-database.js';
import type { ServerAddress } from './target-address.js';
import { readsBinaryArraysAsTheirTexts } from './testing/binary-arrays.js';

const SCHEMA = 'drayage_client_test';
const TABLE = `${SCHEMA}.t`;

describeWithCratedb('openSinkDatabase', (url) => {
  const address = parseTargetUrl(url) as ServerAddress;
  const cleanUps: (() => unknown)[] = [];
  let database: SinkDatabase;

  const open = async (options: Partial<SinkDatabaseOptions> = {}): Promise<SinkDatabase> => {
    const opened = await openSinkDatabase({ address, lanes: 1, applicationName: 'drayage-test', ...options });
    cleanUps.push(() => opened.close());
    return opened;
  };
  const run = (sql: string, parameters: readonly Parameter[] = []) => database.execute({ sql, parameters });

  const createTable = async (): Promise<void> => {
    await run(`DROP TABLE IF EXISTS ${TABLE}`);
    await run(
      `CREATE TABLE ${TABLE} (id INTEGER PRIMARY KEY, v TEXT NOT NULL, n NUMERIC(10, 2), s VARCHAR(3), b BIGINT, i SMALLINT, o OBJECT(STRICT) AS (a INTEGER), d OBJECT(DYNAMIC), ip IP, t TIMESTAMP WITH TIME ZONE, c INTEGER CHECK (c > 0)) CLUSTERED INTO 2 SHARDS WITH (number_of_replicas = 0)`,
    );
  };

  beforeAll(async () => {
    database = await openSinkDatabase({ address, lanes: 1, applicationName: 'drayage-test' });
    await createTable();
  });

  afterEach(async () => {
    for (const cleanUp of cleanUps.splice(0).reverse()) {
      await cleanUp();
    }
  });

  afterAll(async () => {
    await run(`DROP TABLE IF EXISTS ${TABLE}`);
    await database.close();
  });

  test('finds the dialect from the server, by either form of URL', async () => {
    expect(database.dialect).toBe('cratedb');
    const other = await open({
      address: { ...address, dialect: address.dialect === undefined ? 'cratedb' : undefined },
    });
    expect(other.dialect).toBe('cratedb');
  });

  test('reads an array in binary form as it reads its text', async () => {
    await readsBinaryArraysAsTheirTexts(database);
  });

  test('carries every text through arrays, and answers in text', async () => {
    const texts = [
      '',
      'NULL',
      ' x ',
      '{}',
      'a,b',
      '"',
      '\\',
      "'",
      'line\nend\t',
      'ä😀',
      '\\N',
      'nul\0char',
      '{"a": 1}',
    ];
    const { rows } = await run('SELECT * FROM unnest($1::array(text))', [[...texts, null]]);
    expect(rows.map(([text]) => text)).toEqual([...texts, null]);
    expect(
      (
        await run('SELECT $1::bigint, [[1, 2], [3]], NULL, $2::array(boolean)', [
          '9007199254740993',
          [true, false, null],
        ])
      ).rows,
    ).toEqual([['9007199254740993', '[[1,2],[3]]', null, '{"t","f",NULL}']]);
  });

  test('reads a missing key of an object as NULL', async () => {
    const { rows } = await run(`SELECT (y['v'])::array(integer) FROM unnest($1::array(object(ignored))) AS u (y)`, [
      ['{"v": [1, null]}', '{}', '{"v": null}'],
    ]);
    expect(rows).toEqual([['{"1",NULL}'], [null], [null]]);
  });

  const INSERT = `INSERT INTO ${TABLE} (id, v) VALUES ($1, $2)`;

  test.each<[string, string, readonly (readonly Parameter[])[], readonly number[]]>([
    [
      'good rows',
      INSERT,
      [
        [1, 'a'],
        [2, 'b'],
      ],
      [1, 1],
    ],
    [
      'a row that fails',
      INSERT,
      [
        [1, 'a'],
        [2, null],
        [3, 'c'],
      ],
      [1, -3, 1],
    ],
    ['a missing key in DELETE', `DELETE FROM ${TABLE} WHERE id = $1`, [[7], [8]], [-3, -3]],
    [
      'a missing key in UPDATE',
      `UPDATE ${TABLE} SET v = $1 WHERE id = $2`,
      [
        ['a', 7],
        ['b', 8],
      ],
      [-3, -3],
    ],
    ['a mixed array alone', `INSERT INTO ${TABLE} (id, v, d) VALUES ($1, $2, $3)`, [[1, 'a', '{"m": [1, "a"]}']], [0]],
  ])('a batch answers %s', async (_title, sql, sets, rowCounts) => {
    await createTable();
    expect((await database.executeBatch(sql, sets)).rowCounts).toEqual(rowCounts);
  });

  test.each<[string, string, readonly (readonly Parameter[])[], SinkErrorCode]>([
    ['a failing row alone', INSERT, [[1, null]], 'value-missing'],
    [
      'a type error in Bind',
      INSERT,
      [
        [1, 'a'],
        ['x', 'b'],
        [3, 'c'],
      ],
      'value-not-castable',
    ],
    [
      'an overflow at Execute',
      `INSERT INTO ${TABLE} (id, v, n) VALUES ($1, $2, $3)`,
      [
        [1, 'a', '1'],
        [2, 'b', '123456789012'],
        [3, 'c', '123456789012'],
      ],
      'value-not-castable',
    ],
    [
      'a not-null violation of an UPDATE',
      `UPDATE ${TABLE} SET v = $1 WHERE id = $2`,
      [
        [null, 1],
        ['b', 2],
      ],
      'value-missing',
    ],
    ['a table that is gone', `INSERT INTO ${SCHEMA}.gone (id) VALUES ($1)`, [[1], [2], [3]], 'relation-unknown'],
  ])('a batch survives %s', async (_title, sql, sets, code) => {
    await createTable();
    await run(`INSERT INTO ${TABLE} (id, v) VALUES (1, 'a'), (2, 'b')`);
    await expect(database.executeBatch(sql, sets)).rejects.toMatchObject({ code });
    expect((await run('SELECT 1')).rows).toEqual([['1']]);
  });

  test('a batch survives a blocked table, which answers an error for each Execute', async () => {
    await createTable();
    await run(`ALTER TABLE ${TABLE} SET ("blocks.read_only_allow_delete" = true)`);
    await expect(
      database.executeBatch(INSERT, [
        [1, 'a'],
        [2, 'b'],
        [3, 'c'],
      ]),
    ).rejects.toMatchObject({ code: 'table-blocked' });
    await expect(run(INSERT, [1, 'a'])).rejects.toMatchObject({ code: 'table-blocked' });
    await run(`ALTER TABLE ${TABLE} SET ("blocks.read_only_allow_delete" = false)`);
    expect(
      (
        await database.executeBatch(INSERT, [
          [1, 'a'],
          [2, 'b'],
        ])
      ).rowCounts,
    ).toEqual([1, 1]);
  });

  test('a batch may be large', async () => {
    await createTable();
    const sets = Array.from({ length: 10_000 }, (_, id) => [id, 'x'.repeat(100)]);
    const { rowCounts } = await database.executeBatch(INSERT, sets);
    expect(rowCounts).toHaveLength(sets.length);
    expect(rowCounts.every((count) => count === 1)).toBe(true);
  });

  const insertOf = (column: string) => `INSERT INTO ${TABLE} (id, v, ${column}) VALUES (-1, 'a', $1)`;

  test.each<[string, Parameter[], SinkErrorCode]>([
    [insertOf('s'), ['S3CR3T'], 'value-too-long'],
    [`INSERT INTO ${TABLE} (id, v) VALUES (-1, $1)`, ['S3CR3T'.repeat(6_000)], 'value-too-long'],
    [insertOf('i'), ['70000'], 'value-out-of-range'],
    [insertOf('b'), ['9223372036854775807'], 'value-out-of-range'],
    [insertOf('b'), ['99999999999999999999'], 'value-out-of-range'],
    [insertOf('ip'), ['S3CR3T'], 'value-not-castable'],
    [insertOf('t'), ['S3CR3T'], 'value-not-castable'],
    [insertOf('o'), ['{"S3CR3T": 1}'], 'value-not-castable'],
    [insertOf('o'), ['{"a": "S3CR3T"}'], 'element-not-castable'],
    [insertOf('o'), ['{S3CR3T'], 'value-not-castable'],
    [insertOf('d'), ['{"S3.CR3T": 1}'], 'name-refused'],
    [insertOf('d'), ['{"n": 99999999999999999999}'], 'value-not-castable'],
    [insertOf('c'), ['-5'], 'constraint-violated'],
    ['SELECT $1::array(integer)', [['S3CR3T']], 'value-not-castable'],
    ['SELECT $1::array(uuid)', [['S3CR3T']], 'value-not-castable'],
    ['SELECT $1::array(ip)', [['S3CR3T']], 'value-not-castable'],
    ['SELECT $1::array(object)', [['S3CR3T']], 'value-not-castable'],
    [`INSERT INTO ${TABLE} (id, nope) VALUES (1, $1)`, ['a'], 'column-unknown'],
    ['INSERT INTO drayage_nowhere.t (id) VALUES ($1)', ['a'], 'schema-unknown'],
    [`CREATE TABLE ${TABLE} (id INTEGER)`, [], 'relation-exists'],
    [`ALTER TABLE ${TABLE} ADD COLUMN v TEXT`, [], 'column-exists'],
    [`ALTER TABLE ${TABLE} RENAME COLUMN s TO v`, [], 'column-exists'],
    [`ALTER TABLE ${TABLE} ADD COLUMN _id TEXT`, [], 'name-refused'],
    [`CREATE TABLE ${SCHEMA}."a b" (id INTEGER)`, [], 'name-refused'],
    ['CREATE TABLE sys.t (id INTEGER)', [], 'name-refused'],
    [`INSERT INTO ${TABLE} (id, v) VALUES (1, 'a') ON CONFLICT (v) DO NOTHING`, [], 'key-mismatch'],
    ['SELEKT 1', [], 'statement-failed'],
  ])('%s is told by its code', async (sql, parameters, code) => {
    const outcome = run(sql, parameters);
    await expect(outcome).rejects.toMatchObject({ code });
    await expect(outcome).rejects.not.toMatchObject({ message: expect.stringMatching(/S3\.?CR3T/) as string });
  });

  test('refuses more parameters than the protocol counts', async () => {
    const parameters = Array.from({ length: 32_768 }, (_, index) => index);
    await expect(
      run(`SELECT ${parameters.map((index) => `$${index + 1}`).join(', ')}`, parameters),
    ).rejects.toMatchObject({
      code: 'statement-failed',
      message: expect.stringContaining('32768 parameters') as string,
    });
  });

  test('gives up a statement that takes too long, and goes on', async () => {
    const impatient = await open({ statementTimeoutMs: 100 });
    const slow = {
      sql: 'SELECT count(*) FROM generate_series(1, 2000000000) AS g (a) WHERE a % 7 = 3',
      parameters: [],
    };
    await expect(impatient.execute(slow)).rejects.toMatchObject({ code: 'statement-timeout' });
    expect((await impatient.execute({ sql: 'SELECT 1', parameters: [] })).rows).toEqual([['1']]);
  });

  test('comes back after the server went away in a statement', async () => {
    await createTable();
    const proxy = await TcpProxy.start(address);
    cleanUps.push(() => proxy.stop());
    const proxied = await open({ address: { ...address, host: proxy.host, port: proxy.port } });
    proxy.fail({ kind: 'lose-answers' });
    const intercepted = proxy.answerIntercepted();
    const outcome = Promise.allSettled([proxied.execute({ sql: INSERT, parameters: [1, 'a'] })]);
    await intercepted;
    proxy.reset();
    await expect(outcome).resolves.toMatchObject([{ reason: { code: 'connection-lost', reaction: 'retry' } }]);
    await proxy.heal();
    const { rows } = await proxied.execute({ sql: `SELECT v FROM ${TABLE} WHERE id = 1`, parameters: [] });
    expect(rows).toEqual([['a']]);
  });

  test('says that the server offers no TLS', async () => {
    await expect(open({ address: { ...address, tls: 'verify-full' } })).rejects.toMatchObject({
      code: 'tls-refused',
      reaction: 'halt',
    });
  });

  test('says that the user is unknown', async () => {
    await expect(open({ address: { ...address, user: 'drayage_nobody', password: 's3cr3t' } })).rejects.toMatchObject({
      code: 'authentication-failed',
      reaction: 'halt',
    });
  });
});
