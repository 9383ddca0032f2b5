import { DEFAULT_PREPARATION, isByHand, planPreparation, quoteName, quoteText, valueOf } from '@drayage/doctor';
import { startMariadbServer, type MariadbServer } from '@drayage/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parseSourceUrl } from './address/parse-source-url.js';
import { listOpenTransactions } from './list-open-transactions.js';
import { runPreparation } from './run-preparation.js';
import { openSource } from './session/open-source.js';
import { factsOf, faultsOf, findingsOf, withSource } from './testing/facts-of.js';

const WRONG_OPTIONS = [
  'log-bin=binlog',
  'binlog-format=STATEMENT',
  'binlog-row-image=MINIMAL',
  'server-id=1',
  'binlog-expire-logs-seconds=3600',
  'log-bin-compress=ON',
];

const WRONG_SCHEMA = [
  'CREATE DATABASE my_shop',
  'CREATE DATABASE myxshop',
  'CREATE TABLE my_shop.customers (id bigint unsigned PRIMARY KEY, born date, changed timestamp NOT NULL)',
  'CREATE TABLE my_shop.orders (id int PRIMARY KEY, customer bigint unsigned, CONSTRAINT of_customer FOREIGN KEY (customer) REFERENCES my_shop.customers (id) ON DELETE CASCADE ON UPDATE CASCADE)',
  'CREATE TABLE my_shop.visits (page varchar(80), seconds int)',
  'CREATE TABLE my_shop.documents (title varchar(80), body longtext)',
  'CREATE TABLE my_shop.prices (id int PRIMARY KEY, price decimal(10,2)) WITH SYSTEM VERSIONING',
  'CREATE TABLE myxshop.other (id int PRIMARY KEY)',
];

const FAULTS = [
  'keyless-lobs my_shop.documents',
  'keyless-table my_shop.visits',
  'my-binlog-checksum binlog_checksum',
  'my-binlog-compression log_bin_compress',
  'my-binlog-format binlog_format',
  'my-binlog-retention binlog retention',
  'my-binlog-row-image binlog_row_image',
  'my-cascade my_shop.orders',
  'my-no-user dms',
  'my-system-versioned my_shop.prices',
];

const PASSWORD = "it's \\ secret";
const isWanted = ({ schema }: { readonly schema: string }): boolean => schema === 'my_shop';

let server: MariadbServer;

beforeAll(async () => {
  server = await startMariadbServer({ options: WRONG_OPTIONS });
  await withSource(server.url, async (session) => {
    for (const statement of WRONG_SCHEMA) await session.query(statement);
  });
});

afterAll(() => server.stop());

const dmsUrl = (): string => `mariadb://dms:${encodeURIComponent(PASSWORD)}@127.0.0.1:${server.port}/`;

it('names every fault, mends those that statements mend, and finds nothing more to do', async () => {
  const before = await factsOf(server.url, { dmsUser: 'dms', isWanted });
  expect(before.engine).toBe('mariadb');
  expect(faultsOf(before)).toEqual(FAULTS);

  const steps = planPreparation(before, DEFAULT_PREPARATION);
  expect(steps.map(({ id }) => id)).toEqual([
    'server-settings',
    'binlog-retention',
    'create-user',
    'replication-right',
    'table-select',
  ]);
  expect(steps.at(-1)?.statements).toEqual(["GRANT SELECT ON `my\\_shop`.* TO 'dms'@'%'"]);
  const results = await withSource(server.url, (session) => runPreparation(session, steps, { password: PASSWORD }));
  expect(results.map(({ error }) => error?.message)).toEqual(steps.map(() => undefined));

  const after = await factsOf(server.url, { dmsUser: 'dms', isWanted });
  expect(planPreparation(after, DEFAULT_PREPARATION)).toEqual([]);
  expect(faultsOf(after)).toEqual([
    'keyless-lobs my_shop.documents',
    'keyless-table my_shop.visits',
    'my-cascade my_shop.orders',
    'my-system-versioned my_shop.prices',
  ]);
});

