import { startPostgresServer, type PostgresServer } from '@drayage/testing';
import { afterAll, beforeAll, describe } from 'vitest';
import { openTestDatabase } from '../testing/test-target.js';
import { concurrentWriters } from './testing/concurrent-writers.js';

let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgresServer();
});
afterAll(() => server.stop());

describe('two writers on a PostgreSQL server', () => concurrentWriters(() => openTestDatabase(server.url, 4), 40));
