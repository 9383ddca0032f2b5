import {
  DEFAULT_PREPARATION,
  dropDdlAudit,
  planPreparation,
  type PreparationOptions,
  quoteText,
  valueOf,
  WHOLE_PREPARATION,
} from '@drayage/doctor';
import { startPostgresServer, type PostgresServer } from '@drayage/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { parseSourceUrl } from './address/parse-source-url.js';
import { listOpenTransactions } from './list-open-transactions.js';
import { runPreparation } from './run-preparation.js';
import { openSource } from './session/open-source.js';
import { factsOf, faultsOf, findingsOf, withSource } from './testing/facts-of.js';

/** Everything that can be wrong at once. */
const WRONG_SETTINGS = {
  wal_level: 'replica',
  max_replication_slots: '0',
  max_wal_senders: '0',
  wal_sender_timeout: '5s',
  idle_in_transaction_session_timeout: '60s',
  max_slot_wal_keep_size: '64MB',
};

const WRONG_SCHEMA = `
  CREATE SCHEMA shop;
  CREATE TABLE shop.orders (id bigint PRIMARY KEY, note text, total numeric(10,2));
  CREATE TABLE shop.visits (page varchar(80), seconds integer);
  CREATE TABLE shop.documents (title varchar(80), body jsonb, tags text[]);
  CREATE UNLOGGED TABLE shop.sessions (id integer PRIMARY KEY);
  CREATE TABLE shop.silent (id integer PRIMARY KEY);
  ALTER TABLE shop.silent REPLICA IDENTITY NOTHING;
  CREATE TABLE shop."odd ""name" ("Key" integer, part integer, PRIMARY KEY (part, "Key")) PARTITION BY RANGE (part);
  CREATE TABLE shop.odd_1 PARTITION OF shop."odd ""name" FOR VALUES FROM (0) TO (10);
`;

const FAULTS = [
  'keyless-lobs shop.documents',
  'keyless-table shop.visits',
  'pg-ddl-audit-missing public',
  'pg-keyless-changes shop.documents',
  'pg-keyless-changes shop.visits',
  'pg-no-identity shop.silent',
  'pg-no-user dms',
  'pg-partitioned shop.odd "name',
  'pg-replication-slots max_replication_slots',
  'pg-slot-limit max_slot_wal_keep_size',
  'pg-unlogged shop.sessions',
  'pg-wal-level wal_level',
  'pg-wal-sender-timeout wal_sender_timeout',
  'pg-wal-senders max_wal_senders',
];

const PREPARATION: PreparationOptions = WHOLE_PREPARATION;
/** Where a pipeline has its heartbeat. */
const AS_DMS = { dmsUser: 'dms', heartbeatSchema: 'public' };
/** What a server can hold: all but the character zero. */
const TEXT = fc.string({ unit: fc.constantFrom("'", '"', '\\', '`', '$', 'é', '😀', '\n', 'a', '%', '_', '{') });
const PASSWORD = "it's \\ secret";

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgresServer({ settings: WRONG_SETTINGS });
  await withSource(server.url, (session) => session.query(WRONG_SCHEMA));
});

afterAll(() => server.stop());

const dmsUrl = (): string => {
  const url = new URL(server.url);
  url.username = 'dms';
  url.password = encodeURIComponent(PASSWORD);
  return url.href;
};

it('reads tables with their keys, columns and kinds, whatever their names', async () => {
  const tables = valueOf((await factsOf(server.url)).tables) ?? [];
  expect(
    tables.map(({ name, kind, primaryKey, replicaIdentity }) => [name, kind, primaryKey, replicaIdentity]),
  ).toEqual([
    ['documents', 'table', [], 'default'],
    ['odd "name', 'partitioned', ['part', 'Key'], 'default'],
    ['odd_1', 'partition', ['part', 'Key'], 'default'],
    ['orders', 'table', ['id'], 'default'],
    ['sessions', 'unlogged', ['id'], 'default'],
    ['silent', 'table', ['id'], 'nothing'],
    ['visits', 'table', [], 'default'],
  ]);
  expect(tables.find(({ name }) => name === 'orders')?.columns).toEqual([
    { name: 'id', type: 'bigint', nullable: false, lob: false },
    { name: 'note', type: 'text', nullable: true, lob: true },
    { name: 'total', type: 'numeric(10,2)', nullable: true, lob: false },
  ]);
});

