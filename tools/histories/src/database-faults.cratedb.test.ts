import { openSinkDatabase, parseTargetUrl, quoteIdentifier, type SinkDatabase } from '@drayage/cratedb-writer';
import { describeWithCratedb } from '@drayage/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { numberRecords } from './delivery/number-records.ts';
import { buildMessages } from './messages/build-messages.ts';
import { compareTables } from './model/compare-tables.ts';
import { expectTables } from './model/expect-tables.ts';
import { foldEvents } from './model/fold-events.ts';
import { readLetters, readTables, removeRun } from './run/target-schemas.ts';
import { startWorker } from './run/worker.ts';
import { fullLoad, insert, remove, update } from './testing/source-tables.ts';

const TIMEOUT_MS = 60_000;
const PAUSES = 3;
const name = `blocked${process.pid}`;
const names = { schemaPrefix: `${name}_`, pipeline: name };
const shardId = 'shardId-000000000000';

describeWithCratedb('a table of CrateDB that is blocked', (url) => {
  let database: SinkDatabase;

  beforeAll(async () => {
    database = await openSinkDatabase({ address: parseTargetUrl(url), lanes: 1, applicationName: 'test' });
  });

  afterAll(async () => {
    await removeRun(database, names);
    await database.close();
  });

  const setBlock = (block: string, on: boolean) =>
    database.execute({
      sql: `ALTER TABLE ${quoteIdentifier(`${name}_s`)}."t" SET ("${block}" = ${on})`,
      parameters: [],
    });

  it.each(['blocks.write', 'blocks.read_only_allow_delete'])(
    'by %s is waited for, with a pause before each attempt, and loses nothing',
    { timeout: TIMEOUT_MS },
    async (block) => {
      const [a, b] = [
        { id: '1', v: 'a' },
        { id: '2', v: 'b' },
      ];
      const events = [
        fullLoad([a, b]),
        update(a, { id: '1', v: 'x' }),
        insert({ id: '3', v: 'c' }),
        remove(b),
        insert({ id: '4', v: block }),
      ];
      const codes: string[] = [];
      const pauses: number[] = [];
      const worker = await startWorker({
        ...{ database, ordering: 'stamped', names, schemas: ['s'] },
        retries: {
          random: () => 0.5,
          onRetry: (error) => void codes.push(error.code),
          sleep: async (milliseconds) => {
            pauses.push(milliseconds);
            if (pauses.length >= PAUSES) await setBlock(block, false);
          },
        },
      });
      const records = numberRecords(buildMessages(events), 0);
      await worker.apply({ shardId, records: records.slice(0, 4) });
      await setBlock(block, true);
      await worker.apply({ shardId, records: records.slice(4) });
      expect(codes).toEqual(['table-blocked', 'table-blocked', 'table-blocked']);
      expect(pauses).toEqual([150, 300, 600]);
      expect(await readLetters(database, names)).toEqual([]);
      const expected = expectTables(foldEvents(events), {
        dialect: 'cratedb',
        ordering: 'stamped',
        signalsLoads: true,
        inOrder: true,
      });
      expect(compareTables(expected, await readTables(database, names, []))).toEqual([]);
      await removeRun(database, names);
    },
  );
});
