import { startMariadbServer, startPostgresServer } from '@drayage/testing';
import { expect, it } from 'vitest';
import { estimateRows } from './estimate-rows.js';
import type { SourceSession } from './session/source-session.js';
import { withSource } from './testing/facts-of.js';

const HOW_MANY = 5_000;

async function estimatesOf(
  session: SourceSession,
  statements: readonly string[],
): Promise<Readonly<Record<string, number>>> {
  for (const statement of statements) await session.query(statement);
  const estimates = await estimateRows(session, ['shop', 'crm']);
  return Object.fromEntries(estimates.map(({ schema, table, rows }) => [`${schema}.${table}`, rows]));
}

it('reads what PostgreSQL believes, and nothing of tables that it never looked at', async () => {
  const server = await startPostgresServer({});
  try {
    await withSource(server.url, async (session) => {
      const found = await estimatesOf(session, [
        'CREATE SCHEMA shop',
        'CREATE SCHEMA crm',
        'CREATE SCHEMA elsewhere',
        'CREATE TABLE shop.orders (id integer PRIMARY KEY) WITH (autovacuum_enabled = off)',
        `INSERT INTO shop.orders SELECT generate_series(1, ${HOW_MANY})`,
        'CREATE TABLE shop.never_analysed (id integer PRIMARY KEY) WITH (autovacuum_enabled = off)',
        'INSERT INTO shop.never_analysed VALUES (1)',
        'CREATE TABLE crm."odd ""name" (id integer PRIMARY KEY) WITH (autovacuum_enabled = off)',
        'INSERT INTO crm."odd ""name" VALUES (1), (2)',
        'CREATE TABLE elsewhere.other AS SELECT 1 AS id',
        'ANALYZE shop.orders',
        'ANALYZE crm."odd ""name"',
        'ANALYZE elsewhere.other',
      ]);
      expect(found).toEqual({ 'shop.orders': HOW_MANY, 'crm.odd "name': 2 });
      expect(await estimateRows(session, [])).toEqual([]);
    });
  } finally {
    await server.stop();
  }
});

it('reads what MariaDB believes, which may be off', async () => {
  const server = await startMariadbServer({});
  try {
    await withSource(server.url, async (session) => {
      const found = await estimatesOf(session, [
        'CREATE DATABASE shop',
        'CREATE DATABASE elsewhere',
        'CREATE TABLE shop.orders (id int PRIMARY KEY)',
        `INSERT INTO shop.orders SELECT seq FROM shop.seq_1_to_${HOW_MANY}`,
        'CREATE TABLE shop.nothing (id int PRIMARY KEY)',
        'CREATE VIEW shop.seen AS SELECT * FROM shop.orders',
        'CREATE TABLE elsewhere.other (id int PRIMARY KEY)',
        'INSERT INTO elsewhere.other VALUES (1)',
        'ANALYZE TABLE shop.orders',
        'ANALYZE TABLE elsewhere.other',
      ]);
      expect(Object.keys(found)).toEqual(['shop.orders']);
      expect(found['shop.orders']).toBeGreaterThan(HOW_MANY / 2);
      expect(found['shop.orders']).toBeLessThan(HOW_MANY * 2);
    });
  } finally {
    await server.stop();
  }
});