it('gives the user no more than it needs, and reads as that user what it may see', async () => {
  const facts = await factsOf(dmsUrl());
  expect(
    valueOf(facts.tables)?.map(({ schema, name, primaryKey, readable }) => [`${schema}.${name}`, primaryKey, readable]),
  ).toEqual([
    ['my_shop.customers', ['id'], true],
    ['my_shop.documents', [], true],
    ['my_shop.orders', ['id'], true],
    ['my_shop.prices', ['id'], true],
    ['my_shop.visits', [], true],
  ]);
  // PROCESS is not among its rights: that transactions cannot be seen is said, and no fault.
  expect(faultsOf(facts).filter((fault) => fault.startsWith('unread'))).toEqual([]);
  expect(findingsOf(facts).map(({ id, subject }) => `${id} ${subject}`)).toContain('unread open transactions');
  const other = await factsOf(server.url, { dmsUser: 'dms', isWanted: ({ schema }) => schema === 'myxshop' });
  expect(faultsOf(other)).toContain('my-table-select myxshop');
});

it('reads the types of columns, and which of them are LOBs', async () => {
  const tables = valueOf((await factsOf(server.url, { isWanted })).tables) ?? [];
  expect(tables.find(({ name }) => name === 'customers')?.columns).toEqual([
    { name: 'id', type: 'bigint(20) unsigned', nullable: false, lob: false },
    { name: 'born', type: 'date', nullable: true, lob: false },
    { name: 'changed', type: 'timestamp', nullable: false, lob: false },
  ]);
  expect(tables.find(({ name }) => name === 'documents')?.columns.map(({ lob }) => lob)).toEqual([false, true]);
});

it('lists open transactions', async () => {
  const holder = await openSource(parseSourceUrl(server.url));
  await holder.query('START TRANSACTION WITH CONSISTENT SNAPSHOT');
  await holder.query('INSERT INTO my_shop.visits VALUES (1, 2)');
  // The server makes its list of transactions anew only when nobody has looked for a tenth of a second.
  await vi.waitFor(
    async () => {
      expect(await withSource(server.url, (session) => listOpenTransactions(session, 0))).toEqual([
        expect.objectContaining({ user: 'root', state: 'running' }),
      ]);
    },
    { interval: 250, timeout: 5_000 },
  );
  await holder.close();
});

it('finds a server without a binary log', async () => {
  const bare = await startMariadbServer({ options: ['server-id=1'] });
  try {
    const facts = await factsOf(bare.url);
    expect(faultsOf(facts)).toEqual(expect.arrayContaining(['my-no-binlog log_bin']));
    const byHand = planPreparation(facts, DEFAULT_PREPARATION).filter(isByHand);
    expect(byHand.map(({ id, afterwards }) => [id, afterwards])).toEqual([
      [
        'binary-log',
        'Write log_bin = binlog, server_id = 1 and binlog_format = ROW into the section [mysqld] of its configuration, and restart the server.',
      ],
    ]);
  } finally {
    await bare.stop();
  }
});

it('quotes every text and name so that the server reads it as it was', async () => {
  const text = fc.string({ unit: fc.constantFrom("'", '"', '\\', '`', '$', 'é', '😀', '\n', 'a', '%', '_', '{') });
  await withSource(server.url, async (session) => {
    await fc.assert(
      fc.asyncProperty(text, async (value) => {
        // Names of MariaDB are of the first 65,536 characters alone.
        const name = `n${value.replaceAll('😀', '')}n`;
        const [row] = await session.query(`SELECT ${quoteText('mariadb', value)} AS ${quoteName('mariadb', name)}`);
        expect(row).toEqual({ [name]: value });
      }),
      { numRuns: 100 },
    );
  });
});

it('repeats no password where the login is refused', async () => {
  const error: unknown = await withSource(dmsUrl().replace(encodeURIComponent(PASSWORD), 'hunter2'), () =>
    Promise.resolve(),
  ).catch((thrown: unknown) => thrown);
  expect(error).toMatchObject({ code: 'source-login-refused' });
  expect(String(error)).not.toContain('hunter2');
});
