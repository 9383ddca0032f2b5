import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import type { Finding } from '@drayage/doctor';
import { describeWithCratedb } from '@drayage/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runDray } from '../testing/run-dray.js';

const SCHEMA = `doctor_${process.pid}`;
const USER = `doctor_user_${process.pid}`;
const PASSWORD = 'hunter2';

describeWithCratedb('dray doctor on a CrateDB', (cratedb) => {
  let database: SinkDatabase;
  const execute = (sql: string): Promise<unknown> => database.execute({ sql, parameters: [] });

  beforeAll(async () => {
    database = await openSinkDatabase({ address: parseTargetUrl(cratedb), lanes: 1, applicationName: 'test' });
    await execute(
      `CREATE TABLE ${SCHEMA}.orders (id INTEGER PRIMARY KEY) CLUSTERED INTO 1 SHARDS WITH (number_of_replicas = 0)`,
    );
    await execute(`CREATE USER ${USER} WITH (password = '${PASSWORD}')`);
  });

  afterAll(async () => {
    await execute(`ALTER TABLE ${SCHEMA}.orders RESET ("blocks.write")`);
    await execute(`DROP TABLE IF EXISTS ${SCHEMA}.orders`);
    await execute(`DROP USER IF EXISTS ${USER}`);
    await database.close();
  });

  const look = async (to = cratedb): Promise<readonly Finding[]> => {
    const { stdout } = await runDray([
      'doctor',
      '--only',
      'target',
      '--to',
      to,
      '--pipeline',
      SCHEMA,
      '--output',
      'json',
    ]);
    return (JSON.parse(stdout) as { findings: readonly Finding[] }).findings.filter(
      ({ subject }) => !subject.includes('.') || subject.startsWith(SCHEMA),
    );
  };

  it('finds nothing where nothing is wrong, and a table that takes no writes', async () => {
    expect(await look()).toEqual([]);
    await execute(`ALTER TABLE ${SCHEMA}.orders SET ("blocks.write" = true)`);
    expect(await look()).toEqual([
      expect.objectContaining({
        id: 'target-blocked',
        subject: `${SCHEMA}.orders`,
        what: `${SCHEMA}.orders takes no writes: blocks.write is set.`,
      }),
    ]);
  });

  it('names the rights that a user lacks, and what it may not see', async () => {
    const url = new URL(cratedb);
    url.username = USER;
    url.password = PASSWORD;
    expect((await look(url.href)).map(({ id, severity, subject }) => [id, severity, subject])).toEqual([
      ['target-rights', 'error', 'drayage'],
      ['unread', 'warning', 'lost primaries'],
    ]);
  });
});
