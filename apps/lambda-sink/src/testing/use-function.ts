import { quoteIdentifier, readDeadLetters, type SinkDatabase } from '@drayage/cratedb-writer';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';

import { createFunction, type SinkFunction } from '../create-function.js';
import type { BatchAnswer, LambdaEnvironment } from '../environment.js';
import { kinesisEvent, SHARD_ID, STREAM_ARN, type StreamRecord } from './kinesis-event.js';
import { invocationContext, testEnvironment, type PrintedLines } from './test-environment.js';

type Rows = readonly (readonly (string | null)[])[];

/** The function on a database, with a schema and a pipeline of each test's own. */
export interface FunctionBench {
  readonly database: SinkDatabase;
  /** Name of the schema and of the pipeline. */
  readonly schema: string;
  /** What the function takes for now. */
  readonly clock: { nowMs: number };
  readonly table: { readonly schema: string };
  readonly settings: (changes?: Readonly<Record<string, string>>) => Readonly<Record<string, string>>;
  /** A sandbox that knows nothing yet. */
  readonly make: (changes?: Partial<LambdaEnvironment>) => {
    readonly sink: SinkFunction;
    readonly environment: PrintedLines;
  };
  readonly invoke: (sink: SinkFunction, records: readonly StreamRecord[], shardId?: string) => Promise<BatchAnswer>;
  readonly read: (sql: string, parameters?: readonly string[]) => Promise<{ readonly rows: Rows }>;
  readonly refresh: (name: string) => Promise<void>;
  /** `id`, `name` and `amount` of the rows of `orders`. */
  readonly rows: () => Promise<Rows>;
  readonly letters: () => Promise<
    readonly { readonly code: string; readonly state: string; readonly payload: string }[]
  >;
  /** Up to where a shard is done. */
  readonly position: (shardId?: string) => Promise<string | null | undefined>;
}

export function useFunction(open: () => Promise<SinkDatabase>): FunctionBench {
  let database: SinkDatabase;
  let schema: string;
  let runs = 0;
  const clock = { nowMs: 0 };

  const read: FunctionBench['read'] = (sql, parameters = []) => database.execute({ sql, parameters });
  const refresh = async (name: string): Promise<void> => {
    if (database.dialect === 'cratedb') await database.execute({ sql: `REFRESH TABLE ${name}`, parameters: [] });
  };
  const settings: FunctionBench['settings'] = (changes = {}) => ({
    SINK_URL: 'pglite:',
    PIPELINE: schema,
    LOG_LEVEL: 'info',
    ABSENT_COLUMNS: 'keep',
    ...changes,
  });

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(() => {
    runs += 1;
    clock.nowMs = Date.parse('2026-01-01T00:05:00Z');
    schema = `lambda_${process.pid}_${runs}`;
  });
  afterEach(async () => {
    const { rows } = await read(`SELECT table_name FROM information_schema.tables WHERE table_schema = $1`, [schema]);
    for (const [table] of rows)
      await database.execute({ sql: `DROP TABLE ${schema}.${quoteIdentifier(table ?? '')}`, parameters: [] });
    for (const table of ['checkpoints', 'tables', 'dead_letters', 'tombstones']) {
      await database.execute({ sql: `DELETE FROM drayage.${table} WHERE pipeline = $1`, parameters: [schema] });
    }
  });

  return {
    get database() {
      return database;
    },
    get schema() {
      return schema;
    },
    clock,
    table: {
      get schema() {
        return schema;
      },
    },
    settings,
    make: (changes = {}) => {
      const environment = testEnvironment(database, { env: settings(), now: () => clock.nowMs, ...changes });
      return { sink: createFunction(environment), environment };
    },
    invoke: (sink, records, shardId = SHARD_ID) => sink.handler(kinesisEvent(records, shardId), invocationContext()),
    read,
    refresh,
    rows: async () => {
      await refresh(`${schema}.orders`);
      return (await read(`SELECT id, name, amount FROM ${schema}.orders ORDER BY id`)).rows;
    },
    letters: async () =>
      (await readDeadLetters(database, schema, {}, { payloads: true })).map(({ code, state, payload }) => ({
        code,
        state,
        payload,
      })),
    position: async (shardId = SHARD_ID) => {
      await refresh('drayage.checkpoints');
      const found = await read(
        'SELECT sequence_number FROM drayage.checkpoints WHERE pipeline = $1 AND stream = $2 AND shard_id = $3',
        [schema, STREAM_ARN, shardId],
      );
      return found.rows[0]?.[0];
    },
  };
}