it('names every fault, mends those that statements mend, and finds nothing more to do', async () => {
  const before = await factsOf(server.url, AS_DMS);
  expect(faultsOf(before)).toEqual(FAULTS);

  const steps = planPreparation(before, PREPARATION);
  expect(steps.map(({ id, afterwards }) => [id, afterwards])).toEqual([
    ['server-settings', 'Restart the server.'],
    ['slot-limit', ''],
    ['create-user', ''],
    ['replication-right', ''],
    ['session-timeout', ''],
    ['schema-usage', ''],
    ['table-select', ''],
    ['heartbeat-right', ''],
    ['monitor-right', ''],
    ['ddl-audit', ''],
    ['replica-identity', ''],
    ['set-logged', ''],
    ['replica-identity-full', ''],
  ]);
  const results = await withSource(server.url, (session) => runPreparation(session, steps, { password: PASSWORD }));
  expect(results.map(({ error }) => error?.message)).toEqual(steps.map(() => undefined));

  const waiting = findingsOf(await factsOf(server.url, AS_DMS)).find(({ id }) => id === 'pg-wal-level');
  expect(waiting?.what).toBe('wal_level is replica. wal_level = logical is set and waits for a restart.');
  expect(planPreparation(await factsOf(server.url, AS_DMS), PREPARATION)).toEqual([]);
  await server.restart();

  const after = await factsOf(server.url, AS_DMS);
  expect(planPreparation(after, PREPARATION)).toEqual([]);
  expect(faultsOf(after)).toEqual([
    'keyless-lobs shop.documents',
    'keyless-table shop.visits',
    // The server of the test lets nobody in from elsewhere.
    'pg-hba dms',
    'pg-partitioned shop.odd "name',
  ]);
});

it('names what a user may not do that is there', async () => {
  await withSource(server.url, (session) => session.query('CREATE ROLE other LOGIN'));
  const faults = faultsOf(await factsOf(server.url, { dmsUser: 'other' }));
  expect(faults).toEqual(
    expect.arrayContaining([
      'pg-idle-timeout idle_in_transaction_session_timeout',
      'pg-replication-right other',
      'pg-schema-usage shop',
      'pg-table-select shop.documents, shop.odd "name, shop.odd_1, shop.orders, shop.sessions and 2 more',
    ]),
  );
});

it('tells a reader of changes about DDL by the objects it made, and drops them again', async () => {
  await withSource(server.url, async (session) => {
    await session.query("SELECT pg_create_logical_replication_slot('trial', 'test_decoding')");
    // The slot reads what is flushed.
    await session.query('SET synchronous_commit = on');
    await session.query('ALTER TABLE shop.orders ADD COLUMN added integer');
    const changes = await session.query("SELECT data FROM pg_logical_slot_get_changes('trial', NULL, NULL)");
    expect(changes.map(({ data }) => String(data)).filter((line) => line.includes('ddl_audit'))).toEqual([
      expect.stringMatching(/awsdms_ddl_audit: INSERT: .*'ALTER TABLE'.*ADD COLUMN added integer/u),
      expect.stringMatching(/awsdms_ddl_audit: DELETE: c_key\[bigint\]:\d+/u),
    ]);
  });
  const facts = await factsOf(server.url, { dmsUser: 'dms' });
  expect(faultsOf(facts)).toContain('pg-slot-idle trial');
  if (facts.engine !== 'postgresql') throw new Error('another engine');
  const audit = valueOf(facts.ddlAudit);
  expect(audit).toEqual({
    schema: 'public',
    table: true,
    function: true,
    trigger: { state: 'fires', schema: 'public' },
  });
  await withSource(server.url, async (session) => {
    for (const statement of dropDdlAudit(audit!)) await session.query(statement);
    await session.query("SELECT pg_drop_replication_slot('trial')");
    await session.query('ALTER TABLE shop.orders DROP COLUMN added');
  });
  const dropped = await factsOf(server.url, { dmsUser: 'dms' });
  expect(faultsOf(dropped)).toContain('pg-ddl-audit-missing public');
  expect(dropDdlAudit({ schema: 'public', table: false, function: false })).toEqual([]);
});

it('finds an event trigger that has lost its table', async () => {
  await withSource(server.url, (session) =>
    session.query(`CREATE FUNCTION public.awsdms_intercept_ddl() RETURNS event_trigger LANGUAGE plpgsql AS 'BEGIN END';
      CREATE EVENT TRIGGER awsdms_intercept_ddl ON ddl_command_end EXECUTE FUNCTION public.awsdms_intercept_ddl()`),
  );
  const facts = await factsOf(server.url, { dmsUser: 'dms' });
  expect(faultsOf(facts)).toContain('pg-ddl-audit-broken public');
  await withSource(server.url, (session) =>
    session.query('DROP EVENT TRIGGER awsdms_intercept_ddl; DROP FUNCTION public.awsdms_intercept_ddl()'),
  );
});

