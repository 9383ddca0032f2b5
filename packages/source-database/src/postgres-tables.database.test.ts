import { planPreparation, type PostgresFacts, valueOf, WHOLE_PREPARATION } from '@drayage/doctor';
import { startPostgresServer, type PostgresServer } from '@drayage/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runPreparation } from './run-preparation.js';
import { factsOf, findingsOf, withSource } from './testing/facts-of.js';

/** Tables whose changes or rows do not arrive though everything else is right. */
const SCHEMA = `
  CREATE ROLE dms LOGIN REPLICATION PASSWORD 'dms';
  CREATE ROLE keeper;
  GRANT keeper TO dms;
  CREATE SCHEMA shop;

  CREATE TABLE shop.deferred (id integer PRIMARY KEY DEFERRABLE, code integer NOT NULL UNIQUE);
  CREATE TABLE shop.index_gone (id integer PRIMARY KEY, code integer NOT NULL);
  CREATE UNIQUE INDEX gone ON shop.index_gone (code);
  ALTER TABLE shop.index_gone REPLICA IDENTITY USING INDEX gone;
  DROP INDEX shop.gone;
  CREATE TABLE shop.index_other (id integer PRIMARY KEY, code integer NOT NULL);
  CREATE UNIQUE INDEX other ON shop.index_other (code);
  ALTER TABLE shop.index_other REPLICA IDENTITY USING INDEX other;
  CREATE TABLE shop.index_whole (id integer PRIMARY KEY, code integer NOT NULL);
  CREATE UNIQUE INDEX whole ON shop.index_whole (code, id);
  ALTER TABLE shop.index_whole REPLICA IDENTITY USING INDEX whole;
  CREATE TABLE shop.index_keyless (id integer NOT NULL, code integer NOT NULL);
  CREATE UNIQUE INDEX keyless ON shop.index_keyless (code);
  ALTER TABLE shop.index_keyless REPLICA IDENTITY USING INDEX keyless;
  DROP INDEX shop.keyless;
  CREATE TABLE shop.awsdms_keyless (id integer NOT NULL);
  CREATE TABLE public.awsdms_ddl_audit (id integer NOT NULL);

  CREATE TABLE shop.secret (id integer PRIMARY KEY);
  CREATE TABLE shop.secret_some (id integer PRIMARY KEY);
  CREATE POLICY partly ON shop.secret_some USING (id > 1);
  CREATE TABLE shop.secret_most (id integer PRIMARY KEY);
  CREATE POLICY open ON shop.secret_most FOR SELECT TO dms USING (true);
  CREATE POLICY most ON shop.secret_most AS RESTRICTIVE USING (id > 1);
  CREATE TABLE shop.secret_open (id integer PRIMARY KEY);
  CREATE POLICY open ON shop.secret_open FOR SELECT TO keeper USING (true);
  CREATE TABLE shop.secret_owned (id integer PRIMARY KEY);
  ALTER TABLE shop.secret_owned OWNER TO keeper;
  CREATE TABLE shop.secret_forced (id integer PRIMARY KEY);
  ALTER TABLE shop.secret_forced OWNER TO keeper;
  ALTER TABLE shop.secret_forced FORCE ROW LEVEL SECURITY;

  CREATE TABLE shop.parent (id integer PRIMARY KEY);
  CREATE TABLE shop.child (PRIMARY KEY (id)) INHERITS (shop.parent);

  CREATE UNLOGGED TABLE shop.z_referred (id integer PRIMARY KEY);
  CREATE UNLOGGED TABLE shop.y_referring (id integer PRIMARY KEY REFERENCES shop.z_referred);
  CREATE UNLOGGED TABLE shop.a_referring (id integer PRIMARY KEY REFERENCES shop.y_referring);

  CREATE DOMAIN shop.note AS text;
  CREATE DOMAIN shop.long_note AS shop.note CHECK (length(VALUE) > 3);
  CREATE DOMAIN shop.price AS numeric(12,4);
  CREATE DOMAIN shop.net_price AS shop.price;
  CREATE DOMAIN shop.amount AS numeric;
  CREATE DOMAIN shop.tags AS text[];
  CREATE TABLE shop.domains (id integer PRIMARY KEY, long_note shop.long_note, net_price shop.net_price, amount shop.amount, tags shop.tags);
  GRANT USAGE ON SCHEMA shop TO dms;
  GRANT SELECT ON ALL TABLES IN SCHEMA shop TO dms`;

