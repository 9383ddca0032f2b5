import type { SinkDatabase } from '@drayage/cratedb-writer';
import type { Delivery, Turn } from '../delivery/delivery.ts';
import { compareTables } from '../model/compare-tables.ts';
import { expectTables } from '../model/expect-tables.ts';
import { foldEvents, type Model } from '../model/fold-events.ts';
import type { HistoryCase } from './history-case.ts';
import { knownColumns } from './known-columns.ts';
import { readLetters, readTables, removeRun, type RunNames } from './target-schemas.ts';
import { startWorker, type Worker, type WorkerOptions } from './worker.ts';

export interface RunOptions {
  readonly database: SinkDatabase;
  readonly history: HistoryCase;
  /** Names that no other run has. */
  readonly names: RunNames;
  /** Delivers the whole once more, to new workers. */
  readonly twice: boolean;
  /** What a worker has of its own; absent: all share the database, and hardly wait before they try again. */
  readonly equip?: (worker: number) => Partial<Pick<WorkerOptions, 'database' | 'retries'>>;
  /** Before anybody looks at the tables. */
  readonly beforeEnd?: () => Promise<void>;
}

/**
 * Delivers a history to a target and says how the tables there differ from the source's in the end, one sentence a
 * difference. Dead letters and suspended tables are differences as well. What the run made is removed.
 */
export async function runHistory(options: RunOptions): Promise<readonly string[]> {
  const { database, history, names, twice } = options;
  const model = foldEvents(history.events);
  try {
    const first = await deliver(options, model);
    if (first.length > 0 || !twice) return first;
    return (await deliver(options, model)).map((difference) => `after a second delivery: ${difference}`);
  } catch (error) {
    return [`the run ended with ${describeError(error)}`];
  } finally {
    await removeRun(database, names);
  }
}

async function deliver(
  { database, history, names, equip, beforeEnd }: RunOptions,
  model: Model,
): Promise<readonly string[]> {
  const schemas = [...new Set([...model.values()].map(({ definition }) => definition.name.schema))];
  const workers = new Map<number, Worker>();
  for (const number of new Set(history.delivery.map(({ worker }) => worker))) {
    workers.set(
      number,
      await startWorker({ database, ordering: history.ordering, names, schemas, ...equip?.(number) }),
    );
  }
  for (const turns of concurrentTurns(history.delivery)) {
    await Promise.all(turns.map(async (turn) => workers.get(turn.worker)?.apply(turn)));
  }
  for (const worker of workers.values()) await worker.drain();
  await beforeEnd?.();
  const [first] = workers.values();
  for (const worker of signalled(history, [...workers.values()])) await completeLoads(worker, model);
  const { ordering, inOrder } = history;
  const expected = expectTables(model, {
    ordering,
    inOrder,
    signalsLoads: history.signalsLoads !== 'never',
    dialect: database.dialect,
  });
  return [
    ...(await readLetters(database, names)),
    ...(first?.tables() ?? [])
      .filter(({ state }) => state === 'suspended' || state === 'incomplete')
      .map(({ name, state, reason }) => `${JSON.stringify(name)}: is ${state}: ${reason ?? 'no reason'}`),
    ...compareTables(expected, await readTables(database, names, knownColumns(history))),
  ];
}

function signalled({ signalsLoads }: HistoryCase, workers: readonly Worker[]): readonly Worker[] {
  return { 'to every worker': workers, 'to one worker': workers.slice(0, 1), never: [] }[signalsLoads];
}

async function completeLoads(worker: Worker, model: Model): Promise<void> {
  for (const { definition, dropped } of model.values()) if (!dropped) await worker.completeLoad(definition.name);
}

/** Turns that start together, each of another reader: one shard's batches come one after another. */
function concurrentTurns(delivery: Delivery): readonly (readonly Turn[])[] {
  const groups: Turn[][] = [];
  for (const turn of delivery) {
    const group = groups.at(-1);
    const isFree = group?.every(({ worker, shardId }) => worker !== turn.worker || shardId !== turn.shardId) ?? false;
    if (group !== undefined && turn.together && isFree) group.push(turn);
    else groups.push([turn]);
  }
  return groups;
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  return `${error.name}: ${error.message}${cause}`;
}
