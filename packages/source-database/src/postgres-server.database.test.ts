import {
  DEFAULT_PREPARATION,
  type Finding,
  planPreparation,
  type PostgresFacts,
  valueOf,
  WHOLE_PREPARATION,
} from '@drayage/doctor';
import { startPostgresServer, type PostgresServer } from '@drayage/testing';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { runPreparation } from './run-preparation.js';
import { factsOf, faultsOf, findingsOf, withSource } from './testing/facts-of.js';

let server: PostgresServer;

beforeAll(async () => {
  server = await startPostgresServer({
    settings: {
      max_prepared_transactions: '2',
      max_replication_slots: '2',
      max_slot_wal_keep_size: '64MB',
      wal_sender_timeout: '5s',
      lock_timeout: '7s',
    },
  });
  await run('CREATE SCHEMA shop', 'CREATE TABLE shop.orders (id integer PRIMARY KEY)', 'CREATE DATABASE crm');
});

afterAll(() => server.stop());

const run = (...statements: readonly string[]): Promise<void> =>
  withSource(server.url, async (session) => {
    for (const statement of statements) await session.query(statement);
  });

const urlOf = (user: string): string => {
  const url = new URL(server.url);
  url.username = user;
  url.password = user;
  return url.href;
};

async function read(dmsUser: string, url = server.url, ddlArtifactsSchema?: string): Promise<PostgresFacts> {
  const facts = await factsOf(url, { dmsUser, heartbeatSchema: 'public', ddlArtifactsSchema });
  if (facts.engine !== 'postgresql') throw new Error('another engine');
  return facts;
}

/** A user that lacks nothing. */
async function makeUser(name: string): Promise<void> {
  await run(
    `CREATE ROLE ${name} LOGIN REPLICATION PASSWORD '${name}'`,
    `ALTER ROLE ${name} SET lock_timeout = 0`,
    `GRANT pg_monitor TO ${name}`,
    `GRANT USAGE ON SCHEMA shop TO ${name}`,
    `GRANT USAGE, CREATE ON SCHEMA public TO ${name}`,
    `GRANT SELECT ON ALL TABLES IN SCHEMA shop TO ${name}`,
  );
}

const find = (facts: PostgresFacts, id: string): readonly Finding[] => findingsOf(facts).filter((one) => one.id === id);

/** Statements as they are printed, one after the other. */
const runRemedies = (findings: readonly Finding[]): Promise<void> =>
  run(...findings.flatMap(({ remedy }) => remedy.split('; ')));

it('says why a user cannot log in, and lets it in by what it prints', async () => {
  await makeUser('late');
  await run(
    "ALTER ROLE late NOLOGIN VALID UNTIL '2001-01-01' CONNECTION LIMIT 0",
    'REVOKE CONNECT ON DATABASE postgres FROM PUBLIC',
  );
  const facts = await read('late');
  expect(find(facts, 'pg-login').map(({ what }) => what)).toEqual([
    'late cannot log in: it has no LOGIN; its password has expired (VALID UNTIL); it has no CONNECT of the database postgres.',
  ]);
  expect(find(facts, 'pg-connection-limit').map(({ severity }) => severity)).toEqual(['error']);
  await expect(withSource(urlOf('late'), () => Promise.resolve())).rejects.toMatchObject({
    code: 'source-login-refused',
  });
  await runRemedies([...find(facts, 'pg-login'), ...find(facts, 'pg-connection-limit')]);
  await withSource(urlOf('late'), (session) => session.query('SELECT 1'));
  expect(faultsOf(await read('late'))).not.toContain('pg-login late');
  await run('GRANT CONNECT ON DATABASE postgres TO PUBLIC');
});

it('mends a login by steps as well', async () => {
  await makeUser('closed');
  await run('ALTER ROLE closed NOLOGIN CONNECTION LIMIT 3');
  const steps = planPreparation(await read('closed'), { ...DEFAULT_PREPARATION, ddlAudit: false });
  expect(steps.map(({ id }) => id)).toEqual(['server-settings', 'login', 'connection-limit']);
  await withSource(server.url, (session) => runPreparation(session, steps.slice(1), { password: undefined }));
  expect(
    planPreparation(await read('closed'), { ...DEFAULT_PREPARATION, ddlAudit: false }).map(({ id }) => id),
  ).toEqual(['server-settings']);
});