const SECRET = ['secret', 'secret_some', 'secret_most', 'secret_open', 'secret_owned', 'secret_forced'];
const IDENTITIES = ['deferred', 'index_gone', 'index_other', 'index_whole', 'index_keyless'];

let server: PostgresServer;
let dmsUrl: string;

beforeAll(async () => {
  server = await startPostgresServer();
  await withSource(server.url, async (session) => {
    await session.query(SCHEMA);
    for (const name of SECRET) {
      await session.query(`INSERT INTO shop.${name} VALUES (1), (2)`);
      await session.query(`ALTER TABLE shop.${name} ENABLE ROW LEVEL SECURITY`);
    }
  });
  const url = new URL(server.url);
  url.username = 'dms';
  url.password = 'dms';
  dmsUrl = url.href;
});

afterAll(() => server.stop());

const read = async (): Promise<PostgresFacts> => {
  const facts = await factsOf(server.url, { dmsUser: 'dms', heartbeatSchema: 'public' });
  if (facts.engine !== 'postgresql') throw new Error('another engine');
  return facts;
};

const found = async (id: string): Promise<readonly string[]> =>
  findingsOf(await read())
    .filter((finding) => finding.id === id)
    .map(({ subject }) => subject);

const remedies = async (id: string): Promise<readonly string[]> =>
  findingsOf(await read())
    .filter((finding) => finding.id === id)
    .flatMap(({ remedy }) => remedy.split('; '));

/** One row of each table is deleted; what a reader of the slot is told of it, by table. */
async function toldDeletes(): Promise<Readonly<Record<string, string>>> {
  return withSource(server.url, async (session) => {
    await session.query('SET synchronous_commit = on');
    await session.query("SELECT pg_create_logical_replication_slot('trial', 'test_decoding')");
    for (const name of IDENTITIES) {
      await session.query(`INSERT INTO shop.${name} VALUES (7, 70)`);
      await session.query(`DELETE FROM shop.${name}`);
    }
    const changes = await session.query("SELECT data FROM pg_logical_slot_get_changes('trial', NULL, NULL)");
    await session.query("SELECT pg_drop_replication_slot('trial')");
    const deletes = changes.flatMap(({ data }) => [...String(data).matchAll(/^table shop\.(\w+): DELETE: (.*)$/gu)]);
    return Object.fromEntries(deletes.map(([, name = '', rest = '']) => [name, rest]));
  });
}

it('names the tables whose deletes do not tell the key, and has them told by what it prints and runs', async () => {
  expect(await toldDeletes()).toEqual({
    deferred: '(no-tuple-data)',
    index_gone: '(no-tuple-data)',
    index_other: 'code[integer]:70',
    index_whole: 'id[integer]:7 code[integer]:70',
    index_keyless: '(no-tuple-data)',
  });
  expect(await found('pg-identity-lost')).toEqual(['shop.deferred', 'shop.index_gone', 'shop.index_other']);
  expect(await found('pg-keyless-changes')).toEqual(['shop.awsdms_keyless', 'shop.index_keyless']);

  await withSource(server.url, async (session) => {
    const [printed] = (await remedies('pg-identity-lost')).filter((remedy) => remedy.includes('index_gone'));
    await session.query(printed ?? '');
    const steps = planPreparation(await read(), WHOLE_PREPARATION).filter(({ id }) =>
      id.startsWith('replica-identity'),
    );
    expect(steps.map(({ statements }) => statements)).toEqual([
      ['ALTER TABLE "shop"."index_other" REPLICA IDENTITY DEFAULT'],
      [
        'ALTER TABLE "shop"."awsdms_keyless" REPLICA IDENTITY FULL',
        'ALTER TABLE "shop"."deferred" REPLICA IDENTITY FULL',
        'ALTER TABLE "shop"."index_keyless" REPLICA IDENTITY FULL',
      ],
    ]);
    await runPreparation(session, steps, { password: undefined });
  });
  expect(Object.entries(await toldDeletes()).filter(([, told]) => !told.includes('id[integer]:7'))).toEqual([]);
  expect(await found('pg-identity-lost')).toEqual([]);
  expect(await found('pg-keyless-changes')).toEqual([]);
});

