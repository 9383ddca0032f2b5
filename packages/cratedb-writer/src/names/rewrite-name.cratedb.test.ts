import { describeWithCratedb } from '@drayage/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';

import { bareClient } from '../client/testing/bare-client.js';
import { quoteIdentifier } from './quote-identifier.js';
import { restoreName, rewriteColumnName, rewriteSchemaName, rewriteTableName } from './rewrite-name.js';
import { arbitraryName } from './testing/arbitrary-name.js';

const ONE_SHARD = 'CLUSTERED INTO 1 SHARDS WITH (number_of_replicas = 0)';
const AWKWARD = [
  '',
  '.',
  '..',
  'a.b',
  'a[1]',
  '[',
  '\t',
  '\n',
  '"',
  "'",
  '/',
  '\\',
  '*?<>|,#',
  ' ',
  '%',
  '%%',
  '%41',
  'a%',
  'Upper',
  '😀',
  'ж',
  '\0',
  '\ud800',
];

describeWithCratedb('names on CrateDB', (url) => {
  const client = bareClient(url);
  const schema = 'drayage_names_test';

  beforeAll(() => client.connect());
  afterAll(async () => {
    const { rows } = await client.query<{ table_schema: string; table_name: string }>(
      `SELECT table_schema, table_name FROM information_schema.tables WHERE table_schema LIKE '%drayage_names_test'`,
    );
    for (const row of rows)
      await client.query(`DROP TABLE ${quoteIdentifier(row.table_schema)}.${quoteIdentifier(row.table_name)}`);
    await client.end();
  });

  async function createAndDrop(
    schemaName: string,
    table: string,
    columns: readonly string[],
  ): Promise<readonly string[]> {
    const name = `${quoteIdentifier(schemaName)}.${quoteIdentifier(table)}`;
    await client.query(
      `CREATE TABLE ${name} (${columns.map((column) => `${quoteIdentifier(column)} INTEGER`).join(', ')}) ${ONE_SHARD}`,
    );
    const { rows } = await client.query<{ column_name: string }>(
      'SELECT column_name FROM information_schema.columns WHERE table_schema = $1 AND table_name = $2 ORDER BY ordinal_position',
      [schemaName, table],
    );
    await client.query(`DROP TABLE ${name}`);
    return rows.map((row) => row.column_name);
  }

  test('takes every column, and the catalogue gives the names back', async () => {
    const random = fc.sample(arbitraryName, { numRuns: 200, seed: 1 });
    const system = [
      '_id',
      '_version',
      '_score',
      '_uid',
      '_doc',
      '_docid',
      '_raw',
      '_fetchid',
      '_seq_no',
      '_primary_term',
      '_tombstone',
      '_source',
    ];
    const names = [...new Set([...AWKWARD, ...system, 'drayage_time', ...random])].filter((name) => name.length < 300);
    const columns = await createAndDrop(
      schema,
      'columns',
      names.map((name) => rewriteColumnName(name, 'cratedb')),
    );
    expect(columns.map(restoreName)).toEqual(names);
  });

  test('takes every table', async () => {
    const random = fc.sample(arbitraryName, { numRuns: 10, seed: 2 });
    for (const name of new Set([...AWKWARD, '_x', 'ж'.repeat(200), ...random])) {
      await createAndDrop(schema, rewriteTableName(name, 'cratedb'), ['k']);
    }
  }, 120_000);

  // There the name of the table comes first in the name of its index, and has the rules of a schema.
  test.each(['-drayage', '+drayage', '_drayage', 'drayage.test'])('takes %s in the schema doc', async (name) => {
    await createAndDrop('doc', rewriteTableName(name, 'cratedb'), ['k']);
  });

  test('takes the longest schema with the longest table', async () => {
    const longest = rewriteSchemaName('s'.repeat(300), 'cratedb');
    await createAndDrop(longest, rewriteTableName('t'.repeat(300), 'cratedb'), ['k']);
  });

  test('takes every schema', async () => {
    const names = [...AWKWARD, 'sys', 'blob', 'information_schema', 'pg_catalog', 'drayage', '-x', '+x'];
    for (const name of names) await createAndDrop(rewriteSchemaName(name, 'cratedb'), 'drayage_names_test', ['k']);
  }, 60_000);
});
