import { mkdtemp, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
  let cwd: string;
  const execute = (sql: string): Promise<unknown> => database.execute({ sql, parameters: [] });

  beforeAll(async () => {
    database = await openSinkDatabase({ address: parseTargetUrl(cratedb), lanes: 1, applicationName: 'test' });
    for (const name of ['orders', 'archive']) {
      await execute(
        `CREATE TABLE ${SCHEMA}.${name} (id INTEGER PRIMARY KEY) CLUSTERED INTO 1 SHARDS WITH (number_of_replicas = 0)`,
      );
    }
    cwd = await mkdtemp(join(tmpdir(), 'dray-doctor-'));
    const orders = {
      schema: 'shop',
      name: 'orders',
      primaryKey: ['id'],
      partitionKey: 'primary-key',
      columns: [{ id: 'integer' }],
    };
    const lock = { version: 1, engine: 'postgresql', tables: [orders] };
    await writeFile(join(cwd, 'drayage.tables.lock.yaml'), JSON.stringify(lock));
    await writeFile(join(cwd, 'drayage.config.json'), JSON.stringify({ write: { renameSchemas: { shop: SCHEMA } } }));
    await execute(`CREATE USER ${USER} WITH (password = '${PASSWORD}')`);
  });

  afterAll(async () => {
    for (const name of ['orders', 'archive']) {
      await execute(`ALTER TABLE ${SCHEMA}.${name} RESET ("blocks.write")`);
      await execute(`DROP TABLE IF EXISTS ${SCHEMA}.${name}`);
    }
    await execute(`DROP USER IF EXISTS ${USER}`);
    await database.close();
  });

  const look = async (to = cratedb): Promise<readonly Finding[]> => {
    const args = ['doctor', '--only', 'target', '--to', to, '--pipeline', SCHEMA, '--output', 'json'];
    const { stdout } = await runDray(args, { cwd });
    // What others do to the tables of Drayage in this cluster is not told here.
    return (JSON.parse(stdout) as { findings: readonly Finding[] }).findings.filter(
      ({ subject }) => !subject.startsWith('drayage.'),
    );
  };

  it('finds nothing where nothing is wrong, and a table of the pipeline that takes no writes', async () => {
    expect(await look()).toEqual([]);
    await execute(`ALTER TABLE ${SCHEMA}.orders SET ("blocks.write" = true)`);
    await execute(`ALTER TABLE ${SCHEMA}.archive SET ("blocks.write" = true)`);
    expect(await look()).toEqual([
      expect.objectContaining({
        id: 'target-blocked',
        subject: `${SCHEMA}.orders`,
        what: `${SCHEMA}.orders takes no writes: blocks.write is set.`,
      }),
    ]);
    await execute(`ALTER TABLE ${SCHEMA}.orders RESET ("blocks.write")`);
  });

  it('names the rights that a user lacks, and what it may not see', async () => {
    const url = new URL(cratedb);
    url.username = USER;
    url.password = PASSWORD;
    const found = async (): Promise<readonly string[]> =>
      (await look(url.href)).map(({ id, severity, what }) => `${severity}: ${id} ${what}`);
    const blind =
      'note: unread Not seen as the user of the sink: lost primaries. Only who may read the schema sys sees them.';
    const lacks = (rights: string, schema: string): string =>
      `error: target-rights The user ${USER} lacks ${rights} on schema ${schema}.`;
    expect(await found()).toEqual([lacks('DQL, DDL, DML', 'drayage'), lacks('DQL, DDL, DML', SCHEMA), blind]);
    await execute(`GRANT DQL, DDL ON SCHEMA drayage, ${SCHEMA} TO ${USER}`);
    expect(await found()).toEqual([lacks('DML', 'drayage'), lacks('DML', SCHEMA), blind]);
    for (const { remedy } of (await look(url.href)).filter(({ id }) => id === 'target-rights'))
      await execute(remedy.split(';')[0] ?? '');
    expect(await found()).toEqual([blind]);
  });
});
