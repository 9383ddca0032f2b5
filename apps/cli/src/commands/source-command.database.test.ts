import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildTableMappings, parseTablesLock, type TableMappings } from '@drayage/config';
import type { Finding } from '@drayage/doctor';
import { openSource, parseSourceUrl } from '@drayage/source-database';
import { startPostgresServer, type PostgresServer } from '@drayage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FakeAccount } from '../testing/fake-account.js';
import { runDray } from '../testing/run-dray.js';

let postgres: PostgresServer;
let cwd: string;
let env: Readonly<Record<string, string>>;

const query = async (sql: string): Promise<void> => {
  const session = await openSource(parseSourceUrl(postgres.url));
  await session.query(sql);
  await session.close();
};

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), 'drayage-source-'));
  postgres = await startPostgresServer();
  await query(`CREATE SCHEMA shop;
    CREATE TABLE shop.orders (line integer, id bigint, note text, total numeric(10,2) NOT NULL, PRIMARY KEY (id, line));
    CREATE TABLE shop.visits (page varchar(80));
    CREATE TABLE shop.audit_log (id integer PRIMARY KEY)`);
  env = { SOURCE_URL: postgres.url, DMS_PASSWORD: 'hunter2' };
});

afterAll(async () => {
  await postgres.stop();
  await rm(cwd, { recursive: true, force: true });
});

describe('source prepare', () => {
  const prepare = ['source', 'prepare', '--dms-user', 'dms'];

  it('only shows the statements where it is told to, and no password', async () => {
    const { code, stdout } = await runDray([...prepare, '--dry-run', '--no-ddl-audit', '--exclude', '*.audit_log'], {
      env,
    });
    expect(code).toBe(0);
    expect(stdout).toBe(`planned  Make the user dms
    CREATE ROLE "dms" LOGIN PASSWORD '<password>';
planned  Let dms read changes
    ALTER ROLE "dms" REPLICATION;
planned  Let dms enter 1 schema
    GRANT USAGE ON SCHEMA "shop" TO "dms";
planned  Let dms read 2 tables
    GRANT SELECT ON "shop"."orders" TO "dms";
    GRANT SELECT ON "shop"."visits" TO "dms";
planned  Let dms write its heartbeat
    GRANT USAGE, CREATE ON SCHEMA "public" TO "dms";
planned  Let dms see sessions and settings
    GRANT pg_monitor TO "dms";
`);
  });

  it('asks first, and does not go on without a terminal', async () => {
    const { code, stderr } = await runDray(prepare, { env });
    expect(code).toBe(2);
    expect(stderr).toContain('Run these statements? There is no terminal to ask on.');
  });

  it('says what failed, and does not give a user rights that could not be made', async () => {
    const { code, stdout } = await runDray([...prepare, '--yes'], { env: { SOURCE_URL: postgres.url } });
    expect(code).toBe(1);
    expect(stdout).toContain(
      'failed  Make the user dms\n    The user has to be made, and there is no password for it.\n    Put it into the variable DMS_PASSWORD.',
    );
    expect(stdout).not.toContain('Let dms');
  });

  it('does it once, and finds nothing to do the second time', async () => {
    const first = await runDray([...prepare, '--yes', '--output', 'json'], { env });
    expect(first.code).toBe(0);
    const { steps } = JSON.parse(first.stdout) as { steps: readonly { id: string; state: string }[] };
    expect(steps.map(({ id, state }) => `${id} ${state}`)).toEqual([
      'create-user done',
      'replication-right done',
      'schema-usage done',
      'table-select done',
      'heartbeat-right done',
      'monitor-right done',
      'ddl-audit done',
    ]);
    expect(first.stdout + first.stderr).not.toContain('hunter2');
    const second = await runDray([...prepare, '--yes'], { env });
    expect(second).toEqual({ code: 0, stdout: 'The source is prepared: there is nothing to do.\n', stderr: '' });
  });

  it('leaves out what it is told to leave out', async () => {
    await query('CREATE ROLE plain LOGIN REPLICATION; GRANT USAGE ON SCHEMA shop TO plain');
    const args = [
      'source',
      'prepare',
      '--dms-user',
      'plain',
      '--dry-run',
      '--no-ddl-audit',
      '--include',
      'shop.orders',
    ];
    expect((await runDray([...args, '--no-heartbeat', '--no-monitor'], { env })).stdout).toBe(
      'planned  Let plain read 1 table\n    GRANT SELECT ON "shop"."orders" TO "plain";\n',
    );
    expect((await runDray([...args, '--no-monitor', '--heartbeat-schema', 'beat'], { env })).stdout).toContain(
      '    CREATE SCHEMA "beat";\n    GRANT USAGE, CREATE ON SCHEMA "beat" TO "plain";\n',
    );
  });

  it('does not call a source prepared of which a pattern means no table', async () => {
    const { code, stdout, stderr } = await runDray([...prepare, '--yes', '--include', 'shop.*', 'nope.*'], { env });
    expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
    expect(stderr).toContain('No table of the source is meant by nope.*.');
  });

  it('says what a person has to do that no statement of this user does, and does not call it prepared', async () => {
    await query("CREATE ROLE admin LOGIN CREATEROLE PASSWORD 'hunter2'");
    await query("ALTER SYSTEM SET wal_sender_timeout = '5s'");
    await query('SELECT pg_reload_conf()');
    const url = new URL(postgres.url);
    url.username = 'admin';
    url.password = 'hunter2';
    const result = await runDray([...prepare, '--yes'], { env: { SOURCE_URL: url.href } });
    expect(result).toEqual({
      code: 1,
      stdout: `by hand  Set wal_sender_timeout = 60000
    As a superuser: ALTER SYSTEM SET wal_sender_timeout = '60000'; SELECT pg_reload_conf();
`,
      stderr: '',
    });
    await query('ALTER SYSTEM RESET wal_sender_timeout');
    await query('SELECT pg_reload_conf()');
  });

  it('removes what DDL is noticed by, once', async () => {
    const dropped = await runDray([...prepare, '--drop-ddl-audit', '--yes'], { env });
    expect(dropped.stdout).toContain('done  Remove what AWS DMS notices DDL by, from schema public');
    expect((await runDray([...prepare, '--drop-ddl-audit', '--yes'], { env })).stdout).toBe(
      'The source is prepared: there is nothing to do.\n',
    );
  });

  it('does not take what it may not read for nothing to do', async () => {
    const url = new URL(postgres.url);
    url.username = 'dms';
    url.password = 'hunter2';
    const { code, stdout, stderr } = await runDray([...prepare, '--yes'], { env: { SOURCE_URL: url.href } });
    // It may read all that the plan needs, and has not the right to make the objects.
    expect(code).toBe(1);
    expect(stdout + stderr).toContain('permission denied');
  });
});

