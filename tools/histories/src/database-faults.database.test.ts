import { openSinkDatabase, parseTargetUrl } from '@drayage/cratedb-writer';
import { retryDelayMs } from '@drayage/pipeline';
import { startPostgresServer, TcpProxy, type PostgresServer } from '@drayage/testing';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DATABASE_FAULTS, type FaultPlace } from './faults/database-fault.ts';
import { meetFaults } from './faults/meet-faults.ts';
import { STAMPED_HAZARDS } from './history/hazards.ts';
import { arbitraryCasePlan, playCase } from './run/arbitrary-case.ts';
import { runHistory } from './run/run-history.ts';
import { describeCase } from './soak/describe-case.ts';

const TIMEOUT_MS = 300_000;
const SEED = 20_260_302;
const HISTORIES = 4;
const ROLE = 'sink';
const OPTIONS = {
  ordering: 'stamped',
  hazards: new Set([...STAMPED_HAZARDS].filter((hazard) => hazard !== 'concurrent')),
} as const;

let server: PostgresServer;
let place: FaultPlace;

beforeAll(async () => {
  server = await startPostgresServer();
  const admin = await openSinkDatabase({
    address: parseTargetUrl(server.url),
    lanes: 1,
    applicationName: 'administrator',
  });
  await admin.execute({ sql: `CREATE ROLE ${ROLE} LOGIN PASSWORD 'sink'`, parameters: [] });
  await admin.execute({ sql: `GRANT CREATE ON DATABASE postgres TO ${ROLE}`, parameters: [] });
  place = { admin, role: ROLE, proxy: await TcpProxy.start({ host: server.host, port: server.port }) };
});

afterAll(async () => {
  await place.admin.close();
  await place.proxy.stop();
  await server.stop();
});

const plans = fc.sample(arbitraryCasePlan(OPTIONS), { seed: SEED, numRuns: HISTORIES });

describe.each(DATABASE_FAULTS.map((fault) => [fault.name, fault] as const))('a target that %s', (_, fault) => {
  it('ends as the source, with a pause before each attempt', { timeout: TIMEOUT_MS }, async () => {
    const { host, port } = place.proxy;
    const address = parseTargetUrl(`postgresql://${ROLE}:sink@${host}:${port}/postgres`);
    let begun = 0;
    const told = new Set<string>();
    for (const [index, plan] of plans.entries()) {
      const database = await openSinkDatabase({
        ...{ address, lanes: 2, applicationName: 'faults', statementTimeoutMs: 120, connectTimeoutMs: 2_000 },
      });
      const history = playCase(plan, OPTIONS);
      const { finish, equipment, log } = meetFaults({
        database,
        place,
        fault,
        firstCall: 3 + 2 * index,
        growth: 5 + index,
      });
      const names = { schemaPrefix: `f${index}_`, pipeline: `f${index}` };
      const differences = await runHistory({
        database: place.admin,
        history,
        names,
        twice: false,
        equip: () => equipment,
        beforeEnd: finish,
      });
      await finish();
      await database.close();
      expect(differences, `${fault.name}\n${describeCase(history)}`).toEqual([]);
      // Every attempt had its pause, and each pause is longer than the one before.
      for (const { attempt, delayMs } of log.pauses) expect(delayMs).toBe(retryDelayMs(attempt - 1, () => 0.5));
      expect(log.mostCallsBetweenPauses).toBeLessThan(60);
      begun += log.begun;
      log.codes.forEach((code) => told.add(code));
    }
    expect(begun).toBeGreaterThan(HISTORIES);
    if (fault.tells !== undefined) expect([...told]).toContain(fault.tells);
  });
});
