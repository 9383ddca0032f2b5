import { createWriter, DEFAULT_WRITE_POLICY, listPipelineTables, type SinkDatabase } from '@drayage/cratedb-writer';
import {
  assignShards,
  buildMessages,
  compareTables,
  type DeliveryPlan,
  expectTables,
  foldEvents,
  isInOrder,
  knownColumns,
  numberRecords,
  readLetters,
  readTables,
  removeRun,
  type RunNames,
  type SourceEvent,
} from '@drayage/histories';

import { createFunction, type SinkFunction } from '../create-function.js';
import {
  createMapping,
  type Mapping,
  type MappingSettings,
  type MappingShard,
  type Pick,
} from './event-source-mapping.js';
import { kinesisEvent, STREAM_ARN, type StreamRecord } from './kinesis-event.js';
import { sandboxDatabase, type CallFault, type SandboxDatabase } from './sandbox-database.js';
import { invocationContext, testEnvironment } from './test-environment.js';

/** What happens to one invocation. */
export interface InvocationPlan {
  /** A sandbox that was never used. */
  readonly coldStart: boolean;
  readonly fault: CallFault | undefined;
  /** The function has done its work, and the mapping does not hear of it. */
  readonly answerLost: boolean;
  /** There is hardly time to begin. */
  readonly outOfTime: boolean;
}

export interface LambdaHistory {
  readonly ordering: 'stamped' | 'arrival';
  readonly events: readonly SourceEvent[];
  readonly delivery: DeliveryPlan;
  readonly mapping: MappingSettings;
  /** Used one after another, and again from the first. */
  readonly invocations: readonly InvocationPlan[];
  readonly picks: readonly number[];
  readonly sliceRecords: number;
}

const CALM: InvocationPlan = { coldStart: false, fault: undefined, answerLost: false, outOfTime: false };
/** So many in a row meet no fault, now and then: what fails for ever is not to be survived. */
const CALM_AFTER = 40;
const BETWEEN_INVOCATIONS_MS = 7_000;

/** Runs a history through a mapping and sandboxes, and says how the target differs from the source in the end. */
export async function runLambdaHistory(
  database: SinkDatabase,
  history: LambdaHistory,
  names: RunNames,
): Promise<readonly string[]> {
  try {
    const complaints = await deliver(database, history, names);
    return [...complaints, ...(await differences(database, history, names))];
  } catch (error) {
    return [`the run ended with ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`];
  } finally {
    await removeRun(database, names);
  }
}

async function deliver(database: SinkDatabase, history: LambdaHistory, names: RunNames): Promise<readonly string[]> {
  const complaints: string[] = [];
  const shards = shardsOf(history);
  const pick = picker(history.picks);
  let clockMs =
    Math.max(0, ...shards.flatMap(({ records }) => records.map(({ arrivalTimeMs }) => arrivalTimeMs))) + 1_000;
  const makeSandbox = (): Sandbox => newSandbox(database, history, names, () => clockMs);
  const sandboxes: Sandbox[] = [];
  const busy = new Set<Sandbox>();
  let count = 0;

  const mapping: Mapping = createMapping(
    shards,
    history.mapping,
    async (shardId, records) => {
      const plan =
        count % CALM_AFTER > CALM_AFTER / 2
          ? CALM
          : (history.invocations[count % Math.max(1, history.invocations.length)] ?? CALM);
      count += 1;
      clockMs += BETWEEN_INVOCATIONS_MS;
      const free = sandboxes.filter((sandbox) => !busy.has(sandbox));
      const sandbox = (plan.coldStart ? undefined : free[pick(free.length)]) ?? makeSandbox();
      if (!sandboxes.includes(sandbox)) sandboxes.push(sandbox);
      busy.add(sandbox);
      sandbox.database.arm(plan.fault);
      const invoked = sandbox.sink.handler(
        kinesisEvent(records, shardId),
        invocationContext(plan.outOfTime ? 301 : 60_000),
      );
      const answer = await Promise.race([invoked, sandbox.database.died.then(() => undefined)]);
      // One that died is never free again.
      if (answer !== undefined) busy.delete(sandbox);
      return plan.answerLost ? undefined : answer;
    },
    pick,
  );
  await mapping.run();
  for (const { shardId } of shards) complaints.push(...(await checkPosition(database, names, shardId, shards)));
  return complaints;
}