it('names the tables of which the user sees not every row, and no other, and has them read whole', async () => {
  const seen = (): Promise<readonly string[]> =>
    withSource(dmsUrl, async (session) => {
      const whole: string[] = [];
      for (const name of SECRET) {
        const [row] = await session.query(`SELECT count(*)::int AS rows FROM shop.${name}`);
        if (row?.['rows'] === 2) whole.push(name);
      }
      return whole;
    });
  expect(await seen()).toEqual(['secret_open', 'secret_owned']);
  const tables = valueOf((await read()).tables) ?? [];
  expect(
    tables.flatMap(({ name, traits }) => (traits?.hidesRows === undefined ? [] : [[name, traits.hidesRows]])),
  ).toEqual([
    ['secret', 'no-policy'],
    ['secret_forced', 'no-policy'],
    ['secret_most', 'restricted'],
    ['secret_some', 'some-rows'],
  ]);
  const facts = await read();
  const onRds = findingsOf({ ...facts, hosting: 'rds' }).find(({ id }) => id === 'pg-row-security');
  const policies = onRds?.remedy.split('; ') ?? [];
  expect(policies.pop()).toContain('Except dms from the restrictive policies');
  await withSource(server.url, async (session) => {
    await session.query('BEGIN');
    for (const statement of policies) await session.query(statement);
    await session.query('ROLLBACK');
  });
  await withSource(server.url, async (session) => {
    for (const statement of await remedies('pg-row-security')) await session.query(statement);
  });
  expect(await seen()).toEqual(SECRET);
  expect(await found('pg-row-security')).toEqual([]);
});

it('names a table whose rows are partly those of tables that inherit', async () => {
  expect(await found('pg-inherited')).toEqual(['shop.parent']);
});

it('has unlogged tables logged, each after those that it refers to', async () => {
  expect(await found('pg-unlogged')).toEqual(['shop.a_referring', 'shop.y_referring', 'shop.z_referred']);
  const steps = planPreparation(await read(), WHOLE_PREPARATION).filter(({ id }) => id === 'set-logged');
  const results = await withSource(server.url, (session) => runPreparation(session, steps, { password: undefined }));
  expect(results.map(({ error }) => error)).toEqual([undefined]);
  expect(await found('pg-unlogged')).toEqual([]);
});

it('prints for an unlogged table what it refers to as well', async () => {
  await withSource(server.url, async (session) => {
    await session.query(`CREATE UNLOGGED TABLE shop.u_referred (id integer PRIMARY KEY);
      CREATE UNLOGGED TABLE shop.u (id integer PRIMARY KEY REFERENCES shop.u_referred)`);
    const [printed] = findingsOf(await read()).filter(
      ({ id, subject }) => id === 'pg-unlogged' && subject === 'shop.u',
    );
    for (const statement of printed?.remedy.split('; ') ?? []) await session.query(statement);
  });
  expect(await found('pg-unlogged')).toEqual([]);
});

it('follows a domain down to the type that it stands for', async () => {
  const domains = (valueOf((await read()).tables) ?? []).find(({ name }) => name === 'domains');
  expect(domains?.columns.map(({ name, type, baseType, lob }) => [name, type, baseType, lob])).toEqual([
    ['id', 'integer', undefined, false],
    ['long_note', 'shop.long_note', 'text', true],
    ['net_price', 'shop.net_price', 'numeric(12,4)', false],
    ['amount', 'shop.amount', 'numeric', false],
    ['tags', 'shop.tags', 'text[]', true],
  ]);
});
