import type { DescribeEndpointsCommandOutput } from '@aws-sdk/client-database-migration-service';
import { openSource, parseSourceUrl, type SourceSession } from '@drayage/source-database';
import { startPostgresServer, type PostgresServer } from '@drayage/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fakeAws } from '../testing/fake-aws.js';
import { collect } from '../testing/run-dray.js';
import { findLongTransactions } from './open-transactions.js';
import { showLongTransactions } from './show-long-transactions.js';

let server: PostgresServer;
let holder: SourceSession;
beforeAll(async () => {
  server = await startPostgresServer();
  holder = await openSource(parseSourceUrl(server.url));
  await holder.query('CREATE TABLE planted (value text)');
  await holder.query('BEGIN');
  await holder.query("INSERT INTO planted VALUES ('planted-value')");
});
afterAll(async () => {
  await holder.close();
  await server.stop();
});

const replication = { sourceEndpointArn: 'source-arn' };
const $metadata = {};
const { signal } = new AbortController();
const NOWHERE = { source: {} };
const at = (url: string) => ({ source: { url } });

it('finds what a start has to wait for, and shows it without its statements', async () => {
  const { aws } = fakeAws({});
  const found = await findLongTransactions(aws, replication, at(server.url), { signal, minimumSeconds: 0 });
  expect(found).toMatchObject({ kind: 'read', transactions: [{ user: 'postgres', state: 'idle in transaction' }] });
  const shown = collect();
  expect(showLongTransactions(found, 'start', { stderr: shown.stream })).toBe(true);
  expect(shown.text()).toMatch(
    /^Open transactions at the source, which the start has to wait for:\n {2}id +user +application +state +open for\n/,
  );
  expect(shown.text()).not.toContain('planted-value');
  expect(await findLongTransactions(aws, replication, at(server.url), { signal })).toEqual({
    kind: 'read',
    transactions: [],
  });
});

it('reads the secret of the endpoint where nobody says where the source is (an endpoint and a secret of a fake with the types of the SDK)', async () => {
  const { host, port, user, password } = server;
  const { aws } = fakeAws({
    DescribeEndpointsCommand: (): DescribeEndpointsCommandOutput => ({
      $metadata,
      Endpoints: [
        {
          EndpointArn: 'source-arn',
          EndpointIdentifier: 'shop-source',
          EngineName: 'aurora-postgresql',
          ServerName: host,
          Port: port,
          DatabaseName: 'postgres',
          PostgreSQLSettings: { SecretsManagerSecretId: 'shop-secret' },
        },
      ],
    }),
    GetSecretValueCommand: () => ({
      $metadata,
      SecretString: JSON.stringify({ username: user, password, host, port }),
    }),
  });
  expect(await findLongTransactions(aws, replication, NOWHERE, { signal, minimumSeconds: 0 })).toMatchObject({
    kind: 'read',
    transactions: [{ user: 'postgres' }],
  });
});

it('holds nothing up where the source cannot be asked, and says why', async () => {
  const { aws } = fakeAws({});
  const found = await findLongTransactions(aws, replication, at('postgresql://dms:planted-password@127.0.0.1:9/shop'), {
    signal,
  });
  expect(found).toMatchObject({ kind: 'unknown', why: expect.stringMatching(/\S/) as string });
  const shown = collect();
  expect(showLongTransactions(found, 'start', { stderr: shown.stream })).toBe(false);
  expect(shown.text()).toMatch(/^Long transactions at the source were not looked for: /);
  expect(shown.text()).not.toContain('planted-password');
});