interface Sandbox {
  readonly sink: SinkFunction;
  readonly database: SandboxDatabase;
}

function newSandbox(shared: SinkDatabase, history: LambdaHistory, names: RunNames, now: () => number): Sandbox {
  const database = sandboxDatabase(shared);
  const config = {
    pipeline: names.pipeline,
    write: {
      ordering: history.ordering,
      renameSchemas: renamed(history, names),
      tables: [{ table: '*.*', shards: 1, replicas: '0' }],
    },
    lambda: { parallelizationFactor: history.mapping.parallelizationFactor },
  };
  const environment = testEnvironment(database.open, {
    env: {
      SINK_URL: 'pglite:',
      LOG_LEVEL: 'silent',
      DRAYAGE_CONFIG: '/function/drayage.config.json',
      ABSENT_COLUMNS: 'keep',
    },
    readFile: () => Promise.resolve(JSON.stringify(config)),
    now,
    sliceRecords: history.sliceRecords,
  });
  return { sink: createFunction(environment), database };
}

function renamed({ events }: LambdaHistory, { schemaPrefix }: RunNames): Readonly<Record<string, string>> {
  const schemas = [...foldEvents(events).values()].map(({ definition }) => definition.name.schema);
  return Object.fromEntries(schemas.map((schema) => [schema, `${schemaPrefix}${schema}`]));
}

function shardsOf({ events, delivery }: LambdaHistory): readonly MappingShard[] {
  return assignShards(buildMessages(events), delivery).map(({ shardId, parents, messages }, number) => ({
    shardId,
    parents,
    records: numberRecords(messages, number).map((record, index): StreamRecord => ({
      ...record,
      partitionKey: messages[index]?.partitionKeys.schemaTable ?? '',
    })),
  }));
}

/** In the end every record is safe: the position is the last one of its shard, or a time before it. */
async function checkPosition(
  database: SinkDatabase,
  { pipeline }: RunNames,
  shardId: string,
  shards: readonly MappingShard[],
): Promise<readonly string[]> {
  const last = shards.find((shard) => shard.shardId === shardId)?.records.at(-1);
  const { rows } = await database.execute({
    sql: 'SELECT sequence_number, batches FROM drayage.checkpoints WHERE pipeline = $1 AND stream = $2 AND shard_id = $3',
    parameters: [pipeline, STREAM_ARN, shardId],
  });
  if (last === undefined) return [];
  const [sequenceNumber, batches] = rows[0] ?? [];
  if (sequenceNumber === last.sequenceNumber || sequenceNumber === 'AT_TIMESTAMP') return [];
  return [`the position of ${shardId} is ${String(sequenceNumber)}, not ${last.sequenceNumber}: ${String(batches)}`];
}

async function differences(
  database: SinkDatabase,
  history: LambdaHistory,
  names: RunNames,
): Promise<readonly string[]> {
  const model = foldEvents(history.events);
  const writer = createWriter({
    database,
    pipeline: names.pipeline,
    policy: { ...DEFAULT_WRITE_POLICY, ordering: history.ordering, renameSchemas: renamed(history, names) },
    now: Date.now,
  });
  await writer.start();
  for (const { definition, dropped } of model.values()) if (!dropped) await writer.completeLoad(definition.name);
  const expected = expectTables(model, {
    ordering: history.ordering,
    inOrder: isInOrder(history.delivery) && history.mapping.parallelizationFactor === 1,
    signalsLoads: true,
    dialect: database.dialect,
  });
  return [
    ...(await readLetters(database, names)),
    ...(await listPipelineTables(database, names.pipeline))
      .filter(({ state }) => state === 'suspended' || state === 'incomplete')
      .map(({ source, state, reason }) => `${JSON.stringify(source)}: is ${state}: ${reason ?? 'no reason'}`),
    ...compareTables(expected, await readTables(database, names, knownColumns(history))),
  ];
}

function picker(picks: readonly number[]): Pick {
  let at = 0;
  return (count) => {
    const pick = picks[at % Math.max(1, picks.length)] ?? 0;
    at += 1;
    return count === 0 ? 0 : pick % count;
  };
}