it('lists open and prepared transactions, and says so where others cannot be seen', async () => {
  const holder = await openSource(parseSourceUrl(server.url));
  await holder.query('BEGIN');
  await holder.query('SELECT 1');
  const [open] = await withSource(server.url, (session) => listOpenTransactions(session, 0));
  expect(open).toMatchObject({ user: 'postgres', state: 'idle in transaction', application: 'dray' });
  await holder.close();
  expect(await withSource(server.url, (session) => listOpenTransactions(session, 3_600))).toEqual([]);
  // The user that was made logs in with its password, odd characters and all, and sees what it was let see.
  expect(await withSource(dmsUrl(), (session) => listOpenTransactions(session, 3_600))).toEqual([]);
  const seen = await factsOf(dmsUrl());
  expect(faultsOf(seen)).not.toContain('unread open transactions');
  expect(valueOf(seen.engine === 'postgresql' ? seen.settings : undefined)).toHaveProperty('shared_preload_libraries');
  await withSource(server.url, (session) => session.query('REVOKE pg_monitor FROM dms'));
  await expect(withSource(dmsUrl(), (session) => listOpenTransactions(session, 0))).rejects.toMatchObject({
    code: 'source-permission',
    message: 'The user dms sees only its own sessions.',
  });
  expect(faultsOf(await factsOf(dmsUrl()))).toContain('unread open transactions');
});

it('takes a server with the roles of RDS for RDS, and leaves its settings to the parameter group', async () => {
  await withSource(server.url, (session) =>
    session.query('CREATE ROLE rds_superuser; CREATE ROLE rds_replication; CREATE ROLE on_rds LOGIN'),
  );
  const facts = await factsOf(server.url, { dmsUser: 'on_rds', isWanted: () => false });
  if (facts.engine !== 'postgresql') throw new Error('another engine');
  expect(facts.hosting).toBe('rds');
  const steps = planPreparation(
    { ...facts, settings: { known: true, value: WRONG_SETTINGS } },
    { ...DEFAULT_PREPARATION, ddlAudit: false },
  );
  expect(steps.map(({ statements }) => statements).flat()).toEqual([
    'GRANT rds_replication, rds_superuser TO "on_rds"',
    'ALTER ROLE "on_rds" IN DATABASE "postgres" SET idle_in_transaction_session_timeout = 0',
    'GRANT pg_monitor TO "on_rds"',
  ]);
  await withSource(server.url, (session) => runPreparation(session, steps, { password: undefined }));
  expect(faultsOf(await factsOf(server.url, { dmsUser: 'on_rds', isWanted: () => false }))).not.toContain(
    'pg-replication-right on_rds',
  );
  await withSource(server.url, (session) =>
    session.query('DROP ROLE on_rds; DROP ROLE rds_superuser; DROP ROLE rds_replication'),
  );
});

it('quotes every text and name so that the server reads it as it was', async () => {
  await withSource(server.url, async (session) => {
    for (const conforming of ['on', 'off']) {
      await session.query(`SET standard_conforming_strings = ${conforming}`);
      await fc.assert(
        fc.asyncProperty(TEXT, async (text) => {
          const [row] = await session.query(`SELECT ${quoteText('postgresql', text)} AS text`);
          expect(row).toEqual({ text });
        }),
        { numRuns: 100 },
      );
    }
  });
});

it('repeats no password where the login is refused', async () => {
  const url = new URL(server.url);
  url.password = 'hunter2';
  const error: unknown = await withSource(url.href, () => Promise.resolve()).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'source-login-refused' });
  expect(String(error)).not.toContain('hunter2');
});

it('makes no user without a password', async () => {
  const facts = await factsOf(server.url, { dmsUser: 'another' });
  const [result] = await withSource(server.url, (session) =>
    runPreparation(session, planPreparation(facts, { ...DEFAULT_PREPARATION, ddlAudit: false }), {
      password: undefined,
    }),
  );
  expect(result).toMatchObject({
    step: { id: 'create-user' },
    error: { code: 'source-invalid', remedy: 'Put it into the variable DMS_PASSWORD.' },
  });
});
