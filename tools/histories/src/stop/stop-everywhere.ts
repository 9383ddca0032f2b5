import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { SinkDatabase } from '@drayage/cratedb-writer';
import { compareTables } from '../model/compare-tables.ts';
import { expectTables } from '../model/expect-tables.ts';
import { foldEvents } from '../model/fold-events.ts';
import { readTables, type RunNames } from '../run/target-schemas.ts';
import type { SinkProgram } from './bundle-sink-program.ts';
import type { SinkJob, StopMode, StopPoint } from './sink-job.ts';
import { startSinkProcess } from './sink-process.ts';
import { STOP_EVENTS, STOP_LETTERS, stopShards } from './stop-history.ts';
import type { OpenStopTarget } from './stop-target.ts';

/** One line of the kill test's table. */
export interface StopOutcome {
  readonly call: number;
  readonly mode: StopMode;
  /** What was being asked of the database. */
  readonly statement: string;
  /** Processes started after the first. */
  readonly restarts: number;
  /** How tables, letters and checkpoints differ in the end; none where they are right. */
  readonly differences: readonly string[];
}

export interface StopOptions {
  readonly program: SinkProgram;
  readonly openTarget: OpenStopTarget;
  readonly lanes: number;
  /** Names that no other run has. */
  readonly runName: string;
  /** Kill points of the call with this number; none: it is passed over. */
  readonly modesOf: (call: number) => readonly StopMode[];
  /** Runs at the same time. */
  readonly parallel: number;
}

/**
 * Runs the history to its end once for each kill point: the process is killed there, and started again until it comes to
 * its end. Goes on to later points until a process comes to its end without having been killed.
 */
export async function stopEverywhere(options: StopOptions): Promise<readonly StopOutcome[]> {
  const outcomes: StopOutcome[] = [];
  let next = 1;
  let ended = false;
  const walk = async (): Promise<void> => {
    while (!ended) {
      const call = (next += 1) - 1;
      for (const mode of options.modesOf(call)) {
        const outcome = await stopOnce(options, { call, mode, how: 'kill' });
        ended ||= outcome.restarts === 0;
        outcomes.push(outcome);
      }
    }
  };
  await Promise.all(Array.from({ length: options.parallel }, walk));
  return outcomes.sort((one, other) => one.call - other.call);
}

/** Without a restart where the process came to its end before that point. */
async function stopOnce(options: StopOptions, point: StopPoint): Promise<StopOutcome> {
  const { program, lanes, openTarget, runName } = options;
  const name = `${runName}x${point.call}${point.mode.slice(0, 1)}`;
  const names: RunNames = { schemaPrefix: `${name}_`, pipeline: name };
  const target = await openTarget(names);
  const jobFile = join(program.folder, `${name}.json`);
  await writeFile(jobFile, JSON.stringify(jobOf(target.url, lanes, names)));
  try {
    const first = startSinkProcess(program, jobFile, point);
    let restarts = 0;
    for (let end = await first.end; end === 'killed'; end = await startSinkProcess(program, jobFile).end) restarts += 1;
    const differences = await differencesIn(target.database, names);
    const stop = first.news().find((told) => told.news === 'stopping');
    return { ...point, statement: stop?.statement ?? '(it came to its end)', restarts, differences };
  } finally {
    await target.remove();
  }
}

function jobOf(targetUrl: string, lanes: number, names: RunNames): SinkJob {
  const tables = [...foldEvents(STOP_EVENTS).values()].map(({ definition }) => definition.name);
  return {
    ...{
      targetUrl,
      lanes,
      names,
      ordering: 'stamped',
      leaseMs: 100,
      batchSize: 9,
      shards: stopShards(),
      completes: tables,
    },
    schemas: [...new Set(tables.map(({ schema }) => schema))],
  };
}

async function differencesIn(database: SinkDatabase, names: RunNames): Promise<readonly string[]> {
  const circumstances = { dialect: database.dialect, ordering: 'stamped', signalsLoads: true, inOrder: true } as const;
  const expected = expectTables(foldEvents(STOP_EVENTS), circumstances);
  return [
    ...compareTables(expected, await readTables(database, names, [])),
    ...compareLists(
      'letter',
      STOP_LETTERS,
      await readAll(database, 'dead_letters', '"table", "key", code, state', names),
    ),
    ...compareLists(
      'checkpoint',
      finalCheckpoints(),
      await readAll(database, 'checkpoints', 'shard_id, sequence_number, owner', names),
    ),
  ];
}

/** Read to the end, and given free. */
function finalCheckpoints(): readonly (readonly (string | null)[])[] {
  return stopShards().map(({ shardId }) => [shardId, 'SHARD_END', null]);
}

type Row = readonly (string | null)[];

function compareLists(what: string, expected: readonly Row[], actual: readonly Row[]): readonly string[] {
  const texts = (rows: readonly Row[]): readonly string[] =>
    rows.map((row) => JSON.stringify(row.map((value) => value ?? '')));
  const [wanted, found] = [texts(expected), texts(actual)];
  return [
    ...wanted.filter((text) => !found.includes(text)).map((text) => `no ${what} ${text}`),
    ...found
      .filter((text, index) => !wanted.includes(text) || found.indexOf(text) !== index)
      .map((text) => `a ${what} beyond ${text}`),
  ];
}

async function readAll(
  database: SinkDatabase,
  table: string,
  columns: string,
  { pipeline }: RunNames,
): Promise<readonly Row[]> {
  if (database.dialect === 'cratedb') await database.execute({ sql: `REFRESH TABLE drayage.${table}`, parameters: [] });
  const sql = `SELECT ${columns} FROM drayage.${table} WHERE pipeline = $1 ORDER BY 1, 2`;
  return (await database.execute({ sql, parameters: [pipeline] })).rows;
}
