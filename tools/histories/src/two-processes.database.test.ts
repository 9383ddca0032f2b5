import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openSinkDatabase, parseTargetUrl, type SinkDatabase } from '@drayage/cratedb-writer';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectTables } from './model/expect-tables.ts';
import { compareTables } from './model/compare-tables.ts';
import { foldEvents } from './model/fold-events.ts';
import { arbitraryCasePlan, playCase } from './run/arbitrary-case.ts';
import { knownColumns } from './run/known-columns.ts';
import type { HistoryCase } from './run/history-case.ts';
import { readLetters, readTables, removeRun, type RunNames } from './run/target-schemas.ts';
import { describeCase } from './soak/describe-case.ts';
import { runSoak } from './soak/run-soak.ts';
import type { SinkJob, StopPoint } from './stop/sink-job.ts';
import { startSinkProcess, type SinkProcess } from './stop/sink-process.ts';
import { useSinkProgram } from './testing/use-sink-program.ts';

const TIMEOUT_MS = 300_000;
const SEED = 20_260_303;
const HISTORIES = 8;
const LEASE_MS = 250;
/** What two processes can make of each other's work; what is wrong with one alone, other suites find. */
const HAZARDS = new Set([
  'keyChanges',
  'wideTypes',
  'hostileNames',
  'reloads',
  'rowsGone',
  'addColumns',
  'doubledControls',
  'restarts',
  'shards',
  'anyPartition',
  'duplicates',
  'reorderWithinShard',
  'rereads',
  'twoWorkers',
  'sameShardTwice',
  'concurrent',
] as const);
const OPTIONS = { ordering: 'stamped', hazards: HAZARDS } as const;

const setup = useSinkProgram();

const histories = fc
  .sample(arbitraryCasePlan(OPTIONS), { seed: SEED, numRuns: HISTORIES })
  .map((plan) => playCase(plan, OPTIONS));

/** What each shard brings, one turn after another; what a reader reads again is the reader's matter. */
function shardsOf({ delivery }: HistoryCase): SinkJob['shards'] {
  const shards = new Map<string, Map<string, SinkJob['shards'][number]['records'][number]>>();
  for (const { shardId, records } of delivery) {
    const shard = shards.get(shardId) ?? new Map<string, SinkJob['shards'][number]['records'][number]>();
    for (const record of records) shard.set(record.sequenceNumber, record);
    shards.set(shardId, shard);
  }
  const inOrder = ([, records]: readonly [string, Map<string, SinkJob['shards'][number]['records'][number]>]) =>
    [...records.values()].sort((one, other) => (BigInt(one.sequenceNumber) < BigInt(other.sequenceNumber) ? -1 : 1));
  return [...shards].map((shard) => ({ shardId: shard[0], records: inOrder(shard) }));
}

/** The same job for a process, with the shards that it reads. */
async function writeJob(history: HistoryCase, names: RunNames, part: Partial<SinkJob>): Promise<string> {
  const tables = [...foldEvents(history.events).values()]
    .filter(({ dropped }) => !dropped)
    .map(({ definition }) => definition.name);
  const schemas = [
    ...new Set([...foldEvents(history.events).values()].map(({ definition }) => definition.name.schema)),
  ];
  const job: SinkJob = {
    ...{
      targetUrl: setup().url,
      lanes: 2,
      names,
      schemas,
      ordering: 'stamped',
      leaseMs: LEASE_MS,
      batchSize: 5,
      shards: shardsOf(history),
    },
    completes: tables,
    ...part,
  };
  const file = join(setup().program.folder, `${names.pipeline}-${Math.random().toString(36).slice(2)}.json`);
  await writeFile(file, JSON.stringify(job));
  return file;
}

async function expectSource(history: HistoryCase, names: RunNames): Promise<void> {
  const expected = expectTables(foldEvents(history.events), {
    dialect: 'postgresql',
    ordering: 'stamped',
    signalsLoads: true,
    inOrder: false,
  });
  const differences = [
    ...(await readLetters(setup().database, names)),
    ...compareTables(expected, await readTables(setup().database, names, knownColumns(history))),
  ];
  await removeRun(setup().database, names);
  expect(differences, describeCase(history)).toEqual([]);
}

async function checkpoints({ pipeline }: RunNames): Promise<readonly (readonly (string | null)[])[]> {
  const sql = 'SELECT shard_id, sequence_number, fence FROM drayage.checkpoints WHERE pipeline = $1 ORDER BY shard_id';
  return (await setup().database.execute({ sql, parameters: [pipeline] })).rows;
}

it(
  'of which each has connections of its own end as the source, by generated histories',
  { timeout: TIMEOUT_MS },
  async () => {
    const open = (): Promise<SinkDatabase> =>
      openSinkDatabase({ address: parseTargetUrl(setup().url), lanes: 2, applicationName: 'worker' });
    const connections = await Promise.all([open(), open()]);
    const result = await runSoak({
      ...{ database: setup().database, ordering: 'stamped', histories: 25, seed: SEED, runName: 'own', maxShrinks: 60 },
      hazards: OPTIONS.hazards,
      equip: (worker) => ({ database: connections[worker] ?? setup().database }),
    });
    await Promise.all(connections.map((connection) => connection.close()));
    expect(
      result.failure === undefined
        ? ''
        : `${result.failure.differences.join('\n')}\n${describeCase(result.failure.history)}`,
    ).toBe('');
  },
);

describe.each(histories.map((history, index) => [index, history] as const))(
  'two processes, history %i',
  (index, history) => {
    const start = (job: string, point?: StopPoint): SinkProcess => startSinkProcess(setup().program, job, point);

    it(
      'that read the same shards, of which one stood still beyond its lease, end as the source',
      { timeout: TIMEOUT_MS },
      async () => {
        const names = { schemaPrefix: `both${index}_`, pipeline: `both${index}` };
        const job = await writeJob(history, names, { completes: [] });
        // Somewhere in its first batches: what it had planned by then it writes when the other one is at work, or has ended.
        const stale = start(job, { call: 24 + 5 * index, mode: 'before', how: 'pause' });
        await stale.until(({ news }) => news === 'stopping' || news === 'done');
        const fresh = start(job);
        await (index % 2 === 0 ? fresh.until(({ news }) => news === 'acquired' || news === 'done') : fresh.end);
        stale.wake();
        expect(await Promise.all([stale.end, fresh.end])).toEqual(['done', 'done']);
        const ends = shardsOf(history).map(({ shardId }) => [shardId, 'SHARD_END']);
        expect((await checkpoints(names)).map((row) => row.slice(0, 2))).toEqual(ends.sort());
        if (index % 2 === 1 && stale.news().some(({ news }) => news === 'stopping')) {
          expect(stale.news().filter(({ news }) => news === 'fenced')).not.toEqual([]);
        }
        expect(await start(await writeJob(history, names, { shards: [] })).end).toBe('done');
        await expectSource(history, names);
      },
    );

    it('that share the shards of the same tables end as the source', { timeout: TIMEOUT_MS }, async () => {
      const names = { schemaPrefix: `share${index}_`, pipeline: `share${index}` };
      const shards = shardsOf(history);
      const jobs = [0, 1].map((half) =>
        writeJob(history, names, { shards: shards.filter((_, at) => at % 2 === half), completes: [] }),
      );
      const processes = (await Promise.all(jobs)).map((job) => start(job));
      expect(await Promise.all(processes.map(({ end }) => end))).toEqual(['done', 'done']);
      expect(await start(await writeJob(history, names, { shards: [] })).end).toBe('done');
      await expectSource(history, names);
    });
  },
);