describe('mappings', () => {
  const generate = ['mappings', 'generate', '--exclude', '*.audit_log'];

  it('makes the lock file from the live source, leaves it alone when nothing changed, and tells a drift', async () => {
    const lock = join(cwd, 'drayage.tables.lock.yaml');
    expect((await runDray([...generate, '--check'], { env, cwd })).code).toBe(1);
    const made = await runDray(generate, { env, cwd });
    expect(made).toEqual({ code: 0, stdout: `${lock}: made, 2 tables.\n`, stderr: '' });
    const text = await readFile(lock, 'utf8');
    expect(text.slice(text.indexOf('version'))).toBe(`version: 1
engine: postgresql
tables:
  - schema: shop
    name: orders
    primaryKey:
      - id
      - line
    replicaIdentity: default
    partitionKey: primary-key
    columns:
      - line: integer NOT NULL
      - id: bigint NOT NULL
      - note: text
      - total: numeric(10,2) NOT NULL
    lobColumns:
      - note
  - schema: shop
    name: visits
    primaryKey: []
    replicaIdentity: default
    partitionKey: schema-table
    columns:
      - page: character varying(80)
`);
    expect((await runDray(generate, { env, cwd })).stdout).toBe(`${lock}: as it was, 2 tables.\n`);
    expect(await readFile(lock, 'utf8')).toBe(text);
    expect(await runDray([...generate, '--check'], { env, cwd })).toMatchObject({ code: 0 });

    await query('ALTER TABLE shop.orders ADD COLUMN paid boolean');
    const drift = await runDray([...generate, '--check'], { env, cwd });
    expect(drift).toMatchObject({
      code: 1,
      stdout: `${lock}: differs from the source.\n  shop.orders: column paid is new (boolean)\n`,
    });
    expect(await readFile(lock, 'utf8')).toBe(text);
    expect((await runDray(generate, { env, cwd })).stdout).toContain(
      'changed, 2 tables.\n  shop.orders: column paid is new (boolean)\n',
    );
  });

  it('prints the table mappings of AWS DMS, which the doctor finds nothing wrong with', async () => {
    const { code, stdout } = await runDray(['mappings', 'json'], { cwd });
    expect(code).toBe(0);
    const parsed = parseTablesLock(await readFile(join(cwd, 'drayage.tables.lock.yaml'), 'utf8'));
    expect(JSON.parse(stdout) as TableMappings).toEqual(parsed.ok ? buildTableMappings(parsed.lock) : undefined);
    await runDray(['mappings', 'json', '--out', 'mappings.json'], { cwd });
    expect(await readFile(join(cwd, 'mappings.json'), 'utf8')).toBe(stdout);
  });

  it('lets the doctor tell a drift, and judge settings by the lock file where the source cannot be read', async () => {
    const doctor = [
      'doctor',
      '--only',
      'mappings',
      'target-endpoint',
      'task',
      '--exclude',
      '*.audit_log',
      '--output',
      'json',
      '--replication',
      'shop-task',
    ];
    const subjects = async (sourceUrl: string, id: string): Promise<readonly string[]> => {
      const { stdout } = await runDray(doctor, {
        cwd,
        env: { SOURCE_URL: sourceUrl },
        aws: new FakeAccount().clients(),
      });
      return (JSON.parse(stdout) as { findings: readonly Finding[] }).findings
        .filter((finding) => finding.id === id)
        .map(({ subject, what }) => `${subject}: ${what}`);
    };
    expect(await subjects(postgres.url, 'lock-drift')).toEqual([]);
    await query('CREATE TABLE shop.lines (id integer PRIMARY KEY)');
    expect(await subjects(postgres.url, 'lock-drift')).toEqual([
      'shop.lines: shop.lines is not as in the lock file: is new.',
    ]);
    await query('DROP TABLE shop.lines');
    expect(await subjects('postgresql://u@127.0.0.1:9/x', 'kinesis-large-integers')).toEqual([
      'UseLargeIntegerValue: UseLargeIntegerValue is off. 64-bit columns: shop.orders.id.',
    ]);
  });

  it('tells a table that is no longer meant from one that is gone', async () => {
    const check = async (...args: string[]): Promise<string> =>
      (await runDray(['mappings', 'generate', '--check', ...args], { env, cwd })).stdout;
    expect(await check('--include', 'shop.orders')).toContain(
      '\n  shop.visits: is no longer meant by tables.include and tables.exclude\n',
    );
    await query('ALTER TABLE shop.visits RENAME TO views');
    expect(await check('--exclude', '*.audit_log')).toContain('\n  shop.visits: is gone\n');
    await query('ALTER TABLE shop.views RENAME TO visits');
  });

  it('makes a broken lock file anew, and does not take it for one that equals the source', async () => {
    const lock = join(cwd, 'drayage.tables.lock.yaml');
    const text = await readFile(lock, 'utf8');
    await writeFile(lock, text.slice(0, text.indexOf('primaryKey') + 11));
    const checked = await runDray([...generate, '--check'], { env, cwd });
    expect(checked).toMatchObject({ code: 1, stderr: '' });
    expect(checked.stdout).toContain(': differs from the source.\n  *: The lock file is wrong at tables.0.');
    const json = await runDray(['mappings', 'json'], { cwd });
    expect(json).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('Make it anew: dray mappings generate.') as string,
    });
    expect(await runDray(generate, { env, cwd })).toMatchObject({ code: 0, stderr: '' });
    expect(await readFile(lock, 'utf8')).toBe(text);
  });

  it('makes no lock file that lacks what a pattern means, or of a name that AWS DMS takes for a pattern', async () => {
    const lock = join(cwd, 'drayage.tables.lock.yaml');
    const text = await readFile(lock, 'utf8');
    const missing = await runDray(['mappings', 'generate', '--include', 'shop.orders', 'nope.*'], { env, cwd });
    expect(missing).toMatchObject({ code: 2, stdout: '' });
    expect(missing.stderr).toContain('No table of the source is meant by nope.*.');
    await query('CREATE TABLE shop."a[1]" (id integer PRIMARY KEY)');
    const wild = await runDray(generate, { env, cwd });
    await query('DROP TABLE shop."a[1]"');
    expect(wild).toMatchObject({ code: 2, stdout: '' });
    expect(wild.stderr).toContain('AWS DMS would take the name shop.a[1] for a pattern.');
    expect(await readFile(lock, 'utf8')).toBe(text);
  });

  it('makes no mappings of nothing', async () => {
    const { code, stderr } = await runDray(['mappings', 'generate', '--include', 'SHOP.*'], { env, cwd });
    expect(code).toBe(2);
    expect(stderr).toContain('No table of the source is meant.');
  });

  it('prints a configuration from a recipe, and what has no equivalent beside it', async () => {
    await writeFile(
      join(cwd, 'recipe.yaml'),
      'collections:\n- address: {container: public, name: t}\n  settings: {ignore_ddl: false, other: 1}\n  map: {rules: [{pointer: /doc, type: map}]}\n',
    );
    const { stdout, stderr } = await runDray(['mappings', 'convert', 'recipe', 'recipe.yaml'], { cwd });
    expect(stdout).toBe('write:\n  tables:\n    - table: public.t\n      columnTypes:\n        doc: object(dynamic)\n');
    expect(stderr).toBe('Note: public.t.settings: other has no equivalent.\n');
    const fromInput = await runDray(['mappings', 'convert', 'recipe', '-', '--output', 'json'], {
      stdin: await readFile(join(cwd, 'recipe.yaml')),
    });
    expect(JSON.parse(fromInput.stdout)).toMatchObject({
      config: { write: { tables: [{ table: 'public.t' }] } },
      notes: [expect.any(String)],
    });
  });
});