it('finds in pg_hba.conf that nobody comes in from elsewhere', async () => {
  await makeUser('afar');
  const facts = await read('afar');
  expect(find(facts, 'pg-hba').map(({ severity, remedy }) => [severity, remedy])).toEqual([
    ['warning', expect.stringContaining('host postgres afar ADDRESS/32 scram-sha-256') as string],
  ]);
  expect(valueOf(facts.hbaLines)).toContainEqual({
    databases: ['all'],
    users: ['all'],
    address: '127.0.0.1',
    mask: '255.255.255.255',
    method: 'scram-sha-256',
  });
});

it('tells the time-outs that sessions of the user begin with, wherever they are set and whoever reads', async () => {
  await makeUser('slow');
  await run(
    'ALTER ROLE postgres SET idle_in_transaction_session_timeout = 1234',
    'ALTER ROLE postgres SET lock_timeout = 4321',
    "ALTER ROLE slow SET statement_timeout = '5min'",
    "ALTER ROLE slow IN DATABASE postgres SET statement_timeout = '90s'",
    "ALTER ROLE slow IN DATABASE crm SET idle_session_timeout = '1s'",
    'ALTER ROLE slow RESET lock_timeout',
    "ALTER DATABASE postgres SET idle_session_timeout = '1d'",
  );
  const names = ['idle_in_transaction_session_timeout', 'idle_session_timeout', 'lock_timeout', 'statement_timeout'];
  const begun = await withSource(urlOf('slow'), (session) =>
    session.query('SELECT name, reset_val::float8 AS value FROM pg_settings WHERE name = ANY($1) ORDER BY name', [
      names,
    ]),
  );
  const wanted = Object.fromEntries(begun.map(({ name, value }) => [String(name), Number(value)]));
  expect(wanted).toEqual({
    idle_in_transaction_session_timeout: 0,
    idle_session_timeout: 86_400_000,
    lock_timeout: 7_000,
    statement_timeout: 90_000,
  });
  expect(valueOf((await read('slow')).sessionTimeouts)).toEqual(wanted);
  expect(valueOf((await read('slow', urlOf('slow'))).sessionTimeouts)).toEqual(wanted);

  const facts = await read('slow');
  const ids = ['pg-idle-timeout', 'pg-lock-timeout', 'pg-statement-timeout'];
  expect(ids.map((id) => find(facts, id).map(({ subject }) => subject))).toEqual([
    ['idle_session_timeout'],
    ['lock_timeout'],
    ['statement_timeout'],
  ]);
  await runRemedies(ids.flatMap((id) => find(facts, id)));
  expect(Object.values(valueOf((await read('slow')).sessionTimeouts) ?? {})).toEqual([0, 0, 0, 0]);
  await run('ALTER ROLE postgres RESET ALL', 'ALTER DATABASE postgres RESET ALL');
});

it('judges no slot of a standby or of another database, and counts them where none is free', async () => {
  await makeUser('reader');
  await run("SELECT pg_create_physical_replication_slot('standby', true)");
  const crm = new URL(server.url);
  crm.pathname = '/crm';
  await withSource(crm.href, (session) =>
    session.query("SELECT pg_create_logical_replication_slot('other', 'test_decoding')"),
  );
  const facts = await read('reader');
  expect(valueOf(facts.slots)?.map(({ name, kind, database }) => [name, kind, database])).toEqual([
    ['other', 'logical', 'crm'],
    ['standby', 'physical', ''],
  ]);
  expect(faultsOf(facts).filter((fault) => fault.startsWith('pg-slot'))).toEqual([
    'pg-slot-limit max_slot_wal_keep_size',
    'pg-slots-used max_replication_slots',
  ]);
  await run("SELECT pg_drop_replication_slot('standby')", "SELECT pg_drop_replication_slot('other')");
  expect(faultsOf(await read('reader'))).not.toContain('pg-slots-used max_replication_slots');
});

it('prints a prepared transaction so that it ends, whatever its name', async () => {
  await run('BEGIN', "PREPARE TRANSACTION 'pr''ep \"x'");
  const facts = await read('postgres');
  const open = valueOf(facts.openTransactions) ?? [];
  const old = { known: true as const, value: open.map((one) => ({ ...one, openForSeconds: 4_000 })) };
  const [finding] = find({ ...facts, openTransactions: old }, 'open-transaction');
  await run(finding?.remedy.split('; ')[0] ?? '');
  expect(valueOf((await read('postgres')).openTransactions)).toEqual([]);
});

