import {
  DEFAULT_PREPARATION,
  isByHand,
  type MysqlFacts,
  planPreparation,
  type SourceFacts,
  valueOf,
} from '@drayage/doctor';
import { startMariadbServer, type MariadbServer } from '@drayage/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseSourceUrl } from './address/parse-source-url.js';
import { listOpenTransactions } from './list-open-transactions.js';
import { openSource } from './session/open-source.js';
import { factsOf, faultsOf, findingsOf, withSource } from './testing/facts-of.js';

/** All is right but what each test makes; names are told in double quotes, and times are two hours ahead. */
const OPTIONS = [
  'log-bin=binlog',
  'binlog-format=ROW',
  'binlog-checksum=NONE',
  'server-id=1',
  'sql-mode=ANSI',
  'default-time-zone=+02:00',
  'binlog-ignore-db=hidden',
];

let server: MariadbServer;

const run = (...statements: readonly string[]): Promise<void> =>
  withSource(server.url, async (session) => {
    for (const statement of statements) await session.query(statement);
  });

const wanting = (...schemas: readonly string[]) => ({
  isWanted: ({ schema }: { readonly schema: string }) => schemas.includes(schema),
});

async function mysqlFacts(dmsUser: string, ...schemas: readonly string[]): Promise<MysqlFacts> {
  const facts: SourceFacts = await factsOf(server.url, { dmsUser, ...wanting(...schemas) });
  if (facts.engine === 'postgresql') throw new Error('It is a MariaDB.');
  return facts;
}

beforeAll(async () => {
  server = await startMariadbServer({ options: OPTIONS });
  await run(
    'CREATE DATABASE shop',
    'CREATE TABLE shop.orders (id int PRIMARY KEY)',
    'CREATE DATABASE shop_2',
    'CREATE TABLE shop_2.orders (id int PRIMARY KEY)',
    'CREATE DATABASE hidden',
    'CREATE TABLE hidden.orders (id int PRIMARY KEY)',
  );
});

afterAll(() => server.stop());

describe('accounts', () => {
  it('are judged each for itself, and local ones only where there are no others', async () => {
    await run(
      "CREATE USER several@'%'",
      "CREATE USER several@'10.0.0.5'",
      'CREATE USER several@localhost',
      "GRANT REPLICATION SLAVE, BINLOG MONITOR, SELECT ON *.* TO several@'%'",
      "GRANT SELECT ON shop.* TO several@'10.0.0.5'",
      "CREATE USER near@'127.0.0.1'",
    );
    const facts = await mysqlFacts('several', 'shop', 'shop_2');
    expect(valueOf(facts.rights)).toEqual([
      { account: 'several@%', global: ['SELECT', 'REPLICATION SLAVE', 'BINLOG MONITOR'], closedSchemas: [] },
      { account: 'several@10.0.0.5', global: ['USAGE'], closedSchemas: ['shop_2'] },
    ]);
    expect(
      findingsOf(facts)
        .filter(({ severity }) => severity === 'warning')
        .map(({ id }) => id),
    ).toEqual(['my-replication-right', 'my-table-select']);
    expect(valueOf((await mysqlFacts('near', 'shop')).accounts)).toEqual(['near@127.0.0.1']);
  });

  it('have the rights of their default role, and of the roles in it', async () => {
    await run(
      'CREATE ROLE reader',
      'CREATE ROLE "in `it"',
      'GRANT SELECT ON *.* TO "in `it"',
      'GRANT "in `it" TO reader',
      'GRANT REPLICATION SLAVE, BINLOG MONITOR ON *.* TO reader',
      "CREATE USER byrole@'%'",
      "GRANT reader TO byrole@'%'",
    );
    expect(faultsOf(await mysqlFacts('byrole', 'shop'))).toEqual([
      'my-replication-right byrole',
      'my-table-select shop',
    ]);
    await run("SET DEFAULT ROLE reader FOR byrole@'%'");
    expect(faultsOf(await mysqlFacts('byrole', 'shop'))).toEqual([]);
    // The same rights are there when it looks itself; and what it may not see is no fault.
    const own = await factsOf(`mariadb://byrole@127.0.0.1:${server.port}/shop`, wanting('shop'));
    expect(faultsOf(own)).toEqual([]);
    expect(
      findingsOf(own)
        .filter(({ id }) => id === 'unread')
        .map(({ severity, subject }) => `${severity} ${subject}`),
    ).toEqual(['note is replica', 'note open transactions']);
  });

  it('are given what they lack by the statements as they are printed', async () => {
    await run("CREATE USER \"o'd\"@'127.0.0.%'");
    const before = findingsOf(await mysqlFacts("o'd", 'shop', 'shop_2')).filter(({ fix }) => fix !== undefined);
    expect(before.map(({ id, remedy }) => [id, remedy])).toEqual([
      ['my-replication-right', "GRANT REPLICATION CLIENT, REPLICATION SLAVE ON *.* TO 'o''d'@'127.0.0.%';"],
      [
        'my-table-select',
        "GRANT SELECT ON `shop`.* TO 'o''d'@'127.0.0.%'; GRANT SELECT ON `shop\\_2`.* TO 'o''d'@'127.0.0.%';",
      ],
    ]);
    await run(...before.flatMap(({ remedy }) => remedy.split('; ').map((statement) => statement.replace(/;$/u, ''))));
    expect(faultsOf(await mysqlFacts("o'd", 'shop', 'shop_2'))).toEqual([]);
  });
});

describe('a schema that is left out of the binary log', () => {
  it('is named, and left to a person', async () => {
    await run("CREATE USER all_of_it@'%'", "GRANT REPLICATION SLAVE, BINLOG MONITOR, SELECT ON *.* TO all_of_it@'%'");
    const facts = await mysqlFacts('all_of_it', 'shop', 'hidden');
    expect(faultsOf(facts)).toEqual(['my-binlog-filter hidden']);
    expect(planPreparation(facts, DEFAULT_PREPARATION).map((step) => [step.id, isByHand(step)])).toEqual([
      ['binlog-filter', true],
    ]);
    expect(faultsOf(await mysqlFacts('all_of_it', 'shop'))).toEqual([]);
  });

  it('is indeed not in it', async () => {
    await run('INSERT INTO shop.orders VALUES (1)', 'INSERT INTO hidden.orders VALUES (1)');
    const events = await withSource(server.url, (session) => session.query("SHOW BINLOG EVENTS IN 'binlog.000001'"));
    const maps = events
      .filter((event) => event.Event_type === 'Table_map')
      .map(({ Info: info }) => String(info).replace(/^.*\((.*)\)$/u, '$1'));
    expect(maps).toContain('shop.orders');
    expect(maps).not.toContain('hidden.orders');
  });
});

it('tells the time zone of the server, and how old a transaction is, whatever that zone', async () => {
  expect(valueOf((await mysqlFacts('nobody', 'shop')).timeZone)).toEqual({ name: '+02:00', offsets: [120, 120] });
  const holder = await openSource(parseSourceUrl(server.url));
  await holder.query('START TRANSACTION');
  await holder.query('INSERT INTO shop.orders VALUES (2)');
  try {
    const open = await withSource(server.url, async (session) => {
      // The server makes its list anew only when nobody has looked for a tenth of a second.
      await session.query('SELECT SLEEP(0.3)');
      return listOpenTransactions(session, 0);
    });
    expect(open.map(({ openForSeconds }) => openForSeconds < 60)).toEqual([true]);
  } finally {
    await holder.close();
  }
});
