import { startPostgresServer, type PostgresServer } from '@drayage/testing';
import { afterAll, beforeAll, describe } from 'vitest';
import { openTestDatabase } from '../testing/test-target.js';
import { reloadUnderWatch } from './testing/reload-under-watch.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgresServer();
});
afterAll(() => server.stop());

describe('a reload on a PostgreSQL server', () => reloadUnderWatch(() => openTestDatabase(server.url, 2), 4_000));