it('names an event trigger that does not fire, and has it fire again', async () => {
  await makeUser('watcher');
  const prepare = async (): Promise<readonly string[]> => {
    const steps = planPreparation(await read('watcher'), DEFAULT_PREPARATION).filter(({ id }) => id === 'ddl-audit');
    const results = await withSource(server.url, (session) => runPreparation(session, steps, { password: undefined }));
    return results.map(({ error }) => error?.message ?? 'done');
  };
  expect(await prepare()).toEqual(['done']);
  expect(await prepare()).toEqual([]);
  for (const state of ['DISABLE', 'ENABLE REPLICA']) {
    await run(`ALTER EVENT TRIGGER awsdms_intercept_ddl ${state}`);
    const findings = find(await read('watcher'), 'pg-ddl-audit-disabled');
    expect(findings).toHaveLength(1);
    if (state === 'DISABLE') expect(await prepare()).toEqual(['done']);
    else await runRemedies(findings);
    expect(find(await read('watcher'), 'pg-ddl-audit-disabled')).toEqual([]);
    expect(await prepare()).toEqual([]);
  }
});

it('looks for what DDL is noticed by where the event trigger writes, and makes no second set', async () => {
  await makeUser('elsewhere');
  await run(
    'DROP EVENT TRIGGER IF EXISTS awsdms_intercept_ddl',
    'DROP FUNCTION IF EXISTS public.awsdms_intercept_ddl()',
    'DROP TABLE IF EXISTS public.awsdms_ddl_audit',
    'CREATE SCHEMA audit',
  );
  const first = planPreparation(await read('elsewhere', server.url, 'audit'), DEFAULT_PREPARATION);
  await withSource(server.url, (session) => runPreparation(session, first.slice(1), { password: undefined }));
  const silent = await read('elsewhere');
  expect(valueOf(silent.ddlAudit)?.schema).toBe('audit');
  expect(faultsOf(silent).filter((fault) => fault.startsWith('pg-ddl'))).toEqual([]);
  const named = await read('elsewhere', server.url, 'public');
  expect(faultsOf(named).filter((fault) => fault.startsWith('pg-ddl'))).toEqual(['pg-ddl-audit-elsewhere public']);
  const [step] = planPreparation(named, DEFAULT_PREPARATION).filter(({ id }) => id === 'ddl-audit');
  expect(step).toMatchObject({ statements: [], afterwards: expect.stringContaining('--ddl-schema audit') as string });
  await run('DROP EVENT TRIGGER awsdms_intercept_ddl', 'DROP SCHEMA audit CASCADE');
});

it('lets the user make the table of its heartbeat', async () => {
  await run("CREATE ROLE beating LOGIN PASSWORD 'beating'");
  const facts = await read('beating');
  expect(valueOf(facts.heartbeat)).toEqual({ schema: 'public', exists: true, mayCreate: false });
  const steps = planPreparation(facts, DEFAULT_PREPARATION).filter(({ id }) => id === 'heartbeat-right');
  await withSource(server.url, (session) => runPreparation(session, steps, { password: undefined }));
  await withSource(urlOf('beating'), (session) =>
    session.query('CREATE TABLE public.awsdms_heartbeat (hb_key integer)'),
  );
  expect(valueOf((await read('beating')).heartbeat)?.mayCreate).toBe(true);
  await run('DROP TABLE public.awsdms_heartbeat');
});

it('says what a superuser has to set where the user that reads is none, and promises no fix', async () => {
  await run("CREATE ROLE admin LOGIN CREATEROLE PASSWORD 'admin'", 'GRANT pg_monitor TO admin');
  const facts = await read('admin', urlOf('admin'));
  const steps = planPreparation(facts, WHOLE_PREPARATION);
  expect(steps.find(({ id }) => id === 'server-settings')).toMatchObject({
    statements: [],
    afterwards: "As a superuser: ALTER SYSTEM SET wal_sender_timeout = '60000'; SELECT pg_reload_conf();",
  });
  expect(find(facts, 'pg-wal-sender-timeout').map(({ fix }) => fix)).toEqual([undefined]);
  expect(find(facts, 'pg-slot-limit').map(({ fix }) => fix)).toEqual([undefined]);
});

it('prints settings that a reload brings, and they come without a restart', async () => {
  const facts = await read('postgres');
  const ids = ['pg-wal-sender-timeout', 'pg-slot-limit'];
  expect(ids.map((id) => find(facts, id).map(({ fix }) => fix))).toEqual([
    [{ kind: 'source', step: 'server-settings' }],
    [{ kind: 'source', step: 'slot-limit' }],
  ]);
  await runRemedies(ids.flatMap((id) => find(facts, id)));
  await vi.waitFor(async () => {
    const after = await read('postgres');
    expect(ids.flatMap((id) => find(after, id))).toEqual([]);
  });
});
