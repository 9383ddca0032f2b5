import { openSource, parseSourceUrl } from '@drayage/source-database';
import { startMariadbServer, type MariadbServer } from '@drayage/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runDray } from '../testing/run-dray.js';

let mariadb: MariadbServer;
let env: Readonly<Record<string, string>>;

const prepare = ['source', 'prepare', '--dms-user', 'dms'];

beforeAll(async () => {
  mariadb = await startMariadbServer({
    options: [
      'log-bin=binlog',
      'binlog-format=ROW',
      'server-id=1',
      'binlog-expire-logs-seconds=172800',
      'binlog-ignore-db=hidden',
    ],
  });
  const session = await openSource(parseSourceUrl(mariadb.url));
  for (const schema of ['shop', 'hidden']) {
    await session.query(`CREATE DATABASE ${schema}`);
    await session.query(`CREATE TABLE ${schema}.orders (id int PRIMARY KEY)`);
  }
  await session.close();
  // As applications write it: with a database, which means nothing here.
  env = { SOURCE_URL: `${mariadb.url}shop`, DMS_PASSWORD: 'hunter2' };
});

afterAll(() => mariadb.stop());

it('does what statements do, and says what is left to a person until it is done', async () => {
  const first = await runDray([...prepare, '--yes'], { env });
  expect(first.code).toBe(1);
  expect(first.stdout).toBe(`done  Set binlog_checksum = 'NONE'
    Write binlog_checksum = 'NONE' into the section [mysqld] of the configuration as well, or a restart forgets it.
done  Make the user dms
done  Let dms read changes
done  Let dms read 2 schemas
by hand  The binary log leaves out hidden
    Take binlog-ignore-db = hidden out of the configuration of the server, and restart it; then dray reload --all.
`);
  const second = await runDray([...prepare, '--yes', '--output', 'json'], { env });
  expect(second.code).toBe(1);
  expect(JSON.parse(second.stdout)).toMatchObject({
    steps: [{ id: 'binlog-filter', state: 'by hand', statements: [] }],
  });
  const without = await runDray([...prepare, '--exclude', 'hidden.*'], { env });
  expect(without).toEqual({ code: 0, stdout: 'The source is prepared: there is nothing to do.\n', stderr: '' });
});

it('keeps binary logs for as long as it is asked to', async () => {
  const args = [...prepare, '--exclude', 'hidden.*', '--yes'];
  const longer = await runDray([...args, '--binlog-retention-hours', '168'], { env });
  expect(longer).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('done  Keep binary logs for 168 hours\n') as string,
  });
  expect(await runDray([...args, '--binlog-retention-hours', '100'], { env })).toMatchObject({
    code: 0,
    stdout: 'The source is prepared: there is nothing to do.\n',
  });
});

it('refuses a pattern that means no table, as its tables would stay closed', async () => {
  const { code, stdout, stderr } = await runDray([...prepare, '--include', 'shop.*', 'nope.*'], { env });
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toContain('No table of the source is meant by nope.*.');
});
